"""One proposal: read it, decide, ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.catalogue.facts import ServiceFacts
from app.catalogue.fields import PROPOSABLE
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.queries import service_by_uuid
from app.foundation.actors import Audience, audience
from app.foundation.db import session
from app.foundation.errors import refuse
from app.foundation.forms import clean
from app.foundation.i18n import gettext as _
from app.foundation.unit_of_work import unit_of_work
from app.moderation import reasons
from app.moderation.blueprint import agent, blueprint, words
from app.moderation.deciding import Choice, choices_of, decisions_of, read_value, typed_in
from app.moderation.editing import Unreadable
from app.moderation.presenting.faults import fault_sentence
from app.moderation.presenting.proposal import KINDS, proposal_view
from app.moderation.reasons import whole_reason
from app.moderation.routes.tray import done_sentence, kept
from app.proposals.access import locked_service_by_id, require_agent_for
from app.proposals.checks import ImpossibleValue
from app.proposals.models import Proposal
from app.proposals.operations import ask, check_at_once, decide, decide_report, undo_at_once
from app.proposals.operations.asking import EmptyMessage
from app.proposals.rules import (
    AlreadyDecided,
    Decision,
    FieldMoved,
    Kind,
    NameNeeded,
    NotPending,
    ReasonMissing,
    Refusal,
    StaleProposal,
    Status,
    Undecided,
    Verdict,
)
from app.proposals.values import read

Errors = list[tuple[str, str]]


def found_proposal(uuid: UUID) -> tuple[Proposal, Service | None, ServiceFacts | None]:
    """The proposal, its listing, what that says; raises OutOfScope, aborts when there is none or when it is a draft."""
    proposal = session().scalar(select(Proposal).where(Proposal.uuid == uuid))
    if proposal is None or proposal.status == Status.DRAFT:
        refuse(404, _("Cette proposition n’existe pas, ou n’a pas été envoyée."))
    service = session().get(Service, proposal.service_id) if proposal.service_id else None
    service = service_by_uuid(service.uuid) if service else None
    require_agent_for(agent(), proposal, service)
    return proposal, service, facts_of(service) if service else None


def _page(uuid: UUID, *, errors: Errors | None = None, stale: str = "", choices: Mapping[str, Choice] | None = None,
          correcting: Mapping[str, Choice] | None = None, answer: str = "", question: str = "",
          question_error: str = "") -> str:  # fmt: skip
    proposal, service, facts = found_proposal(uuid)
    others = _others(proposal)
    view = proposal_view(proposal, service, facts, words(), choices=choices, correcting=correcting, others=others)
    return render_template(
        "moderation/proposal.html",
        heading=view.title,
        view=view,
        errors=errors or [],
        stale=stale,
        reasons=reasons.options(),
        kept=kept(),
        answer=answer,
        question=question,
        question_error=question_error,
        done=done_sentence(),
    )


def _others(proposal: Proposal) -> list[tuple[str, str]]:
    wanted = select(Proposal).where(
        Proposal.service_id == proposal.service_id,
        Proposal.service_id.is_not(None),
        Proposal.id != proposal.id,
        Proposal.status == Status.SUBMITTED.value,
    )
    found = session().scalars(wanted.order_by(Proposal.submitted_at, Proposal.id))
    return [(url_for("moderation.proposal", uuid=one.uuid), str(KINDS[one.kind])) for one in found]


@blueprint.get("/propositions/<uuid:uuid>")
@audience(Audience.AGENT)
def proposal(uuid: UUID) -> str:
    """What is proposed, field by field, and the one button."""
    found, _service, _facts = found_proposal(uuid)
    fields = request.args.getlist("champ") or [found.about]
    correcting = {name: Choice() for name in fields if name in PROPOSABLE}
    return _page(uuid, correcting=correcting if found.kind == Kind.REPORT else None)


@blueprint.post("/propositions/<uuid:uuid>")
@audience(Audience.AGENT)
def decide_on(uuid: UUID) -> Response | tuple[str, int]:
    """Decide every field at once, then open the next proposal."""
    found, service, _facts = found_proposal(uuid)
    return _decide_report(uuid) if found.kind == Kind.REPORT else _decide_fields(found, service)


def _decide_fields(found: Proposal, service: Service | None) -> Response | tuple[str, int]:
    uuid = found.uuid
    pending = [one.field for one in found.fields if one.decision == Verdict.PENDING]
    choices = choices_of(request.form, pending)
    if found.status != Status.SUBMITTED:
        return _decided_before(found)
    read = decisions_of(choices, words())
    if read.errors:
        return _page(uuid, errors=read.errors, choices=choices), 400
    try:
        with unit_of_work(_about(service)):
            decide(uuid, read.decisions, by=agent(), expected=_number("version"), knowing=_number("fiche"))
    except AlreadyDecided:
        return _decided_before(found)
    except (FieldMoved, StaleProposal, NotPending, Undecided) as refusal:
        return _page(uuid, stale=_stale(refusal), choices=choices), 409
    except (ImpossibleValue, NameNeeded, ReasonMissing) as fault:
        return _page(uuid, errors=_faults(fault), choices=choices), 400
    return _next(uuid, read.decisions)


def _decided_before(found: Proposal) -> Response:
    """The second click of the same agent goes on; somebody else's decision is shown."""
    session().refresh(found)
    mine = found.decided_by_id is not None and found.decided_by_id == agent().person_id
    if mine:
        return redirect(url_for("moderation.next_one", apres=found.uuid, **kept()), 303)
    return redirect(url_for("moderation.proposal", uuid=found.uuid, **kept()), 303)


