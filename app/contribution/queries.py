"""What a structure reads: its listings, one of them with what waits over it, its proposals, its history.

Everything here is asked for somebody (`by`): what belongs to another structure raises NotYourStructure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.claims import Claimed
from app.accounts.queries import team_of
from app.accounts.rules import NotYourStructure, require_structure
from app.catalogue.facts import SHOWN_VALUES, ServiceFacts, from_json
from app.catalogue.fields import PROPOSABLE
from app.catalogue.mapping import facts_of
from app.catalogue.models import Organization, Revision, Service
from app.catalogue.queries import service_by_uuid
from app.catalogue.rules import completeness
from app.foundation.actors import Actor
from app.foundation.db import session
from app.history.models import HistoryEntry
from app.proposals.access import own_draft, pending_over_live, pending_wanted
from app.proposals.models import Proposal
from app.proposals.operations.drafts import require_own
from app.proposals.rules import Kind, Status
from app.proposals.values import Values, read_all

#: Acts shown in the history of a listing.
HISTORY = 40


@dataclass(frozen=True)
class Listing:
    """A listing as its structure opens it: live facts, what waits, its own draft; `shown` is draft over pending over
    live, `base` the same without the draft."""

    service: Service
    facts: ServiceFacts
    pending: Values
    draft: Proposal | None
    base: Values
    shown: Values

    @property
    def version(self) -> int:
        """The version of the draft, 0 while there is none."""
        return self.draft.version if self.draft else 0

    @property
    def complete(self) -> int:
        """From 0 to 100."""
        return completeness(self.facts)

    @property
    def changed(self) -> list[str]:
        """The fields that the draft changes."""
        return [name for name, value in self.shown.items() if value != self.base.get(name)]


@dataclass(frozen=True)
class Line:
    """A listing in the list."""

    uuid: UUID
    slug: str
    name: str
    type: str
    status: str
    organization: UUID
    organization_name: str
    is_fictional: bool
    assured_on: date | None
    next_due: date | None
    waiting: int
    drafted: bool
    questions: int

    def is_due(self, today: date) -> bool:
        """Whether somebody should confirm it now."""
        return self.assured_on is None or (self.next_due is not None and self.next_due <= today)


@dataclass(frozen=True)
class Act:
    """A revision of a listing: what it changed, (field, before, after); nothing for a confirmation."""

    made_at: datetime
    by: str
    is_first: bool
    changes: tuple[tuple[str, Any, Any], ...]
    reason: str


def own_service(uuid: UUID, by: Actor) -> Service:
    """The listing, if it belongs to a structure of this person; raises NotYourStructure, also when there is none."""
    service = service_by_uuid(uuid)
    if service is None or service.organization is None:
        raise NotYourStructure
    require_structure(by, service.organization.uuid)
    return service


def own_listing(uuid: UUID, by: Actor) -> Listing:
    """The listing with what waits and one's draft. Raises NotYourStructure."""
    service = own_service(uuid, by)
    facts, pending = facts_of(service), pending_wanted(service.id)
    draft = own_draft(service.id, by)
    now = read_all(pending_over_live(facts, pending))
    base = {**now, **draft.base} if draft else now
    shown = {**base, **(draft.draft if draft else {})}
    return Listing(service, facts, pending, draft, base, shown)


def current_values(listing: Listing) -> Values:
    """What stands now, whatever the draft saw."""
    return read_all(pending_over_live(listing.facts, listing.pending))


def own_proposal(uuid: UUID, by: Actor) -> Proposal:
    """A proposal of one's structure. Raises NotYourStructure, also when there is none."""
    wanted = select(Proposal).where(Proposal.uuid == uuid)
    wanted = wanted.options(selectinload(Proposal.fields), selectinload(Proposal.thread))
    found = session().scalars(wanted).one_or_none()
    if found is None or found.kind == Kind.REPORT:
        raise NotYourStructure
    require_own(found, by)
    return found


def lines(by: Actor) -> list[Line]:
    """Every listing of one's structures, by name; what waits counted at once for all."""
    own = {each.organization for each in by.memberships}
    wanted = (
        select(Service, Organization)
        .join(Organization, Service.organization_id == Organization.id)
        .where(Organization.uuid.in_(own), Service.status != "archived")
        .order_by(Organization.name, Service.name, Service.id)
    )
    rows = [(service, organization) for service, organization in session().execute(wanted)]
    proposals = _open_proposals([service.id for service, _ in rows])
    return [_line(service, organization, proposals.get(service.id, ()), by) for service, organization in rows]


def _open_proposals(ids: list[int]) -> dict[int, list[Proposal]]:
    wanted = select(Proposal).where(
        Proposal.service_id.in_(ids), Proposal.status.in_((Status.DRAFT.value, Status.SUBMITTED.value)),
        Proposal.kind != Kind.REPORT.value,
    )  # fmt: skip
    found: dict[int, list[Proposal]] = {}
    for proposal in session().scalars(wanted.options(selectinload(Proposal.thread))):
        found.setdefault(proposal.service_id or 0, []).append(proposal)
    return found


def _line(service: Service, organization: Organization, proposals: Iterable[Proposal], by: Actor) -> Line:
    sent = [each for each in proposals if each.status == Status.SUBMITTED]
    return Line(
        uuid=service.uuid, slug=service.slug, name=service.name, type=service.type_slug, status=service.status,
        organization=organization.uuid, organization_name=organization.name, is_fictional=service.is_fictional,
        assured_on=service.assured_on, next_due=service.next_due, waiting=len(sent),
        drafted=any(each.status == Status.DRAFT and each.author_id == by.person_id for each in proposals),
        questions=sum(asks(each) for each in sent),
    )  # fmt: skip


