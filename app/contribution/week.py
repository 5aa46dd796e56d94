"""A week as a phone edits it: times as they are typed, one period at a time. Pure.

Slots are those of `proposals.values`: {period, weekday, opens, closes}, in minutes since midnight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.catalogue.hours.model import DAY_PERIODS, MINUTES_A_DAY, Period

DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
#: Slots that a day may have on the page.
MOST_SLOTS = 4
_TIME = re.compile(r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?|(\d{1,2})(\d{2})")

Slot = dict[str, Any]


def read_minutes(text: str, *, closes: bool = False) -> int:
    """“07:30”, “7 h 30”, “7h”, “0730”, “730”: minutes since midnight; midnight ends a day when it closes one.

    Raises ValueError.
    """
    found = _TIME.fullmatch(re.sub(r"[\s\u00a0\u202f]+", "", text))
    if not found:
        raise ValueError(text)
    hours, minutes = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    if minutes > 59 or hours * 60 + minutes > MINUTES_A_DAY:
        raise ValueError(text)
    return hours * 60 + minutes or (MINUTES_A_DAY if closes else 0)


def written(minutes: int) -> str:
    """The same, as a time field holds it: 24:00 does not exist there."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def of_period(slots: Iterable[Mapping[str, Any]], period: Period) -> list[list[tuple[int, int]]]:
    """The slots of one period, by day, Monday first."""
    days: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for slot in slots:
        if slot["period"] == period.value:
            days[slot["weekday"]].append((slot["opens"], slot["closes"]))
    return [sorted(day) for day in days]


def with_period(
    slots: Iterable[Mapping[str, Any]], period: Period, days: Iterable[Iterable[tuple[int, int]]]
) -> list[Slot]:
    """All the slots, those of this period replaced."""
    others = [dict(slot) for slot in slots if slot["period"] != period.value]
    own = [_slot(period, weekday, *each) for weekday, day in enumerate(days) for each in day]
    return ordered([*others, *own])


def closed_in(slots: Iterable[Mapping[str, Any]], period: Period) -> list[Slot]:
    """All the slots, nothing open in this period: what held for the whole year goes on in the others."""
    known = [dict(slot) for slot in slots]
    own = {Period(slot["period"]) for slot in known}
    kept = [slot for slot in known if slot["period"] not in (period.value, Period.ALL_YEAR.value)]
    if period is Period.ALL_YEAR:
        return ordered(kept)
    heirs = [other for other in DAY_PERIODS if other is not period and other not in own]
    whole_year = [slot for slot in known if slot["period"] == Period.ALL_YEAR.value]
    return ordered([*kept, *({**slot, "period": heir.value} for heir in heirs for slot in whole_year)])


def first_period(slots: Iterable[Mapping[str, Any]], today: Period | None) -> Period:
    """The period to open the page on: that of the day when it has hours of its own, else the whole year's."""
    own = {Period(slot["period"]) for slot in slots}
    if today in own:
        return today or Period.TERM
    if not own or Period.ALL_YEAR in own:
        return Period.ALL_YEAR
    return next(period for period in Period if period in own)


def ordered(slots: Iterable[Slot]) -> list[Slot]:
    """In the order in which facts keep them."""
    return sorted(slots, key=lambda slot: (slot["period"], slot["weekday"], slot["opens"], slot["closes"]))


def _slot(period: Period, weekday: int, opens: int, closes: int) -> Slot:
    return {"period": period.value, "weekday": weekday, "opens": opens, "closes": closes}
