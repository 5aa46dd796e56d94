"""What happened to a listing: who, when, what, why; and what it said then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

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


def revisions_of(service: Service) -> list[Revision]:
    """What the listing said, the last first."""
    wanted = select(Revision).where(Revision.service_id == service.id).order_by(Revision.number.desc()).limit(SHOWN)
    return list(session().scalars(wanted))


def _past(entry: HistoryEntry, names: dict[int, str]) -> Past:
    who = names.get(entry.actor_id or 0, entry.actor_name)
    changes = tuple((one["field"], one["before"], one["after"]) for one in entry.changes)
    return Past(entry.made_at, who, entry.verb, entry.reason, changes)
