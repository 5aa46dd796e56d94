"""What waits for a decision in an agent's scope, the oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.catalogue.models import Service
from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.db import session
from app.moderation.queries.listings import ListingRow, covers, rows_of
from app.proposals.access import themes_of
from app.proposals.models import Proposal
from app.proposals.rules import Status

PARTS = (selectinload(Proposal.fields), selectinload(Proposal.thread))


@dataclass(frozen=True)
class Asked:
    """How the tray is filtered; '' and 0 for everything."""

    commune: str = ""
    theme: str = ""
    kind: str = ""
    waiting: int = 0


@dataclass(frozen=True)
class Waiting:
    """A proposal, and the listing it speaks of (None: a new one)."""

    proposal: Proposal
    listing: ListingRow | None
    communes: tuple[str, ...]
    themes: tuple[str, ...]


def waiting(by: Actor, asked: Asked) -> list[Waiting]:
    """Everything that this agent may decide now."""
    found = select(Proposal).where(Proposal.status == Status.SUBMITTED.value)
    if asked.kind:
        found = found.where(Proposal.kind == asked.kind)
    if asked.waiting:
        found = found.where(Proposal.submitted_at <= clock.now() - timedelta(days=asked.waiting))
    found = found.order_by(Proposal.submitted_at, Proposal.id).options(*PARTS)
    return [one for one in _inside(by, list(session().scalars(found))) if _asked(one, asked)]


def to_check(by: Actor) -> list[Waiting]:
    """What was published at once and nobody looked at."""
    found = select(Proposal).where(Proposal.fields.any(at_once=True, checked_at=None))
    found = found.order_by(Proposal.submitted_at, Proposal.id).options(*PARTS)
    return list(_inside(by, list(session().scalars(found))))


def following(by: Actor, asked: Asked, after: UUID | None) -> UUID | None:
    """The next one to open: the oldest that waits, or the first after that one; None when nothing is left."""
    found = waiting(by, asked)
    if after is not None:
        passed = session().scalar(select(Proposal).where(Proposal.uuid == after))
        found = [one for one in found if one.proposal.uuid != after] if passed is None else _after(found, passed)
    return found[0].proposal.uuid if found else None


def _after(found: list[Waiting], passed: Proposal) -> list[Waiting]:
    def key(proposal: Proposal) -> tuple[datetime, int]:
        return (proposal.submitted_at or proposal.created_at, proposal.id)

    later = [one for one in found if key(one.proposal) > key(passed)]
    return later or [one for one in found if one.proposal.id != passed.id]


def _inside(by: Actor, proposals: list[Proposal]) -> Iterator[Waiting]:
    ids = {proposal.service_id for proposal in proposals if proposal.service_id is not None}
    known = {row.id: row for row in rows_of(by, select(Service.id).where(Service.id.in_(ids)))} if ids else {}
    for proposal in proposals:
        if proposal.service_id is not None:
            row = known.get(proposal.service_id)
            if row is not None:
                yield Waiting(proposal, row, row.communes, row.themes)
            continue
        communes = (proposal.commune,) if proposal.commune else ()
        themes = themes_of(proposal.type_slug, ())
        if covers(by, communes, themes):
            yield Waiting(proposal, None, communes, themes)


def _asked(one: Waiting, asked: Asked) -> bool:
    return (not asked.commune or asked.commune in one.communes) and (not asked.theme or asked.theme in one.themes)
