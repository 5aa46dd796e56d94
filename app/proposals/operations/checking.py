"""Light fields that were public at once are looked at afterwards: found right, or put back as they were."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from app.catalogue.mapping import facts_of
from app.catalogue.operations import change_service
from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.unit_of_work import emit
from app.history.operations import Change
from app.proposals.access import NoService, locked_proposal, require_agent_for
from app.proposals.events import ProposalDecided
from app.proposals.models import Proposal
from app.proposals.rules import FieldMoved, ReasonMissing, Undecided, Verdict, moved, next_status
from app.proposals.values import apply


def check_at_once(uuid: UUID, *, by: Actor) -> Proposal:
    """Note that an agent looked at what was published at once. Doing it twice changes nothing.

    Raises NoProposal, OutOfScope.
    """
    proposal, service = locked_proposal(uuid)
    require_agent_for(by, proposal, service)
    for field in proposal.fields:
        if field.at_once and field.checked_at is None:
            field.checked_at, field.checked_by = clock.now(), by.name
    return proposal


def undo_at_once(uuid: UUID, fields: Collection[str], *, by: Actor, reason: str) -> tuple[str, ...]:
    """Put these back as they were before, and say why to the structure; returns the facts that changed.

    Raises NoProposal, OutOfScope, ReasonMissing, Undecided (not published at once, or undone already), FieldMoved
    (changed again since).
    """
    proposal, service = locked_proposal(uuid)
    require_agent_for(by, proposal, service)
    if service is None:
        raise NoService
    if not reason.strip():
        raise ReasonMissing
    rows = {row.field: row for row in proposal.fields if row.at_once and row.decision == Verdict.ACCEPTED}
    if set(fields) - rows.keys() or not fields:
        raise Undecided(sorted(set(fields) - rows.keys()))
    live = facts_of(service)
    since = moved(live, [(name, rows[name].final, rows[name].seen) for name in fields])
    if since:
        raise FieldMoved(since, service.version)
    for name in fields:
        rows[name].decision, rows[name].reason = Verdict.REFUSED.value, reason.strip()
        rows[name].checked_at, rows[name].checked_by = clock.now(), by.name
    proposal.status = next_status(Verdict(row.decision) for row in proposal.fields).value
    note = Change("proposal", str(proposal.uuid), dict.fromkeys(sorted(fields), Verdict.REFUSED.value))
    facts = apply(live, {name: rows[name].seen for name in fields})
    changed = change_service(service, facts, by=by, reason=reason, also=[note])
    emit(ProposalDecided(proposal.id))
    return changed
