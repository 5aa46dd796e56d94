"""Days to come that families may note: closures, registration campaigns, announcements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid5

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.catalogue.facts import SHOWN_VALUES
from app.catalogue.models import Campaign, Service, ServiceClosure
from app.following.models import Announcement
from app.following.news import NAMED, Kind, Reach, announcements_in
from app.foundation.db import session

#: Events of one calendar.
MOST_DATES = 500


@dataclass(frozen=True)
class Dated:
    """Something that lasts from one day to another, both included. `said_at`: when it was last said."""

    kind: Kind
    key: str
    said_at: datetime
    starts: date
    ends: date
    title: str
    text: str
    service_slug: str = ""
    service_name: str = ""
    is_fictional: bool = False


def dates_in(reach: Reach, today: date, *, fictional: bool) -> list[Dated]:
    """What is not over, the nearest first, at most `MOST_DATES`."""
    found = [
        *_parts(reach, today, ServiceClosure, ServiceClosure.reason, Kind.CLOSURE),
        *_parts(reach, today, Campaign, Campaign.note, Kind.CAMPAIGN),
        *_announced(reach, today),
    ]
    kept = {one.key: one for one in found if fictional or not one.is_fictional}.values()
    return sorted(kept, key=lambda one: (one.starts, one.key))[:MOST_DATES]


def _parts(reach: Reach, today: date, table: Any, said: InstrumentedAttribute[str], kind: Kind) -> Iterator[Dated]:
    wanted = (
        select(table, Service)
        .join(Service, table.service_id == Service.id)
        .where(table.ends >= today, Service.status.in_(SHOWN_VALUES))
        .order_by(table.starts, table.id)
    )
    if reach.services is not None and len(reach.services) <= NAMED:
        wanted = wanted.where(table.service_id.in_(sorted(reach.services)))
    for part, service in session().execute(wanted):
        if reach.holds(service.id):
            yield Dated(
                kind, _key(kind, part, service), service.changed_at,
                part.starts, part.ends, getattr(part, "label", ""), getattr(part, said.key),
                service.slug, service.name, service.is_fictional,
            )  # fmt: skip


def _key(kind: Kind, part: Any, service: Service) -> str:
    """The same as long as its days and its label are."""
    named = f"{kind} {part.starts} {part.ends} {getattr(part, 'label', '')}"
    return f"{kind}-{uuid5(service.uuid, named)}"


def _announced(reach: Reach, today: date) -> Iterator[Dated]:
    for told, service in announcements_in(reach, Announcement.ends_on >= today, Announcement.starts_on <= today):
        yield Dated(
            Kind.ANNOUNCEMENT, f"annonce-{told.uuid}", told.decided_at or told.created_at,
            told.starts_on, told.ends_on, told.title, told.text,
            service.slug if service else "", service.name if service else "", bool(service and service.is_fictional),
        )  # fmt: skip
