"""Which addresses are to be visited, and which listings send families nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select

from app.catalogue.facts import SHOWN_VALUES
from app.catalogue.links.models import LinkCheck
from app.catalogue.models import Contact, Service
from app.foundation.db import session
from app.foundation.visiting import Outcome

#: A site may be down for an hour: it is told to agents from the second visit in a row.
TWICE = 2


@dataclass(frozen=True)
class DeadLink:
    """An address of a listing that does not answer."""

    service_id: int
    address: str
    why: str
    status: int | None
    checked_at: datetime
    failing_since: datetime


def given() -> Select[str, int]:
    """Every address that families read on a shown listing: nothing private is visited."""
    shown = Service.status.in_(SHOWN_VALUES)
    wanted = select(Contact.value, Contact.service_id)
    wanted = wanted.join(Service, Service.id == Contact.service_id)
    return wanted.where(Contact.kind == "website", Contact.is_public, shown)


def due(before: datetime, limit: int) -> list[str]:
    """The addresses not visited since `before`, those never visited first, then the oldest."""
    addresses = given().subquery()
    wanted = (
        select(addresses.c.value)
        .distinct()
        .add_columns(LinkCheck.checked_at)
        .outerjoin(LinkCheck, LinkCheck.address == addresses.c.value)
        .where(or_(LinkCheck.id.is_(None), LinkCheck.checked_at < before))
    )
    found = [(row.checked_at, row.value) for row in session().execute(wanted)]
    return [address for _moment, address in sorted(found, key=lambda one: (one[0] is not None, *map(str, one)))][:limit]


def dead_links() -> list[DeadLink]:
    """Those that agents should look at: gone, or silent twice in a row."""
    failing = or_(LinkCheck.outcome.in_((Outcome.GONE, Outcome.REFUSED)), LinkCheck.failures >= TWICE)
    listed = given().subquery()
    wanted = (
        select(listed.c.service_id, LinkCheck)
        .join(LinkCheck, LinkCheck.address == listed.c.value)
        .where(and_(LinkCheck.outcome != Outcome.ANSWERS, failing))
        .order_by(listed.c.service_id, LinkCheck.id)
    )
    return [_dead(row[0], row[1]) for row in session().execute(wanted)]


def _dead(service_id: int, said: LinkCheck) -> DeadLink:
    since = said.failing_since or said.checked_at
    return DeadLink(service_id, said.address, said.why, said.status, said.checked_at, since)


def last_round() -> tuple[int, datetime | None]:
    """How many addresses were visited, and when the last visit was."""
    count, last = session().execute(select(func.count(LinkCheck.id), func.max(LinkCheck.checked_at))).one()
    return count, last
