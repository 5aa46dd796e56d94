"""The tray: what waits, the next one, several safe ones at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.rules import Refused
from app.foundation.actors import Audience, audience
from app.foundation.i18n import gettext as _
from app.foundation.i18n import ngettext
from app.foundation.unit_of_work import unit_of_work
from app.moderation.blueprint import agent, blueprint
from app.moderation.presenting.proposal import KINDS
from app.moderation.presenting.tray import row_views, safe_fields, to_check_views
from app.moderation.queries.tray import Asked, following, to_check, waiting
from app.moderation.routes.organizations import name_links
from app.moderation.routes.yourself import replacing
from app.proposals.checks import ImpossibleValue
from app.proposals.operations import NoProposal, decide
from app.proposals.rules import Decision, Refusal, Verdict
from app.territory.queries import reference

PER_PAGE = 20
WAITS = (0, 2, 7, 15, 30)
FILTERS = ("commune", "theme", "genre", "attente")


def asked() -> Asked:
    """The filters of the address; what nobody knows is left out."""
    known = reference()
    commune, theme, kind = (request.args.get(name, "") for name in FILTERS[:3])
    days = request.args.get("attente", "")
    return Asked(
        commune if commune in known.communes else "",
        theme if theme in known.themes else "",
        kind if kind in KINDS else "",
        int(days) if days.isdecimal() and int(days) in WAITS else 0,
    )


def kept() -> dict[str, Any]:
    """The filters, to stay in the same tray from one proposal to the next."""
    now = asked()
    values = {"commune": now.commune, "theme": now.theme, "genre": now.kind, "attente": now.waiting}
    return {name: value for name, value in values.items() if value}


def done_sentence() -> str:
    """What has just been done, as the address says it: `fait=2-1` is two published and one refused."""
    said = request.args.get("fait", "")
    published, _dash, refused = said.partition("-")
    if not (published.isdecimal() and refused.isdecimal() and len(said) < 9):
        return {"question": _("Votre question est partie."), "relu": _("C’est noté : vous avez relu."),
                "remis": _("L’ancienne valeur est remise, la structure est prévenue.")}.get(said, "")  # fmt: skip
    parts = [
        ngettext("%(num)s changement publié", "%(num)s changements publiés", int(published)),
        ngettext("%(num)s refusé", "%(num)s refusés", int(refused)),
    ]
    told = [part for part, count in zip(parts, (published, refused), strict=True) if int(count)]
    return _("C’est fait : %(what)s.", what=", ".join(told)) if told else _("C’est fait.")


@blueprint.get("")
@audience(Audience.AGENT)
def tray() -> str:
    """What waits for a decision in one's scope, the oldest first."""
    wanted, known = asked(), reference()
    found = waiting(agent(), wanted)
    page = max(1, request.args.get("page", 1, type=int))
    last = max(1, -(-len(found) // PER_PAGE))
    if page > last:
        abort(404)
    rows = row_views(found[(page - 1) * PER_PAGE : page * PER_PAGE], kept())
    return render_template(
        "moderation/tray.html",
        heading=_heading(len(found)),
        rows=rows,
        can_batch=any(row.safe for row in rows),
        replacing=replacing(),
        asked_names=name_links(),
        at_once=to_check_views(to_check(agent())),
        asked=wanted,
        kept=kept(),
        communes=[("", _("Toutes")), *((code, one.name) for code, one in known.communes.items())],
        themes=[("", _("Tous")), *((slug, one.label) for slug, one in known.themes.items())],
        kinds=[("", _("Tout")), *((kind, str(said)) for kind, said in KINDS.items())],
        waits=[(days, _wait(days)) for days in WAITS],
        done=_batch_sentence() or done_sentence(),
        page=page,
        pages=[(number, url_for("moderation.tray", page=number, **kept())) for number in range(1, last + 1)],
        previous=url_for("moderation.tray", page=page - 1, **kept()) if page > 1 else "",
        following=url_for("moderation.tray", page=page + 1, **kept()) if page < last else "",
    )


def _heading(count: int) -> str:
    if not count:
        return _("Rien n’attend")
    return ngettext("%(num)s proposition attend", "%(num)s propositions attendent", count)


def _wait(days: int) -> str:
    return ngettext("%(num)s jour ou plus", "%(num)s jours ou plus", days) if days else _("Peu importe")


@blueprint.get("/suivante")
@audience(Audience.AGENT)
def next_one() -> Response:
    """Open the oldest that waits, or the one after `apres`."""
    after = request.args.get("apres", "")
    try:
        passed = UUID(after) if after else None
    except ValueError:
        abort(404)
    found = following(agent(), asked(), passed)
    said: dict[str, Any] = {"fait": request.args["fait"]} if "fait" in request.args else {}
    if found is None:
        return redirect(url_for("moderation.tray", **kept(), **said))
    return redirect(url_for("moderation.proposal", uuid=found, **kept(), **said))


@blueprint.post("/lot")
@audience(Audience.AGENT)
def accept_safe() -> Response:
    """Accept whole the ticked proposals, as far as they are still safe; the others stay."""
    chosen = request.form.getlist("proposition")[:PER_PAGE]
    accepted = sum(_accept(one) for one in chosen)
    left = len(chosen) - accepted
    return redirect(url_for("moderation.tray", lot=f"{accepted}-{left}", **kept()), 303)


def _accept(said: str) -> bool:
    uuid, _colon, version = said.partition(":")
    try:
        with unit_of_work():
            wanted = UUID(uuid)
            decisions = {name: Decision(Verdict.ACCEPTED) for name in safe_fields(agent(), wanted)}
            decide(wanted, decisions, by=agent(), expected=int(version))
    except (ValueError, NoProposal, Refusal, Refused, ImpossibleValue):
        return False
    return True


def _batch_sentence() -> str:
    accepted, _dash, left = request.args.get("lot", "").partition("-")
    if not (accepted.isdecimal() and left.isdecimal() and len(accepted + left) < 6):
        return ""
    said = ngettext("%(num)s proposition acceptée.", "%(num)s propositions acceptées.", int(accepted))
    if int(left):
        more = ngettext("%(num)s est à voir à part.", "%(num)s sont à voir à part.", int(left))
        return f"{said} {more}"
    return said
