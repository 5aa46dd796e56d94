"""What reminders bring: how many listings fell due, were reminded, were confirmed after which reminder, were hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.catalogue.facts import SHOWN
from app.catalogue.models import Service
from app.foundation.actors import ActorKind
from app.foundation.db import session
from app.history.models import HistoryEntry
from app.proposals.freshness.rules import STEPS
from app.proposals.models import Delisting, Reminder
from app.territory.queries import now

SHOWN_VALUES = tuple(status.value for status in SHOWN)
#: How far back the figures look when nobody says.
USUAL_DAYS = 90


@dataclass(frozen=True)
class Rounds:
    """What happened from `since` to today. `due`: listings whose date came before anybody confirmed them; `reminded`
    and `after`: by days after the date due; `confirmed`: by people with an account, reminded or not; `hidden` and
    `waiting`: today."""

    since: date
    due: int
    reminded: Mapping[int, int]
    confirmed: int
    after: Mapping[int, int]
    delisted: int
    relisted: int
    hidden: int
    waiting: int


def rounds(days: int = USUAL_DAYS, only: Collection[int] | None = None) -> Rounds:
    """The figures of these last days, for these listings (None: all).

    A listing counts once for each date due; a confirmation counts for the last reminder sent before it.
    """
    today = now().date()
    since = today - timedelta(days=days)
    services = select(Service.id, Service.uuid, Service.next_due, Service.status)
    kept = {row.id: row for row in session().execute(services) if only is None or row.id in only}
    sent = [row for row in _reminders(since) if row.service_id in kept]
    late = {
        (number, row.next_due)
        for number, row in kept.items()
        if row.status in SHOWN_VALUES and row.next_due is not None and row.next_due <= today
    }
    said = _confirmations(since)
    mine = {number: said.get(str(row.uuid), ()) for number, row in kept.items()}
    hidden = [row for row in session().scalars(select(Delisting).order_by(Delisting.id)) if row.service_id in kept]
    return Rounds(
        since=since,
        due=len({one for one in {(row.service_id, row.due_on) for row in sent} | late if one[1] >= since}),
        reminded=_by_step(Counter(row.step for row in sent)),
        confirmed=sum(bool(moments) for moments in mine.values()),
        after=_by_step(_brought(sent, mine)),
        delisted=sum(_on(row.delisted_at) >= since for row in hidden),
        relisted=sum(row.relisted_at is not None and _on(row.relisted_at) >= since for row in hidden),
        hidden=sum(row.relisted_at is None for row in hidden),
        waiting=len(late),
    )


def _reminders(since: date) -> list[Reminder]:
    wanted = select(Reminder).order_by(Reminder.sent_at, Reminder.id)
    return [row for row in session().scalars(wanted) if _on(row.sent_at) >= since]


def _confirmations(since: date) -> dict[str, list[datetime]]:
    """When people confirmed each listing, the first time first."""
    wanted = select(HistoryEntry.subject_id, HistoryEntry.made_at).where(
        HistoryEntry.subject_kind == "service",
        HistoryEntry.verb == "assure",
        HistoryEntry.actor_kind == ActorKind.PERSON.value,
    )
    found: dict[str, list[datetime]] = {}
    for row in session().execute(wanted.order_by(HistoryEntry.id)):
        if _on(row.made_at) >= since:
            found.setdefault(row.subject_id, []).append(row.made_at)
    return found


def _brought(sent: Sequence[Reminder], confirmed: Mapping[int, Sequence[datetime]]) -> Counter[int]:
    """Confirmations by the step of the last reminder before them."""
    told: dict[tuple[int, date], list[Reminder]] = {}
    for row in sent:
        told.setdefault((row.service_id, row.due_on), []).append(row)
    brought: Counter[int] = Counter()
    for (service, _due), reminders in told.items():
        # History keeps whole seconds.
        first = reminders[0].sent_at.replace(microsecond=0)
        moment = next((each for each in confirmed[service] if each >= first), None)
        if moment is not None:
            brought[[row.step for row in reminders if row.sent_at.replace(microsecond=0) <= moment][-1]] += 1
    return brought


def _by_step(counted: Counter[int]) -> dict[int, int]:
    return {step: counted[step] for step in STEPS}


def _on(moment: datetime) -> date:
    return moment.astimezone(now().tzinfo).date()
