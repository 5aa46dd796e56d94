"""An agent's own settings: when they are away, who replaces them, which mails they want."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.absences import (
    AlreadyAway,
    NoAbsence,
    UnknownDelegate,
    WrongDates,
    absences_about,
    agents,
    be_away,
    end_absence,
)
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.i18n import LazyText, format_date
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.unit_of_work import unit_of_work
from app.moderation.arrivals import DAY, HOUR, NEVER, pace_of, set_pace
from app.moderation.blueprint import agent, blueprint
from app.territory.queries import now

Errors = list[tuple[str, str]]
PACES: dict[str, LazyText] = {
    HOUR: _l("Au plus un courriel par heure"),
    DAY: _l("Un courriel par jour, le matin"),
    NEVER: _l("Aucun courriel"),
}
FAULTS: dict[type[Exception], tuple[str, LazyText]] = {
    WrongDates: ("fin", _l("La fin vient après le début, et l’absence dure trois mois au plus.")),
    UnknownDelegate: ("remplacant", _l("Choisissez un autre agent de la liste.")),
    AlreadyAway: ("debut", _l("Vous avez déjà dit une absence qui touche ces jours.")),
}


@blueprint.get("/vous")
@audience(Audience.AGENT)
def yourself() -> str:
    """Absences, replacements, mails."""
    return _page([])


@blueprint.post("/absences")
@audience(Audience.AGENT)
def away() -> Response | tuple[str, int]:
    """Say when one is away, and to whom one’s scope is lent meanwhile."""
    starts, ends = _day("debut"), _day("fin")
    if starts is None or ends is None:
        box = "debut" if starts is None else "fin"
        return _page([(box, _("Écrivez une date, par exemple 2026-12-24."))]), 400
    try:
        delegate = UUID(request.form.get("remplacant", "")) if request.form.get("remplacant") else None
        with unit_of_work():
            be_away(starts, ends, delegate, by=agent())
    except tuple(FAULTS) as fault:
        box, said = FAULTS[type(fault)]
        return _page([(box, str(said))]), 400
    except ValueError:
        return _page([("remplacant", str(FAULTS[UnknownDelegate][1]))]), 400
    return redirect(url_for("moderation.yourself", fait="absence"), 303)


@blueprint.post("/absences/<uuid:absence>/finir")
@audience(Audience.AGENT)
def back(absence: UUID) -> Response:
    """Back early, or no longer replacing."""
    try:
        with unit_of_work():
            end_absence(absence, by=agent())
    except NoAbsence:
        refuse(404, _("Cette absence est déjà terminée."))
    return redirect(url_for("moderation.yourself", fait="retour"), 303)


@blueprint.post("/courriels")
@audience(Audience.AGENT)
def choose_pace() -> Response | tuple[str, int]:
    """How often one is told of what arrives."""
    pace = request.form.get("rythme", "")
    if pace not in PACES:
        return _page([("rythme", _("Choisissez une réponse de la liste."))]), 400
    with unit_of_work():
        set_pace(agent().person_id or 0, pace)
    return redirect(url_for("moderation.yourself", fait="courriels"), 303)


def replacing() -> list[str]:
    """“Vous remplacez Nadia jusqu’au 3 janvier 2027.”, for each one replaced today."""
    today, mine = now().date(), agent().person_id
    return [
        _("Vous remplacez %(who)s jusqu’au %(day)s : son périmètre s’ajoute au vôtre.",
          who=person.name, day=format_date(absence.ends))
        for absence, person, other in absences_about(mine or 0)
        if other is not None and other.id == mine and absence.starts <= today
    ]  # fmt: skip


def _page(errors: Errors) -> str:
    mine = agent().person_id or 0
    said = [(one.uuid, _sentence(one.starts, one.ends, person.name, other.name if other else "", person.id == mine))
            for one, person, other in absences_about(mine)]  # fmt: skip
    done = {
        "absence": _("C’est noté. Votre remplaçant verra votre périmètre ces jours-là, et recevra vos courriels."),
        "retour": _("C’est terminé : chacun retrouve son périmètre."),
        "courriels": _("C’est enregistré."),
    }
    return render_template(
        "moderation/yourself.html",
        heading=_("Absences et courriels"),
        absences=said,
        agents=[("", _("Personne"))] + [(str(one.uuid), one.name) for one in agents() if one.id != mine],
        typed={name: request.form.get(name, "")[:40] for name in ("debut", "fin", "remplacant")},
        today=now().date().isoformat(),
        paces=[(key, str(label)) for key, label in PACES.items()],
        pace=pace_of(mine),
        errors=errors,
        done=done.get(request.args.get("fait", ""), ""),
    )


def _sentence(starts: date, ends: date, person: str, other: str, is_mine: bool) -> str:
    days = {"starts": format_date(starts), "ends": format_date(ends)}
    if not is_mine:
        return _("Vous remplacez %(who)s du %(starts)s au %(ends)s.", who=person, **days)
    if not other:
        return _("Vous êtes absent du %(starts)s au %(ends)s ; personne ne vous remplace.", **days)
    return _("Vous êtes absent du %(starts)s au %(ends)s ; %(who)s vous remplace.", who=other, **days)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.form.get(name, "").strip())
    except ValueError:
        return None
