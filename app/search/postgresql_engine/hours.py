"""The rules of `app.catalogue.hours` in SQL. Each distinct week is judged once, whatever the number of listings."""

from __future__ import annotations

from datetime import datetime

from app.catalogue.hours.model import MINUTES_A_DAY, Calendar, Period
from app.search.postgresql_engine.rows import DAY_STRIDE, PERIODS
from app.search.postgresql_engine.statement import bits

#: From a minute to another; either may not be asked.
Window = tuple[int | None, int | None]


class Weeks:
    """The typical weeks that a question looks into: for a window of hours, and to know what is open now.

    The days of a listing that open at all stand beside it (`days_…`), so that most questions join one week at most.
    """

    def __init__(self, now: datetime, calendar: Calendar) -> None:
        self._now = now
        self._today = None if calendar.is_public_holiday(now.date()) else _period_of(now, calendar)
        self._published = calendar.period(now.date()) is not None
        self._windows: list[Window] = []
        self._asked: dict[tuple[str, int], None] = {}

    def trusted(self) -> str:
        """Whether the hours of `l` may be used today."""
        return f"l.trusted >= {self._now.date().toordinal()}"

    def days(self, period: Period | None, window: Window) -> str:
        """One bit for each weekday of `l` (in term when no period is said) that covers the window; trusted or not."""
        name = PERIODS[period or Period.TERM]
        if window == (None, None):
            return f"l.days_{name}"
        if window not in self._windows:
            self._windows.append(window)
        number = self._windows.index(window)
        self._asked[name, number] = None
        return f"l.{name}_{number}"

    def open_now(self) -> str:
        """True, false, or null when nobody can say, for `l` and its joined week at that moment."""
        day = self._now.date().toordinal()
        minute = day * DAY_STRIDE + _minute(self._now)
        today = f"int4range({day * DAY_STRIDE}, {day * DAY_STRIDE + MINUTES_A_DAY})"
        return (
            f"CASE WHEN NOT {self.trusted()} THEN NULL WHEN l.specials && {today} THEN l.specials @> {minute} "
            f"WHEN l.closures @> {day} THEN false ELSE {self._week_open()} END"
        )

    def table(self) -> str:
        """The table `judged_week`: each week, whether it is open at that minute, the days that cover each window."""
        minute = self._now.weekday() * DAY_STRIDE + _minute(self._now)
        covers = "".join(f", {_days(window)} AS covers_{at}" for at, window in enumerate(self._windows))
        return f"SELECT id, minutes @> {minute} AS open_now{covers} FROM search_index.week"

    def joins(self) -> str:
        """The weeks that are looked into, joined to each listing `l`. To be written after all the rest was asked."""
        names = dict.fromkeys((*([self._today] if self._today else []), *(name for name, _ in self._asked)))
        return " ".join(f"JOIN judged_week {name} ON {name}.id = l.week_{name}" for name in names)

    def columns(self) -> list[str]:
        """What `days` calls by other names, out of the joined weeks."""
        return [f"{name}.covers_{at} AS {name}_{at}" for name, at in self._asked]

    def _week_open(self) -> str:
        if self._today is None:
            return "false"
        if self._published:
            return f"{self._today}.open_now"
        return f"CASE WHEN l.year_round THEN {self._today}.open_now END"


def on_days(days: str, wanted: tuple[int, ...]) -> str:
    """Whether those bits hold all these weekdays, or any when none is asked."""
    mask = sum(1 << day for day in set(wanted))
    return f"{days} & {mask} = {mask}" if mask else f"{days} <> 0"


def _period_of(now: datetime, calendar: Calendar) -> str:
    """While the school calendar is not published, only hours that never depend on it are known."""
    return PERIODS[calendar.period(now.date()) or Period.ALL_YEAR]


def _minute(now: datetime) -> int:
    return now.hour * 60 + now.minute


def _days(window: Window) -> str:
    span = _span(window)
    if span is None:
        return "0"
    first, last = span
    return bits(f"minutes @> int4range({day * DAY_STRIDE + first}, {day * DAY_STRIDE + last})" for day in range(7))


def _span(window: Window) -> tuple[int, int] | None:
    """The minutes that one interval must hold: an interval holds its opening, and ends after its last minute."""
    start, end = window
    first = start if start is not None else (end or 0) - 1
    last = end if end is not None else first + 1
    return (first, last) if 0 <= first < last <= MINUTES_A_DAY else None
