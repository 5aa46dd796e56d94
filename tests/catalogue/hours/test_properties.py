"""What holds for any hours, compared with naive oracles that share no code with the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours, State

from app.catalogue.hours.exports import schema_org_properties, to_osm, to_schema_org
from app.catalogue.hours.model import Closure, Hours, Period, Slot, SpecialOpening
from app.catalogue.hours.rules import closes_at, effective_slots, intervals, merge, next_opening, open_at
from tests.catalogue.hours.support import PARIS, ZONE_C

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FIRST, LAST = date(2026, 10, 1), date(2029, 6, 30)
Intervals = tuple[tuple[int, int], ...]

few: Callable[[Any], Any] = settings(max_examples=60, deadline=None)

# ---------------------------------------------------------------- any hours

edges = st.one_of(st.sampled_from([0, 120, 150, 180, 480, 720, 1080, 1439, 1440]), st.integers(0, 1440))
spans = st.tuples(edges, edges).filter(lambda ends: ends[0] != ends[1]).map(lambda ends: (min(ends), max(ends)))
days = st.dates(FIRST, LAST)
slots = st.builds(
    lambda period, weekday, span: Slot(period, weekday, *span), st.sampled_from(Period), st.integers(0, 6), spans
)


@st.composite
def any_hours(draw: st.DrawFn, around: date | None = None) -> Hours:
    """Known and trusted hours; closures and special openings within a year of `around`."""
    near = st.dates(around, around + 365 * DAY) if around else days
    closures = st.builds(lambda day, length: Closure(day, day + length * DAY), near, st.integers(0, 40))
    special = st.builds(lambda day, span: SpecialOpening(day, *span), near, spans)
    return Hours(
        slots=tuple(draw(st.lists(slots, max_size=12))),
        closures=tuple(draw(st.lists(closures, max_size=3))),
        special_openings=tuple(draw(st.lists(special, max_size=4))),
        known=True,
        trusted_until=date(2035, 1, 1),
    )


# Half of the moments fall on the days when the clock changes.
changes = st.sampled_from([datetime(2026, 10, 25, tzinfo=UTC), datetime(2027, 3, 28, tzinfo=UTC)])
moments = st.one_of(
    st.builds(lambda start, passed: start + passed * MINUTE, changes, st.integers(-180, 300)),
    st.datetimes(datetime(2026, 10, 1), datetime(2029, 6, 1), timezones=st.just(UTC)),
).map(lambda moment: moment.astimezone(PARIS))

# ---------------------------------------------------------------- naive oracles


def naive_day(hours: Hours, day: date) -> set[int] | None:
    """The open minutes of a day, straight from the sentences of the specification."""
    special = [(s.opens, s.closes) for s in hours.special_openings if s.day == day]
    if special:
        return {minute for opens, closes in special for minute in range(opens, closes)}
    if any(c.starts <= day <= c.ends for c in hours.closures) or ZONE_C.is_public_holiday(day):
        return set()
    period = ZONE_C.period(day)
    if period is None and {slot.period for slot in hours.slots} - {Period.ALL_YEAR}:
        return None
    own = [slot for slot in hours.slots if slot.period is period]
    counting = own or [slot for slot in hours.slots if slot.period is Period.ALL_YEAR]
    return {m for slot in counting if slot.weekday == day.weekday() for m in range(slot.opens, slot.closes)}


def minutes_of(found: Intervals) -> set[int]:
    return {minute for opens, closes in found for minute in range(opens, closes)}


def real_minutes(moment: datetime, count: int) -> Iterator[datetime]:
    """The minutes that really pass after a moment, on the wall clock of Paris."""
    start = moment.astimezone(UTC).replace(second=0, microsecond=0)
    return ((start + n * MINUTE).astimezone(PARIS) for n in range(1, count + 1))


# ---------------------------------------------------------------- the rules


@few
@given(st.lists(spans))
def test_merging_is_idempotent_sorted_disjoint_and_loses_nothing(some: list[tuple[int, int]]):
    merged = merge(some)
    assert merge(merged) == merged
    assert all(before[1] < after[0] for before, after in pairwise(merged))
    assert minutes_of(merged) == minutes_of(tuple(some))


@few
@given(any_hours(), st.sampled_from(Period))
def test_effective_slots_are_stable(hours: Hours, period: Period):
    once = effective_slots(hours, period)
    assert list(once) == sorted(once)
    again = Hours(tuple(Slot(period, slot.weekday, slot.opens, slot.closes) for slot in once), known=True)
    assert effective_slots(again, period) == again.slots


@few
@given(any_hours(), days)
def test_intervals_are_those_of_the_specification(hours: Hours, day: date):
    found = intervals(hours, day, ZONE_C)
    expected = naive_day(hours, day)
    assert (None if found is None else minutes_of(found)) == expected
    assert found is None or merge(found) == found


@few
@given(any_hours(), moments)
def test_open_at_is_being_inside_an_interval(hours: Hours, moment: datetime):
    found = intervals(hours, moment.date(), ZONE_C)
    minute = moment.hour * 60 + moment.minute
    inside = None if found is None else any(opens <= minute < closes for opens, closes in found)
    assert open_at(hours, moment, ZONE_C) is inside


@few
@given(any_hours(), moments)
def test_next_opening_is_open_and_nothing_is_open_before_it(hours: Hours, moment: datetime):
    found = next_opening(hours, moment, ZONE_C, horizon_days=2)
    if open_at(hours, moment, ZONE_C):
        assert found == moment
        return
    assert found is None or open_at(hours, found, ZONE_C)
    known_days: dict[date, set[int] | None] = {}
    for passing in real_minutes(moment, 3 * 1500):
        day = passing.date()
        if (found and passing.astimezone(UTC) >= found.astimezone(UTC)) or day > moment.date() + 2 * DAY:
            return
        if day not in known_days:
            known_days[day] = naive_day(hours, day)
        open_minutes = known_days[day]
        if open_minutes is None:
            assert found is None
            return
        assert passing.hour * 60 + passing.minute not in open_minutes


@few
@given(any_hours(), moments)
def test_closes_at_is_closed_and_everything_is_open_before_it(hours: Hours, moment: datetime):
    found = closes_at(hours, moment, ZONE_C, horizon_days=2)
    if not open_at(hours, moment, ZONE_C):
        assert found is None
        return
    known_days: dict[date, set[int] | None] = {}
    for passing in real_minutes(moment, 3 * 1500):
        day = passing.date()
        if day not in known_days:
            known_days[day] = naive_day(hours, day)
        is_open = passing.hour * 60 + passing.minute in (known_days[day] or set())
        if found and passing.astimezone(UTC) == found.astimezone(UTC):
            assert not is_open
            return
        if found is None and day > moment.date() + 2 * DAY:
            return
        assert is_open


# ---------------------------------------------------------------- the exports, over a year

starts = st.one_of(st.dates(date(2026, 10, 1), date(2027, 6, 30)), st.dates(date(2028, 1, 1), date(2028, 12, 31)))
years = starts.flatmap(lambda first: st.tuples(any_hours(around=first), st.just(first)))


def our_year(hours: Hours, first: date) -> dict[date, Intervals | None]:
    return {first + n * DAY: intervals(hours, first + n * DAY, ZONE_C) for n in range(365)}


def osm_year(value: str, first: date) -> dict[date, Intervals | None]:
    """The year as an independent library reads the OSM value (only dates in it: it misreads SH and PH)."""
    start = datetime.combine(first, datetime.min.time())
    reader = OpeningHours(value, auto_country=False, auto_timezone=False)
    year: dict[date, Intervals | None] = {first + n * DAY: () for n in range(365)}
    for opens, closes, state, _ in reader.intervals(start, start + 365 * DAY):
        day = opens.date()
        while state != State.CLOSED and day < first + 365 * DAY and datetime.combine(day, start.time()) < closes:
            midnight = datetime.combine(day, start.time())
            span = tuple(int((min(max(e, midnight), midnight + DAY) - midnight) / MINUTE) for e in (opens, closes))
            year[day] = None if state == State.UNKNOWN else (*(year[day] or ()), (span[0], span[1]))
            day += DAY
    return year


def schema_year(properties: dict[str, list[dict[str, Any]]], first: date) -> dict[date, Intervals | None]:
    """A small reader of schema.org: a special entry replaces the day, a day that nothing names is unknown."""
    year: dict[date, Intervals | None] = {}
    for day in (first + n * DAY for n in range(365)):
        regular = [one for one in properties.get("openingHoursSpecification", []) if schema_names(one, day)]
        special = [one for one in properties.get("specialOpeningHoursSpecification", []) if schema_names(one, day)]
        chosen = special or regular
        year[day] = merge(span for one in chosen for span in schema_span(one)) if chosen else None
    return year


def schema_names(one: dict[str, Any], day: date) -> bool:
    dated = one["validFrom"] <= day.isoformat() <= one["validThrough"]
    return dated and ("dayOfWeek" not in one or f"{day:%A}" in one["dayOfWeek"])


def schema_span(one: dict[str, Any]) -> list[tuple[int, int]]:
    opens, closes = (int(one[end][:2]) * 60 + int(one[end][3:]) for end in ("opens", "closes"))
    if opens == closes == 0:
        return []
    return [(opens, closes or 1440)]


@few
@given(years)
def test_osm_says_the_same_as_the_rules_for_a_year(case: tuple[Hours, date]):
    hours, first = case
    value = to_osm(hours, ZONE_C, first)
    assert value is not None
    assert "SH" not in value
    assert "PH" not in value
    assert osm_year(value, first) == our_year(hours, first)


@few
@given(years)
def test_schema_org_says_the_same_as_the_rules_for_a_year(case: tuple[Hours, date]):
    hours, first = case
    assert schema_year(schema_org_properties(hours, ZONE_C, first), first) == our_year(hours, first)


@few
@given(years)
def test_schema_org_as_one_list_tells_weeks_from_dates(case: tuple[Hours, date]):
    hours, first = case
    together = to_schema_org(hours, ZONE_C, first)
    properties = {
        "openingHoursSpecification": [one for one in together if "dayOfWeek" in one],
        "specialOpeningHoursSpecification": [one for one in together if "dayOfWeek" not in one],
    }
    assert schema_year(properties, first) == our_year(hours, first)
