"""Following with one’s own tools: Atom feeds, calendars, contact cards. Nobody says who they are."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit

from flask import Response, current_app, request, url_for

from app.catalogue.queries import ServicePage, service_page
from app.directory.blueprint import page
from app.directory.presenting import agenda
from app.directory.presenting.feed import MIME, feed
from app.directory.presenting.vcard import MIME as VCARD
from app.directory.presenting.vcard import vcard
from app.directory.searching.answers import moment_now
from app.directory.searching.followed import Followed, followed, followed_listing, followed_search, search_target
from app.following.dates import Dated, dates_in
from app.following.news import Reach, feed_news
from app.foundation import clock
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.foundation.i18n import prefix
from app.territory.queries import local_reference, now

#: Seconds for which readers keep a file before they ask again.
KEPT = 900


@page("/flux.atom", "search_feed")
def search_feed() -> Response:
    """The news of a search; the parameters are those of the results page."""
    return _feed(followed_search(search_target(request.args)))


@page("/communes/<slug>/flux.atom", "commune_feed")
def commune_feed(slug: str) -> Response:
    """The news of a commune."""
    found = local_reference().commune_by_slug(slug)
    return _feed(followed("commune", found.insee) if found else None)


@page("/themes/<slug>/flux.atom", "theme_feed")
def theme_feed(slug: str) -> Response:
    """The news of a theme."""
    return _feed(followed("theme", slug))


@page("/services/<slug>/flux.atom", "service_feed")
def service_feed(slug: str) -> Response:
    """The news of a listing."""
    return _feed(followed_listing(slug))


@page("/calendrier.ics", "search_calendar")
def search_calendar() -> Response:
    """Days to come of a search, a commune, a theme: the parameters are those of the results page."""
    what = _found(followed_search(search_target(request.args)))
    return _calendar(agenda.calendar_of(what.title, _dates(what.reach), base(), host()), "calendrier")


@page("/services/<slug>.ics", "service_calendar")
def service_calendar(slug: str) -> Response:
    """The hours of a listing, its closures, its registration campaigns."""
    what, found = _found(followed_listing(slug)), cast(ServicePage, service_page(slug))
    _refuse_example(found.card.is_fictional)
    zone, url = local_reference().time_zone, base() + what.path
    opening = agenda.opening_events(found.card, moment_now(), found.changed_at, zone, url, host())
    return _calendar(agenda.calendar_of(what.title, _dates(what.reach), base(), host(), opening), slug)


@page("/services/<slug>.vcf", "service_contact")
def service_contact(slug: str) -> Response:
    """The public contact of a listing, for the address book of a phone."""
    what, found = _found(followed_listing(slug)), cast(ServicePage, service_page(slug))
    _refuse_example(found.card.is_fictional)
    return _file(vcard(found, local_reference(), base() + what.path), VCARD, f"{slug}.vcf")


def _feed(what: Followed | None) -> Response:
    what = _found(what)
    news = feed_news(what.reach, fictional=demonstration())
    return _file(feed(what, news, _self(), base(), clock.now().replace(hour=0, minute=0, second=0)), MIME)


def _calendar(body: bytes, name: str) -> Response:
    return _file(body, agenda.MIME, f"{name}.ics")


def _dates(reach: Reach) -> list[Dated]:
    return dates_in(reach, now().date(), fictional=demonstration())


def _file(body: bytes, mime: str, name: str = "") -> Response:
    answer = Response(body, content_type=f"{mime}; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={KEPT}"
    answer.headers["X-Robots-Tag"] = "noindex"
    if name:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.add_etag()
    return cast(Response, answer.make_conditional(request))


def _found(what: Followed | None) -> Followed:
    if what is None:
        refuse(404, _("Il n’y a rien à suivre à cette adresse."))
    return what


def _refuse_example(is_fictional: bool) -> None:
    if is_fictional and not demonstration():
        refuse(404, _("Cette fiche est un exemple : elle n’a rien à suivre."))


def demonstration() -> bool:
    """Whether examples are shown as such, here and in letters."""
    return bool(current_app.extensions["settings"].demonstration)


def base() -> str:
    """What stands before an address of ours, in the language of this answer."""
    return str(current_app.extensions["settings"].base_url) + prefix()


def host() -> str:
    """The name of this site, which ends the names that we give."""
    return urlsplit(current_app.extensions["settings"].base_url).hostname or "localhost"


def _self() -> str:
    query = search_target(request.args)
    path = url_for(str(request.endpoint), **(request.view_args or {}))
    return str(current_app.extensions["settings"].base_url) + path + (f"?{query}" if query else "")
