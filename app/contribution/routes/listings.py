"""“Mes fiches”, and one of them: state, sections, preview, history."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import render_template, request

from app.catalogue.facts import SHOWN
from app.contribution.blueprint import actor, page
from app.contribution.desk import Desk, listing_desk
from app.contribution.presenting.hours import week_views
from app.contribution.presenting.sheet import preview
from app.contribution.presenting.values import changes, said, status_words
from app.contribution.presenting.waiting import waiting_words
from app.contribution.queries import (
    Line,
    history_of,
    lines,
    new_listings,
    own_listing,
    own_organizations,
    own_service,
    proposals_of,
)
from app.contribution.rules import next_help
from app.contribution.sections import SECTIONS
from app.foundation.i18n import LazyText, format_date
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.proposals.rules import Status
from app.territory.queries import now, reference

#: What has just been done, named in the address, so that the page can be reloaded.
DONE: dict[str, LazyText] = {
    "a-jour": _l("Merci : la fiche est notée « vérifiée » à la date d’aujourd’hui."),
    "enregistre": _l("C’est enregistré dans votre brouillon. Il reste à l’envoyer."),
    "jete": _l("Le brouillon est effacé. La fiche n’a pas changé."),
    "places": _l("Merci : vos places sont notées."),
    "rien": _l("La fiche dit déjà cela : il n’y a rien à envoyer."),
}


@page("/espace", "home")
def home() -> str:
    """My listings, what needs doing today first."""
    today = now().date()
    found = lines(actor())
    return render_template(
        "contribution/home.html",
        urgent=[(line, to_do(line)) for line in found if to_do(line)],
        others=[line for line in found if not to_do(line)],
        new=new_listings(actor()),
        waiting_words=waiting_words,
        status_words=status_words,
        drafts=Status.DRAFT,
        types=reference().types,
        today=today,
        own=own_organizations(actor()),
        organizations=len({line.organization for line in found}),
        done=DONE.get(request.args.get("fait", ""), ""),
    )


def to_do(line: Line) -> list[str]:
    """What this listing waits for, the most pressing first."""
    today = now().date()
    said = [
        _("Un agent vous pose une question") if line.questions else "",
        _("Un brouillon attend d’être envoyé") if line.drafted else "",
        _due(line) if line.status in SHOWN and line.is_due(today) else "",
    ]
    return [each for each in said if each]


def _due(line: Line) -> str:
    if line.assured_on is None:
        return _("Jamais confirmée par vous")
    return _("À confirmer : vérifiée le %(date)s", date=format_date(line.assured_on))


@page("/espace/fiches/<uuid:uuid>", "listing")
def listing(uuid: UUID) -> str:
    """One listing: what waits, what is missing, its sections."""
    return listing_page(uuid)


def listing_page(uuid: UUID, problem: str = "", typed: str = "") -> str:
    """The same page, with what could not be read of the quick answer."""
    found = own_listing(uuid, actor())
    desk = listing_desk(uuid, actor())
    sent = proposals_of(found.service.id, actor())
    return render_template(
        "contribution/listing.html",
        desk=desk,
        service=found.service,
        kind=reference().types[found.service.type_slug],
        status=status_words(found.service.status),
        is_shown=found.service.status in SHOWN,
        complete=found.complete,
        help=SECTIONS.get(next_help(found.facts)),
        today=now().date(),
        sections=[(each, desk.section(each.slug), _short(desk, each.names)) for each in SECTIONS.values()],
        sent=[(each, waiting_words(each)) for each in sent[:5]],
        waiting=any(each.status == Status.SUBMITTED for each in sent),
        band=next(iter(desk.shown["availability"]), None),
        errors=[("libres", problem)] if problem else [],
        typed=typed,
        done=DONE.get(request.args.get("fait", ""), ""),
    )


def _short(desk: Desk, names: tuple[str, ...]) -> str:
    """The first thing that a section says, to find one's way."""
    if any(name in desk.changed for name in names):
        return _("Modifié dans votre brouillon")
    value = desk.shown[names[0]]
    text = said(names[0], value)[0]
    return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0] + "…"


@page("/espace/fiches/<uuid:uuid>/apercu", "preview")
def preview_page(uuid: UUID) -> str:
    """The listing as a family will see it, draft included."""
    desk = listing_desk(uuid, actor())
    return render_preview(desk)


def render_preview(desk: Desk) -> str:
    """What a family would read."""
    hours = desk.shown["hours"]
    return render_template(
        "contribution/preview.html",
        desk=desk,
        sheet=preview(desk.shown),
        periods=week_views(hours) if hours["hours_known"] and hours["slots"] else (),
    )


@page("/espace/fiches/<uuid:uuid>/historique", "history")
def history(uuid: UUID) -> str:
    """What changed on this listing, when, and by whom."""
    service = own_service(uuid, actor())
    zone = ZoneInfo(reference().time_zone)
    acts = [(act, act.made_at.astimezone(zone), changes(act.changes)) for act in history_of(service, actor())]
    return render_template("contribution/history.html", service=service, acts=acts)
