"""Announcing something about a listing, and taking it back."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.facts import SHOWN
from app.catalogue.models import Service
from app.contribution.blueprint import actor, page
from app.contribution.forms.announcement import AnnouncementForm
from app.contribution.presenting.announcements import announcement_line
from app.contribution.queries import own_service
from app.following.operations import NoAnnouncement, announce, reach_of, withdraw
from app.following.queries import announcement, announcements_of
from app.following.rules import AlreadyDecided, BadAnnouncement, Status
from app.foundation.errors import refuse
from app.foundation.i18n import LazyText
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.unit_of_work import unit_of_work
from app.territory.queries import now, reference

DONE: dict[str, LazyText] = {
    "envoyee": _l("Votre annonce est partie. Un agent la relit sous deux jours ouvrés."),
    "publiee": _l("Votre annonce est publiée. Vous pouvez la retirer quand vous voulez."),
    "retiree": _l("L’annonce est retirée : les familles ne la voient plus."),
}


@page("/espace/fiches/<uuid:uuid>/annonces", "announcements")
def announcements(uuid: UUID) -> str:
    """What this listing announces, and a form for one more."""
    service = _announcing(uuid)
    again = _again(service)
    form = AnnouncementForm.opened(now().date())
    if again is not None:
        form.title.data, form.text.data = again
    return _page(service, form)


@page("/espace/fiches/<uuid:uuid>/annonces", "announce", "POST")
def send_announcement(uuid: UUID) -> Response | tuple[str, int]:
    """Send it: to an agent, or to families at once where the policy says so."""
    service = _announcing(uuid)
    form = AnnouncementForm.opened(now().date(), request.form)
    if not form.validate():
        return _page(service, form), 400
    communes, themes = reach_of(service)
    tied = {
        "service": uuid,
        "commune": next(iter(communes), None) if form.on_commune.data else None,
        "theme": themes[0] if form.on_theme.data else None,
    }
    try:
        with unit_of_work():
            made = announce(form.wanted(**tied), by=actor(), key=form.key.data or None)
            done = "publiee" if made.status == Status.PUBLISHED else "envoyee"
    except BadAnnouncement as fault:
        form.refuse(fault)
        return _page(service, form), 400
    return redirect(url_for("contribution.announcements", uuid=uuid, fait=done), 303)


@page("/espace/annonces/<uuid:uuid>/retirer", "withdraw_announcement", "POST")
def take_back_announcement(uuid: UUID) -> Response:
    """Families no longer see it."""
    try:
        with unit_of_work():
            found = withdraw(uuid, by=actor())
            service = found.service.uuid if found.service else None
    except NoAnnouncement:
        refuse(404, _("Cette annonce n’existe pas."))
    except AlreadyDecided:
        refuse(409, _("Cette annonce n’est déjà plus visible."))
    if service is None:
        return redirect(url_for("contribution.home"), 303)
    return redirect(url_for("contribution.announcements", uuid=service, fait="retiree"), 303)


def _announcing(uuid: UUID) -> Service:
    service = own_service(uuid, actor())
    if service.status not in SHOWN:
        refuse(409, _("Les familles ne voient pas cette fiche : elles ne verraient pas l’annonce."))
    return service


def _again(service: Service) -> tuple[str, str] | None:
    """The words of an earlier announcement of this listing, to write it again."""
    try:
        found = announcement(UUID(request.args.get("reprendre", "")))
    except ValueError:
        return None
    return (found.title, found.text) if found and found.service_id == service.id and not found.by_agent else None


def _page(service: Service, form: AnnouncementForm) -> str:
    communes, themes = reach_of(service)
    known = reference()
    return render_template(
        "contribution/announcements.html",
        service=service,
        form=form,
        errors=form.problems,
        commune=known.communes[communes[0]].name if communes else "",
        theme=known.themes[themes[0]].label if themes else "",
        rows=[announcement_line(each, now().date()) for each in announcements_of(service.id)],
        done=DONE.get(request.args.get("fait", ""), ""),
    )
