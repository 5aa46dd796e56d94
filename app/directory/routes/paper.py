"""The guide on paper: choose, wait, take; and the poster of a place. No account: an address that nobody can guess."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.catalogue.queries import cards_at, redirected_slug
from app.directory.blueprint import page
from app.directory.paper.contents import UnknownChoice, check, edition, title_of
from app.directory.paper.poster import PressBusy, poster_of
from app.directory.searching.answers import ask, moment_now
from app.directory.searching.selection import carried, read_selection
from app.foundation.errors import refuse
from app.foundation.i18n import format_date, format_number, ngettext
from app.foundation.i18n import gettext as _
from app.foundation.limits import Window, network
from app.foundation.requests import client_address
from app.foundation.text import slugify, typography
from app.foundation.unit_of_work import unit_of_work
from app.paper import operations
from app.paper.models import PaperGuide
from app.paper.printing import PressFailed, PressMissing, press_works
from app.paper.queries import ahead_of, file_of, guide_at
from app.paper.rules import MOST_LISTINGS, State, TooManyAsked, TooManyWaiting, Wanted
from app.search.query import SearchQuery
from app.territory.queries import local_reference, now

#: Posters that one address may have made in a minute.
_posters = Window(20)
#: Seconds between two looks at a guide under way, without a script.
LOOK_AGAIN = 3


@page("/guide-papier", "paper", methods=["GET", "POST"])
def paper() -> str | tuple[str, int] | Response:
    """Choose what to print."""
    if request.method != "POST":
        return _form(_read(), "")
    wanted = _read()
    fault, status = _fault(wanted)
    if not fault:
        try:
            with unit_of_work():
                key = operations.ask(wanted, edition(local_reference()), sender=_sender()).key
            return redirect(url_for("directory.paper_guide", key=key), 303)
        except TooManyAsked:
            fault, status = _("Vous avez demandé plusieurs guides. Recommencez dans une heure."), 429
        except TooManyWaiting:
            fault, status = _("Beaucoup de guides se préparent. Recommencez dans quelques minutes."), 503
    return _form(wanted, fault), status


def _fault(wanted: Wanted) -> tuple[str, int]:
    """What is wrong with this request in a sentence, '' when nothing is."""
    if not press_works():
        return _("Ce site ne peut pas fabriquer de PDF : il manque un programme à la machine qui le porte."), 503
    try:
        check(wanted, local_reference())
    except UnknownChoice:
        return _("Cette commune ou ce thème n’existe pas : choisissez dans la liste."), 400
    if "fiches" in request.values and not wanted.slugs and not (wanted.theme or wanted.commune):
        return _("Votre sélection est vide : aucune fiche de cette adresse n’existe."), 400
    found = _count(wanted)
    if not found:
        return _("Aucun service ne répond à ce choix : le guide serait vide."), 400
    if found > MOST_LISTINGS:
        most = format_number(MOST_LISTINGS)
        return _("Un guide contient %(most)s services au plus. Choisissez une commune ou un thème.", most=most), 400
    return "", 200


def _count(wanted: Wanted) -> int:
    if wanted.slugs:
        return len(wanted.slugs)
    filters = {"themes": wanted.theme, "communes": wanted.commune}
    asked = {name: (value,) for name, value in filters.items() if value}
    return ask(SearchQuery(now(), per_page=1, **asked)).total  # type: ignore[arg-type]


def _read() -> Wanted:
    values = request.values
    slugs = read_selection(values).slugs if values.get("fiches") else ()
    if slugs:
        return Wanted(slugs=slugs, large=bool(values.get("grands-caracteres")))
    return Wanted(
        values.get("theme", "")[:80], values.get("commune", "")[:5], (), bool(values.get("grands-caracteres"))
    )


def _form(wanted: Wanted, fault: str) -> str:
    known = local_reference()
    return render_template(
        "directory/paper_choose.html",
        heading=_("Le guide sur papier"),
        wanted=wanted,
        errors=[("commune" if not wanted.slugs else "choix", fault)] if fault else [],
        communes=[("", _("Toutes les communes")), *((one.insee, one.name) for one in known.communes.values())],
        themes=[("", _("Tous les thèmes")), *((one.slug, typography(one.label)) for one in known.themes.values())],
        fiches=",".join(wanted.slugs),
        selected=ngettext("%(num)d service gardé", "%(num)d services gardés", len(wanted.slugs)),
        works=press_works(),
        kept=carried(),
    )


def _sender() -> str:
    """Who asks, as a number that says nothing: it is only counted, and leaves with the guide."""
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"paper {network(client_address())}".encode(), hashlib.sha256).hexdigest()


@page("/guide-papier/<key>", "paper_guide")
def paper_guide(key: str) -> str:
    """How far it is, then the file."""
    guide, known = _guide(key), local_reference()
    wanted = Wanted.from_json(guide.wanted)
    return render_template(
        "directory/paper_guide.html",
        heading=_("Votre guide"),
        title=title_of(wanted, known),
        large=wanted.large,
        state=guide.state,
        said=_said(guide),
        again=LOOK_AGAIN if guide.state in (State.WAITING, State.MAKING) else 0,
        key=key,
        file=ngettext("PDF, %(num)d page", "PDF, %(num)d pages", guide.pages) if guide.pages else "",
        weight=_("%(size)s Mo", size=format_number(round(guide.bytes / 1e6, 1))),
        until=format_date(guide.expires_at.date()),
    )


def _said(guide: PaperGuide) -> str:
    match guide.state:
        case State.READY:
            return _("Votre guide est prêt.")
        case State.CANCELLED:
            return _("La préparation est arrêtée.")
        case State.FAILED:
            return _("Ce guide n’a pas pu être fabriqué. Essayez un choix plus petit, ou prévenez-nous.")
        case State.MAKING if guide.pages:
            return _("Mise en pages : page %(page)s.", page=guide.pages)
        case State.MAKING:
            return _("Les fiches sont rassemblées, la mise en pages commence.")
    ahead = ahead_of(guide)
    if ahead:
        return ngettext("%(num)d guide passe avant le vôtre.", "%(num)d guides passent avant le vôtre.", ahead)
    return _("Votre guide va commencer.")


def _guide(key: str) -> PaperGuide:
    guide = guide_at(key)
    if guide is None:
        refuse(404, _("Ce guide n’existe pas, ou n’est plus gardé. Demandez-le de nouveau."))
    return guide


@page("/guide-papier/<key>/guide.pdf", "paper_file")
def paper_file(key: str) -> Response:
    """The file itself."""
    guide = _guide(key)
    place = file_of(guide.key)
    if guide.state != State.READY or not place.is_file():
        refuse(404, _("Ce guide n’est pas prêt."))
    title = slugify(title_of(Wanted.from_json(guide.wanted), local_reference()))
    answer = send_file(place, mimetype="application/pdf", download_name=f"guide-{title}.pdf", max_age=0)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@page("/guide-papier/<key>/arreter", "paper_stop", methods=["POST"])
def paper_stop(key: str) -> Response:
    """One who asked no longer wants it."""
    _guide(key)
    with unit_of_work():
        operations.cancel(key)
    return redirect(url_for("directory.paper_guide", key=key), 303)


@page("/services/<slug>/affiche.pdf", "poster")
def poster(slug: str) -> Response:
    """A sheet for the door of the place."""
    found = cards_at([slug])
    if not found:
        if moved := redirected_slug(slug):
            return redirect(url_for("directory.poster", slug=moved), 301)
        refuse(404, _("Cette fiche n’existe pas."))
    if _posters.refused_for(network(client_address())):
        refuse(429, _("Beaucoup d’affiches viennent d’être demandées. Recommencez dans une minute."))
    try:
        place = poster_of(found[0], moment_now())
    except PressBusy:
        refuse(503, _("Une autre affiche se fabrique. Recommencez dans quelques secondes."))
    except (PressMissing, PressFailed):
        refuse(503, _("Ce site ne peut pas fabriquer de PDF pour le moment."))
    answer = send_file(place, mimetype="application/pdf", download_name=f"affiche-{slug}.pdf", max_age=0)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
