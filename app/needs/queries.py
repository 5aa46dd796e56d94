"""What is sought, and sought in vain, between two days. Small sums stay hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.foundation.db import session
from app.needs.models import SearchCount
from app.needs.rules import SHOWN_FROM, UNKNOWN_WORD


@dataclass(frozen=True)
class Count:
    """How often something was asked. `in_vain` is None when it is small enough to be one family."""

    kind: str
    value: str
    asked: int
    in_vain: int | None


def sought_in_vain(since: date, until: date) -> list[Count]:
    """What was asked in vain at least `SHOWN_FROM` times between two days included, the most missed first."""
    return [count for count in sought(since, until) if count.in_vain is not None]


def sought(since: date, until: date) -> list[Count]:
    """What was asked at least `SHOWN_FROM` times between two days included, the most missed first."""
    asked, in_vain = func.sum(SearchCount.asked), func.sum(SearchCount.in_vain)
    rows = session().execute(
        select(SearchCount.kind, SearchCount.value, asked, in_vain)
        .where(SearchCount.day.between(since, until))
        .group_by(SearchCount.kind, SearchCount.value)
        .having(asked >= SHOWN_FROM)
        .order_by(in_vain.desc(), asked.desc(), SearchCount.kind, SearchCount.value)
    )
    return [Count(kind, value, total, vain if vain >= SHOWN_FROM else None) for kind, value, total, vain in rows]


def unknown_words(since: date, until: date) -> list[Count]:
    """The words that nobody knows, seen on at least five days, the most asked first."""
    return [count for count in sought(since, until) if count.kind == UNKNOWN_WORD]
