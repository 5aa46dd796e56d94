"""Structures as agents see them: those of their scope, what they publish at once, what was done to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, or_, select

from app.catalogue.models import Organization, Service
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.text import fold
from app.history.models import HistoryEntry
from app.moderation.queries.listings import ListingRow, rows_of
from app.proposals.models import PublishPolicy

ACTS = 60


@dataclass(frozen=True)
class OrganizationRow:
    """A structure in a list; `listings` counts those of the agent's scope."""

    uuid: UUID
    name: str
    kind: str
    listings: int
    is_closed: bool
    at_once: bool
    is_fictional: bool


def organizations(by: Actor, text: str = "") -> list[OrganizationRow]:
    """Those that offer something in this agent's scope, and those that offer nothing anywhere, by name."""
    own = _own(by)
    nothing = ~exists().where(Service.organization_id == Organization.id)
    wanted = select(Organization).where(or_(Organization.id.in_(own), nothing))
    trusted = set(session().scalars(select(PublishPolicy.organization).where(PublishPolicy.allowed)))
    words = fold(text).split()
    return [
        OrganizationRow(one.uuid, one.name, one.kind, own[one.id], one.closed_at is not None, one.uuid in trusted,
                        one.is_fictional)
        for one in session().scalars(wanted.order_by(Organization.name, Organization.id))
        if all(word in fold(f"{one.name} {one.siren}") for word in words)
    ]  # fmt: skip


def _own(by: Actor) -> Counter[int]:
    wanted = select(Service.id, Service.organization_id).where(Service.organization_id.is_not(None))
    held = {row[0]: row[1] for row in session().execute(wanted)}
    return Counter(held[row.id] or 0 for row in rows_of(by) if row.id in held)


def organization_by_uuid(uuid: UUID) -> Organization | None:
    """The row itself."""
    return session().scalars(select(Organization).where(Organization.uuid == uuid)).one_or_none()


def listings_of(found: Organization, by: Actor) -> list[ListingRow]:
    """What it offers in this agent's scope, by name."""
    return list(rows_of(by, select(Service.id).where(Service.organization_id == found.id)))


def acts_on(
    uuids: Sequence[UUID], kinds: tuple[str, ...] = ("organization", "policy"), *, verb: str = ""
) -> list[HistoryEntry]:
    """What was done to these structures and to what they publish at once (or that one verb), the last first."""
    wanted = select(HistoryEntry).where(
        HistoryEntry.subject_kind.in_(kinds), HistoryEntry.subject_id.in_([str(uuid) for uuid in uuids])
    )
    if verb:
        wanted = wanted.where(HistoryEntry.verb == verb)
    return list(session().scalars(wanted.order_by(HistoryEntry.id.desc()).limit(ACTS)))
