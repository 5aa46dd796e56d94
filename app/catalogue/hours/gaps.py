"""How much is missing: opening hours compared with the hours that a family needs around work and school.

Pure rules on the typical week. A gap is counted in minutes of the asked window during which it is closed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.catalogue.hours.model import Hours, Period
from app.catalogue.hours.week import WEEKDAYS, Intervals, usable, week_in

#: A listing that misses no more than this is offered apart: a family may arrange an hour, not a morning.
NEAR_MINUTES = 60


@dataclass(frozen=True)
class Gap:
    """What is missing on one weekday, in minutes; `opens` and `closes` are the ends of what is open in the window.

    `late`: it opens so long after the asked start; `early`: it closes so long before the asked end; `pause`: it is
    closed so long in between. All three are 0 when the whole window is covered.
    """

    weekday: int
    opens: int
    closes: int
    late: int = 0
    early: int = 0
    pause: int = 0

    @property
    def minutes(self) -> int:
        """All that is missing."""
        return self.late + self.early + self.pause


def gap_on(weekday: int, intervals: Intervals, opens_by: int | None, closes_after: int | None) -> Gap | None:
    """What is missing on a day with these intervals; None when nothing is open in the asked window, or nothing is
    asked, or the window ends before it starts."""
    if opens_by is not None and closes_after is not None:
        return _whole(weekday, intervals, opens_by, closes_after)
    if opens_by is not None:
        return _start(weekday, intervals, opens_by)
    return _end(weekday, intervals, closes_after) if closes_after is not None else None


def gaps(
    hours: Hours,
    *,
    weekdays: Collection[int] = (),
    period: Period | None = None,
    opens_by: int | None = None,
    closes_after: int | None = None,
    on: date,
) -> tuple[Gap, ...] | None:
    """The gap of each asked weekday, in order; without any, those of the days that miss least (all alike).

    None when the hours are unknown or no longer trusted on the day `on`, or when one of the asked days has nothing
    to offer: that is no gap, it is a day without.
    """
    if not usable(hours, on):
        return None
    week = week_in(hours, period or Period.TERM)
    found = {day: gap_on(day, week[day], opens_by, closes_after) for day in (sorted(set(weekdays)) or WEEKDAYS)}
    told = tuple(gap for gap in found.values() if gap is not None)
    if weekdays:
        return told if len(told) == len(found) else None
    least = min(told, key=lambda gap: gap.minutes, default=None)
    return tuple(gap for gap in told if _alike(gap, least)) if least else None


def missing(found: tuple[Gap, ...] | None) -> int | None:
    """The minutes missing on the worst of these days; None when there is nothing to compare."""
    return max((gap.minutes for gap in found), default=None) if found else None


def is_near(found: tuple[Gap, ...] | None) -> bool:
    """Whether something is missing, but little enough to be worth a call."""
    lacking = missing(found)
    return lacking is not None and 0 < lacking <= NEAR_MINUTES


def _alike(gap: Gap, other: Gap) -> bool:
    return (gap.late, gap.early, gap.pause, gap.opens, gap.closes) == (
        other.late, other.early, other.pause, other.opens, other.closes,
    )  # fmt: skip


def _whole(weekday: int, intervals: Intervals, start: int, end: int) -> Gap | None:
    inside = [(max(opens, start), min(closes, end)) for opens, closes in intervals if opens < end and closes > start]
    if end <= start or not inside:
        return None
    first, last = inside[0][0], inside[-1][1]
    opened = sum(closes - opens for opens, closes in inside)
    return Gap(weekday, first, last, first - start, end - last, last - first - opened)


def _start(weekday: int, intervals: Intervals, start: int) -> Gap | None:
    """Open at that time, or opening later that day."""
    after = [(opens, closes) for opens, closes in intervals if closes > start]
    if not after:
        return None
    opens, closes = after[0]
    return Gap(weekday, max(opens, start), closes, late=max(0, opens - start))


def _end(weekday: int, intervals: Intervals, end: int) -> Gap | None:
    """Still open until that time, or closed earlier that day."""
    before = [(opens, closes) for opens, closes in intervals if opens < end]
    if not before:
        return None
    opens, closes = before[-1]
    return Gap(weekday, opens, min(closes, end), early=max(0, end - closes))
