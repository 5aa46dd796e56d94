"""Hours for other machines: the OSM `opening_hours` syntax and schema.org, exact for the days they are made for.

Nothing is left to the reader's calendars: school and public holidays mean other things elsewhere (and some libraries
misread `SH` and `PH`), so that periods are written as date ranges, and holidays as dates. Trust is judged on the first
day. Days about which nobody can say are `unknown` in OSM and are left out of schema.org, where closed days are said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from app.catalogue.hours.model import MINUTES_A_DAY, Calendar, Hours
from app.catalogue.hours.rules import Interval, Intervals, usable
from app.catalogue.hours.timeline import Replacement, Run, replacements, runs, window

#: One schema.org OpeningHoursSpecification.
Specification = dict[str, object]

_YEAR = 365
_OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_OSM_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SCHEMA_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOON = 720


# ---------------------------------------------------------------- OSM


def to_osm(hours: Hours, calendar: Calendar, first: date, days: int = _YEAR) -> str | None:
    """The OSM `opening_hours` value, exact from `first` for so many days; None when the hours are not usable.

    When one week holds on all those days, it is written without dates. A later rule replaces an earlier one on the
    days it names. Grammar: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
    """
    if not usable(hours, first) or days < 1:
        return None
    dates = window(first, days)
    cut = runs(hours, calendar, dates)
    rules = [rule for run in cut for rule in _osm_run(run, dated=len(cut) > 1)]
    rules += [_osm_replacement(one) for one in replacements(hours, calendar, dates)]
    return "; ".join(rules) or "off"


def _osm_run(run: Run, *, dated: bool) -> Iterator[str]:
    dates = [_osm_dates(run.first, run.last)] if dated else []
    if run.week is None:
        yield " ".join([*dates, "unknown"])
    for weekdays, same in run.alike():
        if same:
            yield " ".join([*dates, _osm_weekdays(weekdays), _osm_times(same)])


def _osm_replacement(one: Replacement) -> str:
    return f"{_osm_dates(one.first, one.last)} {_osm_times(one.intervals)}"


def _osm_times(intervals: Intervals) -> str:
    return ",".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in intervals) or "off"


def _osm_weekdays(weekdays: Sequence[int]) -> str:
    """`Mo-We,Fr`: days that follow one another as a range."""
    following = groupby(enumerate(weekdays), key=lambda numbered: numbered[1] - numbered[0])
    spans = [[weekday for _, weekday in span] for _, span in following]
    return ",".join("-".join(_OSM_DAYS[day] for day in dict.fromkeys((span[0], span[-1]))) for span in spans)


def _osm_dates(first: date, last: date) -> str:
    return "-".join(f"{day.year} {_OSM_MONTHS[day.month - 1]} {day.day:02d}" for day in dict.fromkeys((first, last)))


# ---------------------------------------------------------------- schema.org


def to_schema_org(hours: Hours, calendar: Calendar, first: date, days: int = _YEAR) -> list[Specification]:
    """Every OpeningHoursSpecification: the weeks, which have a `dayOfWeek`, then what replaces them on given dates.

    Exact from `first` for so many days; empty when the hours are not usable. See https://schema.org/openingHours.
    """
    both = schema_org_properties(hours, calendar, first, days)
    return [one for specifications in both.values() for one in specifications]


def schema_org_properties(
    hours: Hours, calendar: Calendar, first: date, days: int = _YEAR
) -> dict[str, list[Specification]]:
    """The same under the names of the two properties of a Place, the second of which overrides the first."""
    if not usable(hours, first) or days < 1:
        return {}
    dates = window(first, days)
    regular = [one for run in runs(hours, calendar, dates) for one in _schema_run(run)]
    special = [one for replaced in replacements(hours, calendar, dates) for one in _schema_replacement(replaced)]
    both = {"openingHoursSpecification": regular, "specialOpeningHoursSpecification": special}
    return {name: specifications for name, specifications in both.items() if specifications}


def _schema_run(run: Run) -> Iterator[Specification]:
    for weekdays, same in run.alike():
        names = [_SCHEMA_DAYS[weekday] for weekday in weekdays]
        for times in _schema_times(same):
            yield _specification({"dayOfWeek": names, **times}, run.first, run.last)


def _schema_replacement(one: Replacement) -> Iterator[Specification]:
    for times in _schema_times(one.intervals):
        yield _specification(dict(times), one.first, one.last)


def _specification(said: Specification, first: date, last: date) -> Specification:
    dates = {"validFrom": first.isoformat(), "validThrough": last.isoformat()}
    return {"@type": "OpeningHoursSpecification", **said, **dates}


def _schema_times(intervals: Intervals) -> list[dict[str, str]]:
    """Closed is 00:00 to 00:00, so a whole day is said in two halves; an end at midnight is 00:00."""
    said = [half for interval in intervals for half in _halves(interval)] or [(0, 0)]
    return [{"opens": _clock(opens), "closes": _clock(closes % MINUTES_A_DAY)} for opens, closes in said]


def _halves(interval: Interval) -> list[Interval]:
    return [(0, _NOON), (_NOON, MINUTES_A_DAY)] if interval == (0, MINUTES_A_DAY) else [interval]


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
