"""What is late, what is hidden, whom to call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from app.catalogue.cards import Card, from_json
from app.catalogue.facts import SHOWN
from app.catalogue.models import Organization, Service
from app.foundation.actors import ActorKind, Scope
from app.foundation.db import session
from app.history.models import HistoryEntry
from app.proposals.models import Delisting

SHOWN_VALUES = tuple(status.value for status in SHOWN)


@dataclass(frozen=True)
class ToConfirm:
    """A listing that waits for a confirmation: never confirmed by an account, or overdue since `next_due`."""

    card: Card
    organization: UUID | None
    by_account: bool


@dataclass(frozen=True)
class Figures:
    """How fresh the shown listings are."""

    shown: int
    confirmed: int
    overdue: int
    never: int
    hidden: int


def confirmed_by_accounts() -> set[UUID]:
    """The listings that a person with an account once confirmed (the seed's own confirmations do not count)."""
    wanted = select(HistoryEntry.subject_id).where(
        HistoryEntry.subject_kind == "service",
        HistoryEntry.verb == "assure",
        HistoryEntry.actor_kind == ActorKind.PERSON.value,
    )
    return {UUID(subject) for subject in session().scalars(wanted.distinct())}


def delisted(service_ids: Iterable[int]) -> dict[int, datetime]:
    """Of these listings, those hidden for want of a confirmation, and since when."""
    wanted = select(Delisting.service_id, Delisting.delisted_at).where(
        Delisting.service_id.in_(list(service_ids)), Delisting.relisted_at.is_(None)
    )
    return {row.service_id: row.delisted_at for row in session().execute(wanted)}


def call_sheet(scopes: tuple[Scope, ...] | None, today: date, *, limit: int = 200) -> list[ToConfirm]:
    """What agents should confirm by telephone: overdue first (the most overdue at the top), then never confirmed (the
    oldest source first). `scopes` None: the whole territory."""
    by_account = confirmed_by_accounts()
    wanted: Any = (
        select(Service.card, Service.uuid, Organization.uuid.label("organization"))
        .outerjoin(Organization, Service.organization_id == Organization.id)
        .where(Service.status.in_(SHOWN_VALUES), (Service.next_due <= today) | Service.next_due.is_(None))
        .order_by(Service.next_due.is_(None), Service.next_due, Service.source_date.is_not(None), Service.source_date)
        .order_by(Service.id)
    )
    found = []
    for row in session().execute(wanted):
        card = from_json(row.card)
        if scopes is None or _covers(scopes, card):
            found.append(ToConfirm(card, row.organization, row.uuid in by_account))
        if len(found) == limit:
            break
    return found


def figures(today: date) -> Figures:
    """Counts for the steering page."""
    shown = Service.status.in_(SHOWN_VALUES)
    hidden = select(func.count()).select_from(Delisting).where(Delisting.relisted_at.is_(None))
    return Figures(
        shown=_count(shown),
        confirmed=_count(shown, Service.assured_on.is_not(None), Service.next_due > today),
        overdue=_count(shown, Service.next_due <= today),
        never=_count(shown, Service.assured_on.is_(None)),
        hidden=session().scalar(hidden) or 0,
    )


def _count(*conditions: ColumnElement[bool]) -> int:
    return session().scalar(select(func.count()).select_from(Service).where(*conditions)) or 0


def _covers(scopes: tuple[Scope, ...], card: Card) -> bool:
    places = (card.commune,) if card.commune else (card.communes or (None,))
    return any(scope.covers(commune, card.themes) for scope in scopes for commune in places)