def asks(proposal: Proposal) -> bool:
    """Whether an agent waits for an answer."""
    return bool(proposal.thread) and proposal.thread[-1].by_agent and proposal.status == Status.SUBMITTED


def proposals_of(service_id: int, by: Actor, limit: int = 20) -> list[Proposal]:
    """What was sent about this listing by its structure, the last first."""
    own = {each.organization for each in by.memberships}
    sent = (Proposal.kind != Kind.REPORT.value) & (Proposal.status != Status.DRAFT.value)
    wanted = select(Proposal).where(Proposal.service_id == service_id, sent, Proposal.organization.in_(own))
    loads = (selectinload(Proposal.fields), selectinload(Proposal.thread))
    return list(session().scalars(wanted.options(*loads).order_by(Proposal.id.desc()).limit(limit)))


def new_listings(by: Actor) -> list[Proposal]:
    """The listings that one's structures would like added: drafts of one's own, and what was sent."""
    own = {each.organization for each in by.memberships}
    wanted = select(Proposal).where(
        Proposal.kind == Kind.NEW.value,
        Proposal.organization.in_(own) | (Proposal.organization.is_(None) & (Proposal.author_id == by.person_id)),
        Proposal.status.in_((Status.DRAFT.value, Status.SUBMITTED.value, Status.REFUSED.value)),
    )
    found = session().scalars(wanted.options(selectinload(Proposal.fields), selectinload(Proposal.thread)))
    mine = (each for each in found if each.status != Status.DRAFT or each.author_id == by.person_id)
    return sorted(mine, key=lambda each: -each.id)


def history_of(service: Service, by: Actor) -> list[Act]:
    """What changed on this listing, the last first. Colleagues are named, nobody else is."""
    wanted = select(Revision).where(Revision.service_id == service.id).order_by(Revision.number.desc())
    revisions = list(session().scalars(wanted.limit(HISTORY + 1)))
    names = _colleagues(service, by)
    acts = []
    for rank, revision in enumerate(revisions[:HISTORY]):
        before = revisions[rank + 1] if rank + 1 < len(revisions) else None
        told = _differences(before, revision) if before else ()
        who = names.get(revision.made_by, "")
        acts.append(Act(revision.made_at, who, revision.number == 1, told, revision.reason))
    return acts


def _differences(before: Revision, after: Revision) -> tuple[tuple[str, Any, Any], ...]:
    names = (*PROPOSABLE, "status")
    was, now = (read_all(from_json(one.snapshot), names) for one in (before, after))
    return tuple((name, was[name], now[name]) for name in names if was[name] != now[name])


def _colleagues(service: Service, by: Actor) -> dict[str, str]:
    """The present names of those of one's own team whom the history names."""
    team = {person.id: person.name for each in by.memberships for _role, person in team_of(each.organization)}
    wanted = select(HistoryEntry.actor_name, HistoryEntry.actor_id).where(
        HistoryEntry.subject_kind == "service", HistoryEntry.subject_id == str(service.uuid),
        HistoryEntry.actor_id.in_(team),
    )  # fmt: skip
    return {row.actor_name: team[row.actor_id] for row in session().execute(wanted.distinct())}


def values_said(proposal: Proposal) -> Mapping[str, Any]:
    """What a proposal wants: its rows once it is sent, its draft before."""
    if proposal.status == Status.DRAFT:
        return proposal.draft
    return {field.field: field.wanted for field in proposal.fields}


def service_named(service_id: int | None) -> tuple[UUID, str] | None:
    """The identifier and the name of a listing, for the head of a page."""
    row = session().execute(select(Service.uuid, Service.name).where(Service.id == service_id)).one_or_none()
    return (row.uuid, row.name) if row else None


def service_reported(slug: str) -> tuple[UUID, str] | None:
    """The shown listing at that address, for a family who saw a mistake on it."""
    shown = Service.status.in_(SHOWN_VALUES)
    row = session().execute(select(Service.uuid, Service.name).where(Service.slug == slug, shown)).one_or_none()
    return (row.uuid, row.name) if row else None


def claimed(slug: str) -> Claimed | None:
    """The shown listing at that address that a structure proposes, for whoever says that it is theirs."""
    reported = service_reported(slug)
    service = service_by_uuid(reported[0]) if reported else None
    if service is None or service.organization is None:
        return None
    address = next((one for one in _mailboxes(service) if _speaks_for(one, service.organization)), "")
    return Claimed(service.uuid, service.organization.uuid, service.name, address)


def _mailboxes(service: Service) -> list[str]:
    return [one.value for one in facts_of(service).contacts if one.kind == "email" and one.is_public]


def _speaks_for(address: str, structure: Organization) -> bool:
    """Whether who reads this mailbox may be given the whole structure: it is its own, or that of every listing it has.

    The secretary of one school reads the mailbox of that school, not those of the ministry.
    """
    said = address.casefold()
    if said == structure.email.casefold():
        return True
    every = session().scalars(select(Service).where(Service.organization_id == structure.id))
    return all(said in {one.casefold() for one in _mailboxes(service)} for service in every)


def own_organization(uuid: UUID, by: Actor) -> Organization:
    """One of one's structures. Raises NotYourStructure."""
    require_structure(by, uuid)
    return session().scalars(select(Organization).where(Organization.uuid == uuid)).one()


def own_organizations(by: Actor) -> list[tuple[UUID, str]]:
    """The structures of this person, by name."""
    wanted = select(Organization.uuid, Organization.name).order_by(Organization.name)
    own = wanted.where(Organization.uuid.in_({each.organization for each in by.memberships}))
    return [(row.uuid, row.name) for row in session().execute(own)]
