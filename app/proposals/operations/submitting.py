"""Filing: from here a proposal never changes, and waits for an agent (or is public at once, by a policy)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from app.accounts.rules import NotYourStructure, require_structure
from app.catalogue.facts import SHOWN
from app.catalogue.facts import Status as ServiceStatus
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.operations import change_service
from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.unit_of_work import emit
from app.history.operations import Change, record
from app.proposals.access import (
    locked_proposal,
    locked_service,
    pending_fields,
    pending_over_live,
    pending_wanted,
    require_known,
)
from app.proposals.events import ProposalSubmitted, ProposalWithdrawn
from app.proposals.freshness.operations import note_confirmation
from app.proposals.models import Proposal, ProposalField
from app.proposals.operations.drafts import base_facts, require_draft, require_own, require_proposable
from app.proposals.operations.policies import policies_of
from app.proposals.rules import (
    AuthorKind,
    Conflict,
    Conflicts,
    Kind,
    NameNeeded,
    NothingProposed,
    NotPending,
    StaleDraft,
    Status,
    Verdict,
    may_publish_at_once,
    next_status,
    superseded,
    takes_over,
)
from app.proposals.values import apply, canonical, read_all


class NotShown(ValueError):
    """The listing is not in the state that this asks to leave."""


def submit(uuid: UUID, *, by: Actor, replacing: Collection[str] = (), expected: int | None = None) -> Proposal:
    """File a draft. Overlapping fields that wait are superseded, and only those; light ones may be public at once.

    Raises NoProposal, NotYourStructure, NotADraft (it was sent already), StaleDraft, NothingProposed, Conflicts
    (someone else changed the same fields since: `replacing` names those to keep as written here), ImpossibleValue,
    NameNeeded.
    """
    proposal, service = locked_proposal(uuid)
    require_draft(proposal, by)
    if expected is not None and expected != proposal.version:
        raise StaleDraft(proposal.version)
    if service is None:
        return _submit_new(proposal, by)
    shown = read_all(pending_over_live(facts_of(service), pending_wanted(service.id)))
    wanted = canonical(base_facts(proposal, service, {}), proposal.draft)
    _refuse_conflicts(proposal.base, shown, wanted, replacing)
    fresh = {name: value for name, value in wanted.items() if value != shown[name]}
    if not fresh:
        raise NothingProposed
    _file(proposal, service, fresh, by)
    return proposal


def propose(
    service_uuid: UUID,
    wanted: Mapping[str, Any],
    *,
    by: Actor,
    kind: Kind = Kind.CHANGE,
    author_kind: AuthorKind = AuthorKind.IMPORT,
    message: str = "",
) -> Proposal:
    """File these values without a draft (imports, an agent who wants a second opinion).

    The caller has checked that this author may. Raises NoService, NothingProposed, UnknownField, ImpossibleValue.
    """
    if set(wanted) != {"status"} or kind not in (Kind.CLOSE, Kind.REOPEN):
        require_proposable(wanted)
    service = locked_service(service_uuid)
    live = facts_of(service)
    now = read_all(live, wanted)
    fresh = {name: value for name, value in canonical(live, wanted).items() if value != now[name]}
    if not fresh:
        raise NothingProposed
    organization = service.organization.uuid if service.organization else None
    proposal = _blank(by, kind, author_kind, service_id=service.id, organization=organization, message=message)
    _file(proposal, service, fresh, by)
    return proposal


def propose_closure(service_uuid: UUID, *, by: Actor, message: str = "", for_a_time: bool = False) -> Proposal:
    """A structure says that the service ends, or stops for a time. Raises NoService, NotYourStructure, NothingProposed,
    NotShown (it is not open to families)."""
    _require_structure_of(service_uuid, by, SHOWN)
    status = ServiceStatus.TEMPORARILY_CLOSED if for_a_time else ServiceStatus.CLOSED
    return propose(
        service_uuid,
        {"status": status.value},
        by=by,
        kind=Kind.CLOSE,
        author_kind=AuthorKind.STRUCTURE,
        message=message,
    )


def propose_reopening(service_uuid: UUID, *, by: Actor, message: str = "") -> Proposal:
    """A structure says that the service is there again. Raises as `propose_closure`."""
    _require_structure_of(service_uuid, by, (ServiceStatus.TEMPORARILY_CLOSED, ServiceStatus.CLOSED))
    wanted = {"status": ServiceStatus.PUBLISHED.value}
    return propose(service_uuid, wanted, by=by, kind=Kind.REOPEN, author_kind=AuthorKind.STRUCTURE, message=message)


def withdraw(uuid: UUID, *, by: Actor) -> Proposal:
    """Take back what was not decided yet. Raises NoProposal, NotYourStructure, NotPending."""
    proposal, _service = locked_proposal(uuid)
    require_own(proposal, by)
    if proposal.status != Status.SUBMITTED:
        raise NotPending
    for field in proposal.fields:
        if field.decision == Verdict.PENDING:
            field.decision = Verdict.WITHDRAWN.value
    proposal.status = next_status(Verdict(field.decision) for field in proposal.fields).value
    record("withdraw", ("proposal", str(proposal.uuid)), by=by, changes=[])
    emit(ProposalWithdrawn(proposal.id))
    return proposal


def _submit_new(proposal: Proposal, by: Actor) -> Proposal:
    wanted = dict(proposal.draft)
    if not wanted.get("name") or not wanted.get("type"):
        raise NameNeeded
    facts = apply(base_facts(proposal, None, wanted), wanted)
    require_known(facts)
    proposal.type_slug = facts.type
    proposal.commune = facts.place.commune if facts.place else next(iter(facts.communes_served), None)
    _close_draft(proposal)
    proposal.fields = [_row(name, None, value) for name, value in wanted.items()]
    session().flush()
    _tell(proposal, by)
    return proposal


def _refuse_conflicts(
    base: Mapping[str, Any], shown: Mapping[str, Any], wanted: Mapping[str, Any], replacing: Collection[str]
) -> None:
    conflicts = tuple(
        Conflict(name, base[name], shown[name], value)
        for name, value in wanted.items()
        if name in base and shown[name] not in (base[name], value) and name not in replacing
    )
    if conflicts:
        raise Conflicts(conflicts)


def _file(proposal: Proposal, service: Service, fresh: Mapping[str, Any], by: Actor) -> None:
    live = facts_of(service)
    require_known(apply(live, fresh))
    _close_draft(proposal)
    session().add(proposal)
    session().flush()
    _supersede(proposal, service.id, fresh)
    now = read_all(live, fresh)
    proposal.fields = [_row(name, now[name], value) for name, value in fresh.items()]
    session().flush()
    at_once = _publish_at_once(proposal, service, by)
    _settle(proposal, service, by)
    _tell(proposal, by, at_once)


def _close_draft(proposal: Proposal) -> None:
    proposal.status, proposal.submitted_at = Status.SUBMITTED.value, clock.now()
    proposal.draft, proposal.base = {}, {}


def _row(name: str, seen: Any, wanted: Any) -> ProposalField:
    row = ProposalField(field=name, seen=seen, wanted=wanted, decision=Verdict.PENDING.value)
    if seen is not None and seen == wanted:
        # The author comes back to what is public: what waited is superseded, and nothing is left to decide.
        row.decision, row.final = Verdict.ACCEPTED.value, wanted
    return row


def _supersede(proposal: Proposal, service_id: int, fresh: Mapping[str, Any]) -> None:
    later, touched = AuthorKind(proposal.author_kind), {}
    for earlier, field in pending_fields(service_id):
        taken = superseded([field.field], fresh)
        if taken and earlier.id != proposal.id and takes_over(later, AuthorKind(earlier.author_kind)):
            field.decision, field.superseded_by = Verdict.SUPERSEDED.value, proposal.id
            touched[earlier.id] = earlier
    for earlier in touched.values():
        earlier.status = next_status(Verdict(field.decision) for field in earlier.fields).value
        flag_modified(earlier, "status")  # its version moves: whoever was reading it is told


def _publish_at_once(proposal: Proposal, service: Service, by: Actor) -> tuple[str, ...]:
    if proposal.author_kind != AuthorKind.STRUCTURE or service.status not in SHOWN:
        return ()
    policies = policies_of(proposal.organization)
    rows = [
        row for row in proposal.fields
        if row.decision == Verdict.PENDING and may_publish_at_once(row.field, policies)
    ]  # fmt: skip
    for row in rows:
        row.decision, row.final, row.at_once = Verdict.ACCEPTED.value, row.wanted, True
    if rows:
        facts = apply(facts_of(service), {row.field: row.wanted for row in rows})
        change_service(service, facts, by=by, also=[Change("proposal", None, str(proposal.uuid))])
    return tuple(row.field for row in rows)


def _settle(proposal: Proposal, service: Service, by: Actor) -> None:
    status = next_status(Verdict(row.decision) for row in proposal.fields)
    proposal.status = status.value
    if status is Status.ACCEPTED:
        proposal.decided_at, proposal.decided_by = clock.now(), by.name
        if proposal.assures:
            note_confirmation(service, by=by)


def _tell(proposal: Proposal, by: Actor, at_once: tuple[str, ...] = ()) -> None:
    changes = [Change(row.field, row.seen, row.wanted) for row in proposal.fields]
    record("propose", ("proposal", str(proposal.uuid)), by=by, changes=changes)
    emit(ProposalSubmitted(proposal.id, at_once))


def _blank(by: Actor, kind: Kind, author_kind: AuthorKind, **values: Any) -> Proposal:
    return Proposal(
        kind=kind.value,
        author_kind=author_kind.value,
        author_id=by.person_id,
        author_name=by.name,
        created_at=clock.now(),
        saved_at=clock.now(),
        **values,
    )


def _require_structure_of(service_uuid: UUID, by: Actor, statuses: Collection[ServiceStatus]) -> None:
    service = locked_service(service_uuid)
    if service.organization is None and by.is_person:
        raise NotYourStructure
    require_structure(by, service.organization.uuid if service.organization else None)
    if ServiceStatus(service.status) not in statuses:
        raise NotShown(service.status)
