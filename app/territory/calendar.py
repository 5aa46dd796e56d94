"""The year of the territory: school holidays of its zone, and legal public holidays.

School holidays come from the official calendar (its ranges are data); public holidays are computed by a library for
any year. Outside the published school calendar the period of a day is unknown, and said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

from app.territory.periods import Period

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SchoolHoliday:
    """Days without class, the first and the last included; `kind` is SUMMER or SHORT_HOLIDAYS."""

    name: str
    starts: date
    ends: date
    kind: Period

    def __post_init__(self) -> None:
        if self.ends < self.starts:
            raise ValueError(f"{self.name}: ends before it starts")
        if self.kind not in (Period.SUMMER, Period.SHORT_HOLIDAYS):
            raise ValueError(f"{self.name}: {self.kind} is no kind of holiday")

    def days(self) -> Iterable[date]:
        """Every day of it, in order."""
        return (self.starts + _DAY * n for n in range((self.ends - self.starts).days + 1))


class SchoolCalendar:
    """The calendar that the hours ask (see `app.catalogue.hours.model.Calendar`).

    `covered_from` and `covered_until` bound the published school calendar, both days included; without them, the first
    and the last day of the holidays given. `subdivision` is the code of a place with public holidays of its own, as
    the `holidays` library spells it (Alsace-Moselle, overseas); None for the rest of France. `closed` names days that
    are closed here as public holidays are; `ordinary` are public holidays that are days like others here.
    """

    def __init__(
        self,
        holidays: Iterable[SchoolHoliday],
        *,
        covered_from: date | None = None,
        covered_until: date | None = None,
        subdivision: str | None = None,
        closed: Mapping[date, str] | None = None,
        ordinary: Iterable[date] = (),
    ) -> None:
        self.holidays = tuple(sorted(holidays, key=lambda holiday: (holiday.starts, holiday.ends)))
        self.covered_from = covered_from or min((h.starts for h in self.holidays), default=None)
        self.covered_until = covered_until or max((h.ends for h in self.holidays), default=None)
        self._subdivision = subdivision
        self._closed, self._ordinary = dict(closed or {}), frozenset(ordinary)
        self._by_day = {day: holiday for holiday in reversed(self.holidays) for day in holiday.days()}

    def covers(self, day: date) -> bool:
        """Whether the school calendar of that day is published."""
        if self.covered_from is None or self.covered_until is None:
            return False
        return self.covered_from <= day <= self.covered_until

    def period(self, day: date) -> Period | None:
        """The period of that day in the territory's school zone; None when its calendar is not published."""
        if not self.covers(day):
            return None
        holiday = self._by_day.get(day)
        return holiday.kind if holiday else Period.TERM

    def school_holiday(self, day: date) -> SchoolHoliday | None:
        """The school holiday which that day is in."""
        return self._by_day.get(day)

    def next_holidays(self, day: date, n: int = 1) -> tuple[SchoolHoliday, ...]:
        """The `n` school holidays that end on that day or later, the current one first; fewer near the end."""
        return tuple(holiday for holiday in self.holidays if holiday.ends >= day)[: max(n, 0)]

    def is_public_holiday(self, day: date) -> bool:
        """Whether that day is a public holiday, of the law or of this territory."""
        return self.holiday_name(day) is not None

    def holiday_name(self, day: date) -> str | None:
        """The French name of the public holiday of that day, None on any other day."""
        if day in self._closed:
            return self._closed[day]
        return None if day in self._ordinary else _public_holidays(day.year, self._subdivision).get(day)

    def next_public_holidays(self, day: date, n: int = 1) -> tuple[tuple[date, str], ...]:
        """The `n` public holidays on that day or later, at most those of two years."""
        years = (day.year, day.year + 1)
        lawful = {at: name for year in years for at, name in _public_holidays(year, self._subdivision).items()}
        named = {at: name for at, name in lawful.items() if at not in self._ordinary} | self._closed
        return tuple(item for item in sorted(named.items()) if item[0] >= day)[: max(n, 0)]


@lru_cache(maxsize=128)
def _public_holidays(year: int, subdivision: str | None) -> Mapping[date, str]:
    found = country_holidays("FR", subdiv=subdivision, years=year, expand=False, language="fr")
    return {day: name.replace("'", "’") for day, name in found.items()}
