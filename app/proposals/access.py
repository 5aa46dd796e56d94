"""What every verb on proposals does first: find, lock, check who asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import selectinload

from app.accounts.rules import OutOfScope, require_structure
from app.catalogue.facts import ServiceFacts
from app.catalogue.mapping import facts_of
from app.catalogue.models import Organization, Service
from app.foundation.actors import Actor
from app.foundation.db import session
from app.proposals.checks import ImpossibleValue
from app.proposals.models import Proposal, ProposalField
from app.proposals.rules import AuthorKind, Kind, Status, Verdict, communes_of
from app.proposals.values import apply
from app.territory.queries import reference

# Asked several times by every act: written once, for making a statement costs more than its answer.
_PENDING = (
    Proposal.service_id == bindparam("service"),
    Proposal.status == Status.SUBMITTED.value,
    ProposalField.decision == Verdict.PENDING.value,
)
_PENDING_WANTED = (
    select(ProposalField.field, ProposalField.wanted)
    .join(Proposal, ProposalField.proposal_id == Proposal.id)
    .where(*_PENDING, Proposal.author_kind == AuthorKind.STRUCTURE.value)
    .order_by(Proposal.submitted_at, Proposal.id, ProposalField.id)
)
_OWN_DRAFT = select(Proposal).where(
    Proposal.service_id == bindparam("service"),
    Proposal.kind == Kind.CHANGE.value,
    Proposal.status == Status.DRAFT.value,
    Proposal.author_id == bindparam("author"),
)
#: The fields that say which agents look after a listing.
SCOPED = ("place", "communes_served", "type", "extra_themes")


class NoProposal(LookupError):
    """No proposal has that identifier."""


class NoService(LookupError):
    """No listing has that identifier."""


def locked_service(uuid: UUID) -> Service:
    """The listing, locked until the end of the act: decisions on one listing come one after the other."""
    return _locked(Service.uuid == uuid)


def locked_service_by_id(service_id: int) -> Service:
    """The same, by its key."""
    return _locked(Service.id == service_id)


def _locked(condition: Any) -> Service:
    wanted = select(Service).where(condition)
    # On SQLite the act already holds the only pen (BEGIN IMMEDIATE), and this lock says nothing.
    wanted = wanted.with_for_update(of=Service).execution_options(populate_existing=True)
    service = session().scalars(wanted).one_or_none()
    if service is None:
        raise NoService
    return service


def locked_proposal(uuid: UUID) -> tuple[Proposal, Service | None]:
    """The proposal and its listing, both locked, always the listing first. Raises NoProposal."""
    found = session().execute(select(Proposal.id, Proposal.service_id).where(Proposal.uuid == uuid)).one_or_none()
    if found is None:
        raise NoProposal
    service = locked_service_by_id(found.service_id) if found.service_id else None
    wanted = select(Proposal).where(Proposal.id == found.id).options(selectinload(Proposal.fields))
    wanted = wanted.with_for_update(of=Proposal).execution_options(populate_existing=True)
    return session().scalars(wanted).one(), service


def covers(by: Actor, communes: tuple[str, ...], themes: tuple[str, ...]) -> bool:
    """Whether this agent looks after one of these communes (none: a listing of everywhere) and one of these themes."""
    places = communes or (None,)
    return not by.is_person or any(scope.covers(commune, themes) for scope in by.scopes for commune in places)


def require_agent_of(by: Actor, facts: ServiceFacts) -> None:
    """Raises OutOfScope unless this agent looks after what this listing says."""
    if not covers_facts(by, facts):
        raise OutOfScope


def covers_facts(by: Actor, facts: ServiceFacts) -> bool:
    """Whether this agent looks after what this listing says."""
    return covers(by, communes_of(facts), themes_of(facts.type, facts.extra_themes))


def require_stays(by: Actor, after: ServiceFacts, moving: Iterable[str]) -> None:
    """Raises ImpossibleValue when a decision would put a listing where this agent may not write: a colleague decides.

    `moving`: the fields that are accepted, of which one is told.
    """
    if not covers_facts(by, after):
        raise ImpossibleValue(next((name for name in SCOPED if name in set(moving)), "place"), "out-of-scope")


def require_open_organization(live: ServiceFacts | None, after: ServiceFacts) -> None:
    """Raises ImpossibleValue when a listing is given to a structure that is closed."""
    if after.organization is None or (live is not None and live.organization == after.organization):
        return
    closed = select(Organization.id).where(Organization.uuid == UUID(after.organization))
    if session().scalar(closed.where(Organization.closed_at.is_not(None))) is not None:
        raise ImpossibleValue("organization", "closed-organization")


def require_agent_for(by: Actor, proposal: Proposal, service: Service | None) -> None:
    """The same, for the listing of a proposal as it is now, or for the listing it would make."""
    if not covers_proposal(by, proposal, service):
        raise OutOfScope


def covers_proposal(by: Actor, proposal: Proposal, service: Service | None) -> bool:
    """Whether this agent may decide on it."""
    if service is not None:
        return covers_facts(by, facts_of(service))
    return covers(by, (proposal.commune,) if proposal.commune else (), themes_of(proposal.type_slug, ()))


def themes_of(type_slug: str, extra: tuple[str, ...]) -> tuple[str, ...]:
    """Every theme a listing of this type belongs to."""
    kind = reference().types.get(type_slug)
    return (*(kind.themes if kind else ()), *extra)


def require_author(by: Actor, proposal: Proposal) -> None:
    """Raises NotYourStructure unless this person belongs to the structure that proposes."""
    require_structure(by, proposal.organization)


def require_known(facts: ServiceFacts) -> None:
    """Raises ImpossibleValue for a type or a commune that the territory does not list."""
    known = reference()
    if facts.type not in known.types or not known.types[facts.type].listable:
        raise ImpossibleValue("type", "unknown-type")
    if facts.place is not None and facts.place.commune not in known.communes:
        raise ImpossibleValue("place", "unknown-commune")
    if not set(facts.communes_served) <= known.communes.keys():
        raise ImpossibleValue("communes_served", "unknown-commune")
    if not set(facts.extra_themes) <= known.themes.keys():
        raise ImpossibleValue("extra_themes", "unknown-theme")


def pending_fields(service_id: int) -> list[tuple[Proposal, ProposalField]]:
    """What waits for a decision on this listing, the oldest first."""
    wanted = (
        select(Proposal, ProposalField)
        .join(ProposalField, ProposalField.proposal_id == Proposal.id)
        .where(*_PENDING)
        .order_by(Proposal.submitted_at, Proposal.id, ProposalField.id)
    )
    return [(proposal, field) for proposal, field in session().execute(wanted, {"service": service_id})]


def pending_wanted(service_id: int) -> dict[str, Any]:
    """What structures want and nobody decided yet, by field."""
    rows = session().execute(_PENDING_WANTED, {"service": service_id})
    return {row.field: row.wanted for row in rows}


def own_draft(service_id: int, by: Actor) -> Proposal | None:
    """The change of that listing that this person has begun and not sent."""
    return session().scalars(_OWN_DRAFT, {"service": service_id, "author": by.person_id}).one_or_none()


def pending_over_live(facts: ServiceFacts, wanted: Mapping[str, Any]) -> ServiceFacts:
    """The listing as it would be if all that waits were accepted; what no longer fits is left as it is."""
    try:
        return apply(facts, wanted)
    except ImpossibleValue:
        return _one_by_one(facts, wanted)


def _one_by_one(facts: ServiceFacts, wanted: Mapping[str, Any]) -> ServiceFacts:
    for name, value in wanted.items():
        try:
            facts = apply(facts, {name: value})
        except ImpossibleValue:
            continue
    return facts


def form_token(service: Service) -> str:
    """What a form must send back, to know whether what it showed is still so."""
    last = select(func.max(Proposal.id)).where(
        Proposal.service_id == service.id, Proposal.submitted_at.is_not(None), Proposal.author_kind == "structure"
    )
    return f"{service.version}-{session().scalar(last) or 0}"
