"""The rules of `app.catalogue.hours` in SQL. Each distinct week is judged once, whatever the number of listings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.catalogue.hours.model import MINUTES_A_DAY, Calendar, Period
from app.search.postgresql_engine.rows import DAY_STRIDE, WEEK_COLUMNS
from app.search.postgresql_engine.statement import bits

#: From a minute to another, either may not be asked.
Window = tuple[int | None, int | None]


@dataclass(frozen=True)
class Asked:
    """The hours part of a question: the window of the filters, that of the facts of the text, and the moment."""

    window: Window
    said_window: Window
    now: datetime


def judged_weeks(asked: Asked) -> str:
    """A table: each week, the days that cover either window (one bit each), and whether it is open at that minute."""
    minute = asked.now.weekday() * DAY_STRIDE + asked.now.hour * 60 + asked.now.minute
    return (
        f"SELECT id, {_days(asked.window)} AS days, {_days(asked.said_window)} AS said_days, "
        f"minutes @> {minute} AS open_now FROM search_index.week"
    )


def joined_weeks() -> str:
    """The judged week of each period, joined to each listing `l`."""
    return " ".join(f"JOIN judged_week {column} ON {column}.id = l.{column}" for column in WEEK_COLUMNS.values())


def week_days() -> str:
    """The columns of those weeks, as the rest of the statement calls them (see `days`)."""
    return ", ".join(
        f"{column}.{which} AS {column}_{which}" for column in WEEK_COLUMNS.values() for which in ("days", "said_days")
    )


def trusted(now: datetime) -> str:
    """Whether the hours of `l` may be used today."""
    return f"l.trusted >= {now.date().toordinal()}"


def days(period: Period | None, which: str = "days") -> str:
    """The bits of the typical week in that period (term when none is said); trusted or not."""
    return f"l.{WEEK_COLUMNS[period or Period.TERM]}_{which}"


def on_days(days: str, wanted: tuple[int, ...]) -> str:
    """Whether those bits hold all these weekdays, or any when none is asked."""
    mask = sum(1 << day for day in set(wanted))
    return f"({days}) & {mask} = {mask}" if mask else f"({days}) <> 0"


def open_now(now: datetime, calendar: Calendar) -> str:
    """True, false, or null when nobody can say, for `l` and its joined weeks at that moment."""
    day = now.date().toordinal()
    moment = day * DAY_STRIDE + now.hour * 60 + now.minute
    today = f"int4range({day * DAY_STRIDE}, {day * DAY_STRIDE + MINUTES_A_DAY})"
    week = "false" if calendar.is_public_holiday(now.date()) else _week_open(calendar.period(now.date()))
    return (
        f"CASE WHEN NOT {trusted(now)} THEN NULL WHEN l.specials && {today} THEN l.specials @> {moment} "
        f"WHEN l.closures @> {day} THEN false ELSE {week} END"
    )


def _week_open(period: Period | None) -> str:
    if period is None:  # the school calendar is not published: only hours that never depend on it are known
        return f"CASE WHEN l.year_round THEN {WEEK_COLUMNS[Period.ALL_YEAR]}.open_now END"
    return f"{WEEK_COLUMNS[period]}.open_now"


def _days(window: Window) -> str:
    if window == (None, None):
        return "days"
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
