"""What a week, a closure and a special opening are: plain values, no clock, no database.

Times are minutes since midnight in the territory's time zone (0 to 1440). Weekdays run from 0 (Monday) to 6 (Sunday).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from app.territory.periods import DAY_PERIODS, Period

__all__ = [
    "DAY_PERIODS",
    "MINUTES_A_DAY",
    "Calendar",
    "Closure",
    "Hours",
    "HoursError",
    "Period",
    "Slot",
    "SpecialOpening",
]

MINUTES_A_DAY = 1440


class HoursError(ValueError):
    """A slot, a closure or a special opening that no clock or calendar could show."""


@dataclass(frozen=True, order=True)
class Slot:
    """One opening of one weekday in one period, `opens` included, `closes` excluded."""

    period: Period
    weekday: int
    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise HoursError("weekday")
        if not 0 <= self.opens < self.closes <= MINUTES_A_DAY:
            raise HoursError("opens-closes")


@dataclass(frozen=True, order=True)
class Closure:
    """Closed from `starts` to `ends`, both days included."""

    starts: date
    ends: date
    reason: str = ""

    def __post_init__(self) -> None:
        if self.ends < self.starts:
            raise HoursError("starts-ends")


@dataclass(frozen=True, order=True)
class SpecialOpening:
    """Open on that date at these times whatever the week says (several a day are allowed)."""

    day: date
    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MINUTES_A_DAY:
            raise HoursError("opens-closes")


@dataclass(frozen=True)
class Hours:
    """All that is known of when a service is open.

    `known` is False when nobody said, and then every answer is None. `trusted_until` is the last day on which the
    facts may be used (confirmed or dated within 24 months, and not marked unreliable); None means never usable.
    """

    slots: tuple[Slot, ...] = ()
    closures: tuple[Closure, ...] = ()
    special_openings: tuple[SpecialOpening, ...] = field(default=())
    known: bool = False
    trusted_until: date | None = None


class Calendar(Protocol):
    """What the hours need to know of the year; the territory answers."""

    def period(self, day: date) -> Period | None:
        """The period of that day in the territory's school zone; None when its calendar is not published."""
        ...

    def is_public_holiday(self, day: date) -> bool:
        """Whether that day is a legal public holiday."""
        ...
