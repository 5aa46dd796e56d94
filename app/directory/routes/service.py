"""The page of a listing."""

from __future__ import annotations

from flask import Response as Sent
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.claims import has_owner
from app.catalogue.photos import MIME, data_of
from app.catalogue.queries import (
    ServicePage,
    gone_service,
    near_slugs,
    photo_is_shown,
    redirected_slug,
    service_page,
)
from app.directory.blueprint import page
from app.directory.presenting.card import CardView
from app.directory.presenting.emergencies import emergencies
from app.directory.presenting.linked_data import linked_data
from app.directory.presenting.moments import told_closure
from app.directory.presenting.sheet import sheet_of
from app.directory.presenting.territory import theme_view
from app.directory.presenting.trust import trust_sentence
from app.directory.searching.answers import ask, moment_now
from app.directory.searching.followed import listing_links
from app.following.queries import current_announcements
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.foundation.static import FOREVER
from app.foundation.text import french, slugify, typography
from app.search.query import Order, Point, SearchQuery
from app.territory.queries import local_reference, now

#: Similar listings shown at the foot of the page.
NEIGHBOURS = 3


@page("/services/<slug>", "service")
def service(slug: str) -> str | Response:
    """For whom, where, when, how much, how to reach or enrol, then the rest."""
    found = service_page(slug)
    if found is None:
        return _elsewhere(slug)
    known = local_reference()
    kind = known.types[found.card.type]
    sheet = sheet_of(found, known, moment_now())
    return render_template(
        "directory/service.html",
        sheet=sheet,
        crumbs=_crumbs(found),
        closure_reason=_closure_reason(found),
        verified_sentence=_verified_sentence(found),
        card=sheet.card,
        page=found,
        kind=kind,
        theme=theme_view(known.themes[found.card.themes[0]]),
        commune=known.communes.get(found.card.commune or ""),
        similar=_similar(found),
        emergencies=emergencies(known) if kind.sensitive else [],
        news=current_announcements(now().date(), service_id=found.card.id),
        may_be_claimed=found.organization is not None and not has_owner(found.organization.uuid),
        linked_data=linked_data(found, known, moment_now()),
        follow=listing_links(slug, sensitive=kind.sensitive),
    )


@page("/photos/<name>", "photo")
def photo(name: str) -> Response:
    """A photo, while a listing that families see shows it. Its name changes with its content."""
    data = data_of(name, photo_is_shown)
    if data is None:
        refuse(404, _("Cette photo n’existe pas, ou n’est plus montrée."))
    answer = Sent(data, mimetype=MIME)
    answer.headers["Cache-Control"] = FOREVER
    answer.set_etag(name)
    return answer.make_conditional(request)


def _crumbs(found: ServicePage) -> list[tuple[str, str]]:
    known = local_reference()
    theme = known.themes[found.card.themes[0]]
    crumbs = [(url_for("directory.home"), _("Accueil")), (url_for("directory.theme", slug=theme.slug), theme.label)]
    if found.card.commune:
        commune = known.communes[found.card.commune]
        crumbs.append((url_for("directory.commune", slug=commune.slug), commune.name))
    return crumbs


def _closure_reason(found: ServicePage) -> str:
    closure = told_closure(found.card.hours, now().date())
    return french(closure.reason) if closure else ""


def _verified_sentence(found: ServicePage) -> str:
    return typography(trust_sentence(found.card, now().date()))


def _similar(found: ServicePage) -> tuple[CardView, ...]:
    card = found.card
    near = Point(card.lat, card.lon) if card.lat is not None and card.lon is not None else None
    order = Order.DISTANCE if near else Order.NAME
    query = SearchQuery(now(), types=(card.type,), near=near, order=order, per_page=NEIGHBOURS + 1)
    return tuple(view for view in ask(query).views if view.slug != card.slug)[:NEIGHBOURS]


def _elsewhere(slug: str) -> str | Response:
    if moved := redirected_slug(slug):
        return redirect(url_for("directory.service", slug=moved), 301)
    if gone := gone_service(slug):
        near = Point(gone.lat, gone.lon) if gone.lat is not None and gone.lon is not None else None
        query = SearchQuery(now(), types=(gone.type,), near=near, per_page=NEIGHBOURS)
        nearest = [(view.url_path, view.name, view.commune) for view in ask(query).views]
        refuse(410, _("« %(name)s » est fermé.", name=gone.name), service_name=gone.name, nearest=nearest)
    links = [(url_for("directory.service", slug=near), name) for near, name in near_slugs(slugify(slug[:80]))]
    return refuse(404, _("Cette fiche n’existe pas."), nearest=links)
