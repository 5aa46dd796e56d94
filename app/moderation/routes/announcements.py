"""Announcements on the agents' desk: those that wait, those that run, one of one's own."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.following.operations import NoAnnouncement, announce, decide, withdraw
from app.following.queries import running, waiting
from app.following.rules import AlreadyDecided, BadAnnouncement, ReasonMissing, StaleAnnouncement
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.forms import clean
from app.foundation.i18n import LazyText, ngettext
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.unit_of_work import unit_of_work
from app.moderation.blueprint import agent, blueprint
from app.moderation.forms import AgentAnnouncementForm
from app.moderation.presenting.announcements import AnnouncementView, announcement_view
from app.territory.queries import now

Errors = list[tuple[str, str]]
DONE: dict[str, LazyText] = {
    "publiee": _l("L’annonce est publiée."),
    "refusee": _l("L’annonce est refusée, la structure est prévenue."),
    "retiree": _l("L’annonce est retirée."),
    "deja": _l("Quelqu’un avait déjà décidé : rien n’a changé."),
    "changee": _l("L’annonce a changé entre-temps. Relisez-la, puis décidez."),
}
PUBLISH, REFUSE = "publier", "refuser"


@blueprint.get("/annonces")
@audience(Audience.AGENT)
def announcements() -> str:
    """What waits, the oldest first; what runs; a form."""
    return _page(AgentAnnouncementForm.opened(now().date()))


@blueprint.post("/annonces")
@audience(Audience.AGENT)
def tell() -> Response | tuple[str, int]:
    """Publish an announcement of one's own."""
    form = AgentAnnouncementForm.opened(now().date(), request.form)
    if not form.validate():
        return _page(form), 400
    try:
        with unit_of_work():
            announce(form.wanted(), by=agent(), as_agent=True, key=form.key.data or None)
    except BadAnnouncement as fault:
        form.refuse(fault)
        return _page(form), 400
    return _done("publiee")


@blueprint.post("/annonces/<uuid:uuid>")
@audience(Audience.AGENT)
def decide_announcement(uuid: UUID) -> Response | tuple[str, int]:
    """Publish it, perhaps in other words, or refuse it with a reason."""
    typed = {name: clean(request.form.get(name, "")) or "" for name in ("title", "text", "reason")}
    version, verb = request.form.get("version", ""), request.form.get("issue", "")
    expected = int(version) if version.isdecimal() and len(version) < 9 else 0
    try:
        with unit_of_work():
            # A button nobody knows is a refusal without a reason: who asks is checked first.
            said = typed if verb in (PUBLISH, REFUSE) else {}
            decide(uuid, verb == PUBLISH, by=agent(), expected=expected, **said)
    except NoAnnouncement:
        refuse(404, _("Cette annonce n’existe pas."))
    except AlreadyDecided:
        return _done("deja")
    except StaleAnnouncement:
        return _done("changee")
    except ReasonMissing:
        return _again(uuid, typed, ("reason", _("Dites pourquoi : la structure lira cette phrase.")))
    except BadAnnouncement as fault:
        return _again(uuid, typed, (fault.field, _("Un titre de 80 signes au plus, un texte de 500 signes au plus.")))
    return _done("publiee" if verb == PUBLISH else "refusee")


@blueprint.post("/annonces/<uuid:uuid>/retirer")
@audience(Audience.AGENT)
def withdraw_announcement(uuid: UUID) -> Response | tuple[str, int]:
    """Take it away from families' pages, with a reason."""
    reason = (clean(request.form.get("reason", "")) or "")[:2000]
    try:
        with unit_of_work():
            withdraw(uuid, by=agent(), as_agent=True, reason=reason)
    except NoAnnouncement:
        refuse(404, _("Cette annonce n’existe pas."))
    except AlreadyDecided:
        return _done("deja")
    except ReasonMissing:
        return _again(uuid, {}, ("retrait", _("Dites pourquoi : l’histoire le garde.")))
    return _done("retiree")


def _done(what: str) -> Response:
    return redirect(url_for("moderation.announcements", fait=what), 303)


def _again(uuid: UUID, typed: dict[str, str], fault: tuple[str, str]) -> tuple[str, int]:
    """The page with what was typed, and what is missing beside it."""
    return _page(AgentAnnouncementForm.opened(now().date()), uuid, typed, fault), 400


def _page(
    form: AgentAnnouncementForm, mended: UUID | None = None, typed: dict[str, str] | None = None,
    fault: tuple[str, str] = ("", ""),
) -> str:  # fmt: skip
    found = [announcement_view(each, now().date()) for each in waiting(agent())]
    errors: Errors = [(f"{fault[0]}-{mended}", fault[1])] if mended else form.problems
    return render_template(
        "moderation/announcements.html",
        heading=_heading(found),
        waiting=found,
        running=[announcement_view(each, now().date()) for each in running(agent(), now().date())],
        form=form,
        mended=mended,
        typed=typed or {},
        wrong=dict(errors),
        errors=errors,
        verbs=(PUBLISH, REFUSE),
        done=DONE.get(request.args.get("fait", ""), ""),
    )


def _heading(found: list[AnnouncementView]) -> str:
    if not found:
        return _("Annonces")
    return ngettext("%(num)s annonce attend", "%(num)s annonces attendent", len(found))
