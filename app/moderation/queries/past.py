"""What happened to a listing: who, when, what, why; and what it said then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from app.accounts.queries import names_of
from app.catalogue.models import Revision, Service
from app.foundation.db import session
from app.history.models import HistoryEntry
from app.proposals.models import Proposal

SHOWN = 100


@dataclass(frozen=True)
class Past:
    """One act. `changes` are (fact, before, after)."""

    made_at: datetime
    who: str
    verb: str
    reason: str
    changes: tuple[tuple[str, Any, Any], ...]


def past_of(service: Service | None, proposals: Iterable[Proposal] = (), limit: int = SHOWN) -> list[Past]:
    """The acts on a listing and on these proposals, the last first."""
    subjects = [("proposal", str(proposal.uuid)) for proposal in proposals]
    if service is not None:
        subjects.append(("service", str(service.uuid)))
    about = ((HistoryEntry.subject_kind == kind) & (HistoryEntry.subject_id == uuid) for kind, uuid in subjects)
    wanted = select(HistoryEntry).where(or_(False, *about)).order_by(HistoryEntry.id.desc()).limit(limit)
    entries = session().scalars(wanted).all()
    names = names_of(entry.actor_id for entry in entries if entry.actor_id is not None)
    return [_past(entry, names) for entry in entries]


def count_revisions(service: Service) -> int:
    """How many times it said something new."""
    return session().scalar(select(func.count()).where(Revision.service_id == service.id)) or 0


def revisions_before(service: Service, *, offset: int = 0, limit: int = SHOWN) -> list[Revision]:
    """What the listing said, the last first."""
    wanted = select(Revision).where(Revision.service_id == service.id).order_by(Revision.number.desc())
    return list(session().scalars(wanted.offset(offset).limit(limit)))


def revision_of(service: Service, number: int) -> Revision | None:
    """What it said in that version."""
    wanted = select(Revision).where(Revision.service_id == service.id, Revision.number == number)
    return session().scalars(wanted).one_or_none()


def _past(entry: HistoryEntry, names: dict[int, str]) -> Past:
    who = names.get(entry.actor_id or 0, entry.actor_name)
    changes = tuple((one["field"], one["before"], one["after"]) for one in entry.changes)
    return Past(entry.made_at, who, entry.verb, entry.reason, changes)
