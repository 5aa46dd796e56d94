"""An agent decides, field by field; what is accepted becomes true in the same act, with one line of history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from app.accounts.models import Person
from app.accounts.operations import grant
from app.accounts.rules import Role, WantedRole
from app.catalogue.facts import DatePrecision, ServiceFacts, SourceFacts
from app.catalogue.facts import Status as ServiceStatus
from app.catalogue.mapping import facts_of
from app.catalogue.models import Organization, Service
from app.catalogue.operations import change_service, create_service, save_organization
from app.catalogue.queries import organization_names
from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.unit_of_work import emit
from app.history.operations import Change, record
from app.proposals.access import locked_proposal, require_agent_for, require_known, require_stays
from app.proposals.events import ProposalDecided
from app.proposals.freshness.operations import note_confirmation
from app.proposals.models import Proposal, ProposalField
from app.proposals.rules import (
    APPLIED,
    AlreadyDecided,
    Decision,
    FieldMoved,
    Kind,
    NotPending,
    ReasonMissing,
    StaleProposal,
    Status,
    Undecided,
    Verdict,
    check_decisions,
    moved,
    new_facts,
    next_status,
)
from app.proposals.values import Values, apply, canonical, read_all
from app.territory.queries import now


@dataclass(frozen=True)
class Decided:
    """What came of it: the status, the facts that changed on the listing, the listing itself."""

    status: Status
    changed: tuple[str, ...]
    service_uuid: UUID | None


def decide(
    uuid: UUID,
    decisions: Mapping[str, Decision],
    *,
    by: Actor,
    expected: int | None = None,
    knowing: int | None = None,
    reason: str = "",
) -> Decided:
    """Decide every pending field of a proposal. `expected` is the version of the proposal that was shown; `knowing` the
    version of the listing (`FieldMoved.service_version`) that was shown beside a field that moved.

    Raises NoProposal, OutOfScope, AlreadyDecided, NotPending, StaleProposal, Undecided, ReasonMissing, FieldMoved,
    ImpossibleValue, NameNeeded. When it raises, nothing has changed.
    """
    proposal, service = _ready(uuid, by, expected)
    if proposal.kind == Kind.REPORT:
        raise Undecided(())
    pending = _pending(proposal)
    check_decisions(pending, decisions)
    accepted = {name: _value(pending[name], decision) for name, decision in decisions.items() if _applies(decision)}
    if service is None:
        service, changed = _create(proposal, decisions, accepted, by, reason)
    else:
        _refuse_moved(service, pending, accepted, knowing)
        changed = _change(proposal, service, decisions, accepted, by, reason)
    _close(proposal, by, reason)
    if service is not None and proposal.assures and proposal.status == Status.ACCEPTED:
        note_confirmation(service, by=by, said_by=_names(proposal))
    return Decided(Status(proposal.status), changed, service.uuid if service else None)


def decide_report(
    uuid: UUID,
    outcome: Verdict,
    *,
    by: Actor,
    edits: Mapping[str, Any] | None = None,
    reason: str = "",
    expected: int | None = None,
) -> Decided:
    """Answer what a family reported: ACCEPTED (with the corrections made, if any) or REFUSED, with a reason.

    Raises as `decide`.
    """
    proposal, service = _ready(uuid, by, expected)
    if proposal.kind != Kind.REPORT or service is None or outcome not in (Verdict.ACCEPTED, Verdict.REFUSED):
        raise Undecided(())
    if outcome is Verdict.REFUSED and not reason.strip():
        raise ReasonMissing
    wanted = dict(edits or {}) if outcome is Verdict.ACCEPTED else {}
    live = facts_of(service)
    for name, value in canonical(live, wanted).items():
        proposal.fields.append(
            ProposalField(
                field=name, seen=read_all(live, [name])[name], wanted=value, final=value, decision=Verdict.EDITED.value
            )
        )
    decisions = {name: Decision(Verdict.EDITED, value=value) for name, value in wanted.items()}
    changed = _change(proposal, service, decisions, wanted, by, reason, outcome=outcome)
    proposal.status = (Status.ACCEPTED if outcome is Verdict.ACCEPTED else Status.REFUSED).value
    _close(proposal, by, reason)
    return Decided(Status(proposal.status), changed, service.uuid)


def _ready(uuid: UUID, by: Actor, expected: int | None) -> tuple[Proposal, Service | None]:
    proposal, service = locked_proposal(uuid)
    require_agent_for(by, proposal, service)
    status = Status(proposal.status)
    if status in (Status.ACCEPTED, Status.PARTLY_ACCEPTED, Status.REFUSED):
        raise AlreadyDecided(status)
    if status is not Status.SUBMITTED:
        raise NotPending(status)
    if expected is not None and expected != proposal.version:
        raise StaleProposal
    return proposal, service


def _pending(proposal: Proposal) -> dict[str, ProposalField]:
    return {field.field: field for field in proposal.fields if field.decision == Verdict.PENDING}


def _applies(decision: Decision) -> bool:
    return decision.verdict in APPLIED


def _value(field: ProposalField, decision: Decision) -> Any:
    return decision.value if decision.verdict is Verdict.EDITED else field.wanted


def _refuse_moved(
    service: Service, pending: Mapping[str, ProposalField], accepted: Values, knowing: int | None
) -> None:
    if knowing == service.version:
        return
    live = facts_of(service)
    wanted = canonical(live, accepted)
    found = moved(live, [(name, pending[name].seen, value) for name, value in wanted.items()])
    if found:
        raise FieldMoved(found, service.version)


def _change(
    proposal: Proposal,
    service: Service,
    decisions: Mapping[str, Decision],
    accepted: Values,
    by: Actor,
    reason: str,
    outcome: Verdict | None = None,
) -> tuple[str, ...]:
    live = facts_of(service)
    after = apply(live, accepted)
    require_known(after)
    require_stays(by, after, accepted)
    _write_verdicts(proposal, decisions, after)
    note = _note(proposal, decisions, outcome)
    changed = change_service(service, after, by=by, reason=reason, also=[note])
    if not changed:
        record("decide", ("proposal", str(proposal.uuid)), by=by, changes=[note], reason=reason)
    return changed


def _create(
    proposal: Proposal, decisions: Mapping[str, Decision], accepted: Values, by: Actor, reason: str
) -> tuple[Service | None, tuple[str, ...]]:
    note = _note(proposal, decisions)
    if not accepted:
        _write_verdicts(proposal, decisions, None)
        record("decide", ("proposal", str(proposal.uuid)), by=by, changes=[note], reason=reason)
        return None, ()
    start = new_facts(accepted, _source(proposal), _organization(proposal, by))
    after = replace(apply(start, accepted), status=ServiceStatus.PUBLISHED)
    require_known(after)
    require_stays(by, after, accepted)
    _write_verdicts(proposal, decisions, after)
    service = create_service(after, by=by, reason=reason, also=[note])
    proposal.service_id = service.id
    return service, tuple(accepted)


def _organization(proposal: Proposal, by: Actor) -> str | None:
    if proposal.new_organization is not None and proposal.organization is None:
        made: Organization = save_organization(uuid4(), dict(proposal.new_organization), by=by)
        proposal.organization = made.uuid
        _give_to_author(proposal, by)
    return str(proposal.organization) if proposal.organization else None


def _give_to_author(proposal: Proposal, by: Actor) -> None:
    """Whoever proposed a structure keeps its listings."""
    author = session().get(Person, proposal.author_id) if proposal.author_id else None
    if author is not None and author.disabled_at is None:
        grant(author, WantedRole(Role.OWNER, proposal.organization), by=by)


def _source(proposal: Proposal) -> SourceFacts:
    moment = proposal.submitted_at or clock.now()
    day = moment.astimezone(now().tzinfo).date()
    return SourceFacts(_names(proposal), dated=day, precision=DatePrecision.DAY, read_on=day, confidence="A")


def _names(proposal: Proposal) -> str:
    if proposal.organization is None:
        return str((proposal.new_organization or {}).get("name") or proposal.author_name)
    return organization_names([proposal.organization]).get(proposal.organization, proposal.author_name)


def _write_verdicts(proposal: Proposal, decisions: Mapping[str, Decision], after: ServiceFacts | None) -> None:
    for field in proposal.fields:
        decision = decisions.get(field.field)
        if decision is not None:
            field.decision, field.reason = decision.verdict.value, decision.reason.strip()
            field.final = read_all(after, [field.field])[field.field] if after and _applies(decision) else None


def _note(proposal: Proposal, decisions: Mapping[str, Decision], outcome: Verdict | None = None) -> Change:
    """What the one line of history says of the decision itself, refusals included."""
    said: dict[str, Any] = {
        name: {"verdict": decision.verdict.value, **({"reason": decision.reason} if decision.reason else {})}
        for name, decision in decisions.items()
    }
    return Change("proposal", str(proposal.uuid), {"outcome": outcome.value} if outcome else said)


def _close(proposal: Proposal, by: Actor, reason: str) -> None:
    if proposal.kind != Kind.REPORT:
        proposal.status = next_status(Verdict(field.decision) for field in proposal.fields).value
    proposal.decided_at, proposal.decided_by, proposal.decided_by_id = clock.now(), by.name, by.person_id
    proposal.reason = reason.strip()
    reply_to, proposal.reply_to = proposal.reply_to, ""
    session().flush()
    emit(ProposalDecided(proposal.id, reply_to))
