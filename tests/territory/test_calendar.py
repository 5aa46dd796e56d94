"""School holidays of the zone, public holidays of France, and the edges of what is published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from vacances_scolaires_france import SchoolHolidayDates

from app.territory.calendar import SchoolCalendar, SchoolHoliday
from app.territory.periods import Period

TOUSSAINT = SchoolHoliday("Vacances de la Toussaint", date(2026, 10, 17), date(2026, 11, 1), Period.SHORT_HOLIDAYS)
NOEL = SchoolHoliday("Vacances de Noël", date(2026, 12, 19), date(2027, 1, 3), Period.SHORT_HOLIDAYS)
ETE = SchoolHoliday("Vacances d’été", date(2027, 7, 3), date(2027, 8, 31), Period.SUMMER)
CALENDAR = SchoolCalendar([ETE, TOUSSAINT, NOEL], covered_from=date(2026, 9, 1))


@pytest.mark.parametrize(
    ("day", "period"),
    [
        ("2026-08-31", None),
        ("2026-09-01", Period.TERM),
        ("2026-10-16", Period.TERM),
        ("2026-10-17", Period.SHORT_HOLIDAYS),
        ("2026-11-01", Period.SHORT_HOLIDAYS),
        ("2026-11-02", Period.TERM),
        ("2026-11-11", Period.TERM),
        ("2026-12-18", Period.TERM),
        ("2026-12-19", Period.SHORT_HOLIDAYS),
        ("2027-01-03", Period.SHORT_HOLIDAYS),
        ("2027-01-04", Period.TERM),
        ("2027-07-02", Period.TERM),
        ("2027-07-03", Period.SUMMER),
        ("2027-08-31", Period.SUMMER),
        ("2027-09-01", None),
        ("2029-01-01", None),
        ("0001-01-01", None),
        ("9999-12-31", None),
    ],
)
def test_period(day: str, period: Period | None):
    assert CALENDAR.period(date.fromisoformat(day)) is period


def test_the_official_calendar_of_zone_c_gives_back_each_of_its_days():
    official = SchoolHolidayDates()
    days = [date(2026, 9, 1) + timedelta(days=n) for n in range(365)]
    named = {day: official.holidays_for_year_and_zone(day.year, "C").get(day) for day in days}
    ranges = [
        SchoolHoliday(one["nom_vacances"], day, day, Period.SUMMER if "été" in one["nom_vacances"] else NOEL.kind)
        for day, one in named.items()
        if one
    ]
    calendar = SchoolCalendar(ranges, covered_from=days[0])
    for day in days:
        assert (calendar.period(day) is Period.TERM) == (named[day] is None)
    for holiday in (TOUSSAINT, NOEL, ETE):
        assert named[holiday.starts - timedelta(days=1)] is None
        assert {named[day]["nom_vacances"].replace("'", "’") for day in holiday.days()} == {holiday.name}


def test_without_bounds_the_calendar_covers_its_own_holidays():
    calendar = SchoolCalendar([NOEL, TOUSSAINT])
    assert (calendar.covered_from, calendar.covered_until) == (date(2026, 10, 17), date(2027, 1, 3))


def test_an_empty_calendar_knows_public_holidays_only():
    calendar = SchoolCalendar([])
    assert calendar.period(date(2026, 11, 23)) is None
    assert calendar.is_public_holiday(date(2026, 11, 11))
    assert calendar.next_holidays(date(2026, 11, 11), 3) == ()


def test_bounds_without_any_holiday_are_kept():
    calendar = SchoolCalendar([], covered_from=date(2026, 9, 1), covered_until=date(2026, 9, 30))
    assert calendar.period(date(2026, 9, 15)) is Period.TERM
    assert calendar.period(date(2026, 10, 1)) is None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-11-11", "Armistice"),
        ("2027-01-01", "Jour de l'an"),
        ("2027-03-29", "Lundi de Pâques"),
        ("2027-05-01", "Fête du Travail"),
        ("2027-05-06", "Ascension"),
        ("2027-05-08", "Fête de la Victoire"),
        ("2027-05-17", "Lundi de Pentecôte"),
        ("2027-07-14", "Fête nationale"),
        ("2027-08-15", "Assomption"),
        ("2027-11-01", "Toussaint"),
        ("2027-12-25", "Noël"),
        ("2100-12-25", "Noël"),
        ("2027-03-26", None),
        ("2027-12-26", None),
        ("2026-11-12", None),
    ],
)
def test_public_holidays_of_any_year(day: str, name: str | None):
    when = date.fromisoformat(day)
    shown = CALENDAR.holiday_name(when)
    assert (shown and shown.replace("’", "'")) == name
    assert CALENDAR.is_public_holiday(when) is (name is not None)


def test_names_have_typographic_apostrophes():
    assert CALENDAR.holiday_name(date(2027, 1, 1)) == "Jour de l’an"


def test_a_place_with_holidays_of_its_own():
    elsewhere = SchoolCalendar([], subdivision="57")
    assert elsewhere.is_public_holiday(date(2027, 12, 26))
    assert not CALENDAR.is_public_holiday(date(2027, 12, 26))


def test_next_holidays_begin_with_the_current_one():
    assert CALENDAR.next_holidays(date(2026, 11, 1), 2) == (TOUSSAINT, NOEL)
    assert CALENDAR.next_holidays(date(2026, 11, 2), 5) == (NOEL, ETE)
    assert CALENDAR.next_holidays(date(2026, 11, 2), 0) == ()
    assert CALENDAR.school_holiday(date(2026, 11, 1)) == TOUSSAINT
    assert CALENDAR.school_holiday(date(2026, 11, 2)) is None


def test_next_public_holidays_go_into_the_next_year():
    found = CALENDAR.next_public_holidays(date(2026, 12, 25), 2)
    assert [day for day, _ in found] == [date(2026, 12, 25), date(2027, 1, 1)]
    assert CALENDAR.next_public_holidays(date(9999, 12, 31), 1) == ()


def test_a_range_that_is_no_holiday_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        SchoolHoliday("Noël", date(2027, 1, 3), date(2026, 12, 19), Period.SHORT_HOLIDAYS)
    with pytest.raises(ValueError, match="no kind"):
        SchoolHoliday("Noël", date(2026, 12, 19), date(2027, 1, 3), Period.TERM)