def _next(uuid: UUID, decisions: Mapping[str, Decision]) -> Response:
    refused = sum(one.verdict is Verdict.REFUSED for one in decisions.values())
    said = f"{len(decisions) - refused}-{refused}"
    return redirect(url_for("moderation.next_one", apres=uuid, fait=said, **kept()), 303)


def _decide_report(uuid: UUID) -> Response | tuple[str, int]:
    names = [name for name in request.form.getlist("champ") if name in PROPOSABLE]
    correcting = {name: Choice(typed=typed_in(request.form, name)) for name in names}
    answer = (clean(request.form.get("reponse", "")) or "")[:5000]
    found, service, _facts = found_proposal(uuid)
    outcome = Verdict.REFUSED if request.form.get("issue") == "refuser" else Verdict.ACCEPTED
    try:
        edits = {name: read_value(name, choice.typed, words()) for name, choice in correcting.items()}
        with unit_of_work(_about(service)):
            edits = _true_edits(found, edits)
            decide_report(uuid, outcome, by=agent(), edits=edits, reason=answer, expected=_number("version"))
    except AlreadyDecided:
        return _decided_before(found)
    except (Unreadable, ImpossibleValue) as fault:
        said = [("reponse", fault_sentence(fault) if isinstance(fault, ImpossibleValue) else str(fault))]
        return _page(uuid, errors=said, correcting=correcting, answer=answer), 400
    except ReasonMissing:
        said = [("reponse", _("Dites à cette famille pourquoi la fiche est juste."))]
        return _page(uuid, errors=said, correcting=correcting, answer=answer), 400
    except Refusal as refusal:
        return _page(uuid, stale=_stale(refusal), correcting=correcting, answer=answer), 409
    changed = len(edits) if outcome is Verdict.ACCEPTED else 0
    return redirect(url_for("moderation.next_one", apres=uuid, fait=f"{changed}-0", **kept()), 303)


def _true_edits(found: Proposal, edits: dict[str, Any]) -> dict[str, Any]:
    """The corrections that change something. Raises StaleProposal when the listing is no longer what was corrected."""
    if not edits or found.service_id is None:
        return {}
    service = locked_service_by_id(found.service_id)
    if service.version != _number("fiche"):
        raise StaleProposal
    live = facts_of(service)
    return {name: value for name, value in edits.items() if value != read(live, name)}


@blueprint.post("/propositions/<uuid:uuid>/question")
@audience(Audience.AGENT)
def question(uuid: UUID) -> Response | tuple[str, int]:
    """Ask the structure something; the proposal waits."""
    body = clean(request.form.get("question", "")) or ""
    _found, service, _facts = found_proposal(uuid)
    try:
        with unit_of_work(_about(service)):
            ask(uuid, body, by=agent())
    except EmptyMessage:
        error = _("Écrivez votre question, en moins de 5 000 signes.")
        return _page(uuid, errors=[("question", error)], question=body, question_error=error), 400
    except NotPending as refusal:
        return _page(uuid, stale=_stale(refusal), question=body), 409
    return redirect(url_for("moderation.proposal", uuid=uuid, fait="question", **kept()), 303)


@blueprint.post("/propositions/<uuid:uuid>/relu")
@audience(Audience.AGENT)
def checked(uuid: UUID) -> Response:
    """Note that what was public at once is right."""
    _found, service, _facts = found_proposal(uuid)
    with unit_of_work(_about(service)):
        check_at_once(uuid, by=agent())
    return redirect(url_for("moderation.tray", fait="relu"), 303)


@blueprint.post("/propositions/<uuid:uuid>/remettre")
@audience(Audience.AGENT)
def undo(uuid: UUID) -> Response | tuple[str, int]:
    """Put back the value that was there before one published at once."""
    reason = whole_reason(request.form.get("modele", ""), request.form.get("motif", ""))
    _found, service, _facts = found_proposal(uuid)
    try:
        with unit_of_work(_about(service)):
            undo_at_once(uuid, request.form.getlist("champ"), by=agent(), reason=reason)
    except Refusal as refusal:
        return _page(uuid, stale=_stale(refusal)), 409
    return redirect(url_for("moderation.proposal", uuid=uuid, fait="remis"), 303)


def _about(service: Service | None) -> UUID | None:
    """What an act on a proposal is about; one on a listing that does not exist yet may add a structure."""
    return service.uuid if service else None


def _number(name: str) -> int | None:
    said = request.form.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


def _stale(refusal: Refusal) -> str:
    if isinstance(refusal, FieldMoved):
        return _(
            "La fiche a changé pendant que vous lisiez. Rien n’est encore décidé : voyez les valeurs d’aujourd’hui."
        )
    if isinstance(refusal, ReasonMissing):
        return _("Dites pourquoi. Rien n’a changé.")
    return _("La proposition a changé pendant que vous lisiez. Rien n’est encore décidé : relisez, puis décidez.")


def _faults(fault: Exception) -> Errors:
    if isinstance(fault, ImpossibleValue):
        return [(f"decision-{fault.field}", fault_sentence(fault))]
    if isinstance(fault, NameNeeded):
        return [
            ("contenu", _("Une nouvelle fiche a besoin de son nom et de son type : acceptez-les, ou refusez tout."))
        ]
    return [("contenu", _("Un refus demande un motif."))]
