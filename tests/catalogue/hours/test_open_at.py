"""Is it open at this moment? Each case has the name of what it is about."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.catalogue.hours.model import Hours
from app.catalogue.hours.rules import NaiveMoment, intervals, open_at
from tests.catalogue.hours import support as s

CASES = [
    # The day and its lunch break
    ("morning", s.TOWN_HALL, "2026-11-23 10:00", True),
    ("opening minute is included", s.TOWN_HALL, "2026-11-23 09:00", True),
    ("the second before opening", s.TOWN_HALL, "2026-11-23 08:59:59", False),
    ("the second before lunch", s.TOWN_HALL, "2026-11-23 11:59:59", True),
    ("closing minute is excluded", s.TOWN_HALL, "2026-11-23 12:00", False),
    ("lunch break", s.TOWN_HALL, "2026-11-23 13:00", False),
    ("back from lunch", s.TOWN_HALL, "2026-11-23 14:00", True),
    ("evening", s.TOWN_HALL, "2026-11-23 17:00", False),
    ("Wednesday morning", s.TOWN_HALL, "2026-11-25 10:00", True),
    ("Wednesday afternoon", s.TOWN_HALL, "2026-11-25 15:00", False),
    ("Saturday", s.TOWN_HALL, "2026-11-28 10:00", False),
    ("slots that touch at noon", s.CONTINUOUS, "2026-11-23 12:00", True),
    # Public holidays
    ("11 November, a Wednesday", s.ALAE, "2026-11-11 10:00", False),
    ("12 November", s.ALAE, "2026-11-12 17:00", True),
    ("1 November, a Sunday in the holidays", s.CLUB, "2026-11-01 15:00", False),
    ("Christmas day", s.SHELTER, "2026-12-25 10:00", False),
    ("26 December is no holiday here", s.SHELTER, "2026-12-26 10:00", True),
    ("1 January", s.SHELTER, "2027-01-01 00:00", False),
    ("Easter Monday", s.TOWN_HALL, "2027-03-29 10:00", False),
    ("Good Friday is no holiday here", s.TOWN_HALL, "2027-03-26 10:00", True),
    ("1 May, a Saturday", s.CLUB, "2027-05-01 11:00", False),
    ("8 May, on the Ascension bridge", s.CLUB, "2027-05-08 15:00", False),
    ("Ascension Thursday", s.ALAE, "2027-05-06 10:00", False),
    ("Ascension Friday is a short holiday", s.ALAE, "2027-05-07 10:00", True),
    ("Ascension Friday, before the holiday hours", s.ALAE, "2027-05-07 07:45", False),
    ("Whit Monday", s.TOWN_HALL, "2027-05-17 10:00", False),
    ("14 July, a Wednesday in summer", s.ALAE, "2027-07-14 10:00", False),
    ("15 July", s.ALAE, "2027-07-15 10:00", True),
    ("15 August", s.SHELTER, "2027-08-15 10:00", False),
    # Zone C, 2026-2027: the day before, the first day, the last day, the day after
    ("Friday before Toussaint is term", s.CLUB, "2026-10-16 11:00", True),
    ("Friday before Toussaint is not holidays", s.CLUB, "2026-10-16 15:00", False),
    ("first day of Toussaint", s.CLUB, "2026-10-17 15:00", True),
    ("first day of Toussaint is not term", s.CLUB, "2026-10-17 11:00", False),
    ("last Saturday of Toussaint", s.CLUB, "2026-10-31 15:00", True),
    ("Monday after Toussaint, before school", s.ALAE, "2026-11-02 07:45", True),
    ("Monday after Toussaint, school hours", s.ALAE, "2026-11-02 10:00", False),
    ("Friday before Christmas holidays", s.ALAE, "2026-12-18 10:00", False),
    ("first day of Christmas holidays", s.CLUB, "2026-12-19 15:00", True),
    ("first Monday of Christmas holidays", s.ALAE, "2026-12-21 10:00", True),
    ("last day of Christmas holidays", s.CLUB, "2027-01-03 15:00", True),
    ("Monday after Christmas holidays", s.ALAE, "2027-01-04 10:00", False),
    ("Friday before winter holidays", s.CLUB, "2027-02-05 11:00", True),
    ("first day of winter holidays", s.CLUB, "2027-02-06 15:00", True),
    ("last day of winter holidays", s.CLUB, "2027-02-21 15:00", True),
    ("Monday after winter holidays", s.ALAE, "2027-02-22 07:45", True),
    ("zone A is on holiday on 25 February, not zone C", s.ALAE, "2027-02-25 10:00", False),
    ("Friday before spring holidays", s.CLUB, "2027-04-02 11:00", True),
    ("first day of spring holidays", s.CLUB, "2027-04-03 15:00", True),
    ("last day of spring holidays", s.CLUB, "2027-04-18 15:00", True),
    ("Monday after spring holidays", s.ALAE, "2027-04-19 10:00", False),
    ("Friday before summer", s.CLUB, "2027-07-02 11:00", True),
    ("first day of summer", s.CLUB, "2027-07-03 19:00", True),
    ("first day of summer is no short holiday", s.CLUB, "2027-07-03 15:00", False),
    ("last day of summer", s.CLUB, "2027-08-31 19:00", True),
    ("day after summer is term", s.TERM_ONLY, "2027-09-01 10:00", True),
    # Which slots count
    ("all-year slots give way to those of the term", s.CLUB, "2026-11-23 06:30", False),
    ("a period of its own replaces the year: open earlier", s.LIBRARY, "2027-07-06 09:30", True),
    ("a period of its own replaces the year: shut in the afternoon", s.LIBRARY, "2027-07-06 15:00", False),
    ("a period of its own replaces the year: other weekdays are closed", s.LIBRARY, "2027-07-07 11:00", False),
    ("all-year slots hold in short holidays", s.LIBRARY, "2026-12-22 15:00", True),
    ("term only, in the holidays", s.TERM_ONLY, "2026-12-22 10:00", False),
    ("term only, in summer", s.TERM_ONLY, "2027-07-20 10:00", False),
    ("known never to open", s.NEVER_OPEN, "2026-11-23 10:00", False),
    # Closures and special openings
    ("day before the closure", s.CRECHE, "2027-07-23 10:00", True),
    ("first day of the closure", s.CRECHE, "2027-07-26 10:00", False),
    ("last Friday of the closure", s.CRECHE, "2027-08-13 10:00", False),
    ("Monday after the closure", s.CRECHE, "2027-08-16 07:30", True),
    ("special opening in the closure", s.CRECHE, "2027-08-04 10:00", True),
    ("special opening replaces the day", s.CRECHE, "2027-08-04 12:00", False),
    ("special opening on a holiday", s.CRECHE, "2026-11-11 15:59", True),
    ("special opening on a holiday, before it", s.CRECHE, "2026-11-11 08:00", False),
    # Midnight
    ("last minute of Saturday", s.NIGHT, "2026-11-28 23:59:59", True),
    ("first minute of Sunday", s.NIGHT, "2026-11-29 00:00", True),
    ("Sunday morning", s.NIGHT, "2026-11-29 03:00", False),
    ("day and night", s.SHELTER, "2026-11-29 04:17", True),
    # Summer time
    ("October, 02:30 the first time", s.NIGHT, "2027-10-31 02:30", True),
    ("October, 02:30 the second time", s.NIGHT, "2027-10-31 02:30b", True),
    ("October, 03:00", s.NIGHT, "2027-10-31 03:00", False),
    ("last Sunday of October 2026, in the afternoon", s.CLUB, "2026-10-25 15:00", True),
    ("last Sunday of October 2026, closing wall clock", s.CLUB, "2026-10-25 16:00", False),
    ("last Sunday of March 2027 is Easter, term", s.CLUB, "2027-03-28 11:00", True),
    ("last Sunday of March 2027, opening wall clock", s.CLUB, "2027-03-28 09:59", False),
    # Nobody can say
    ("unknown", s.UNKNOWN, "2026-11-23 10:00", None),
    ("unreliable", s.UNRELIABLE, "2026-11-23 10:00", None),
    ("last day of trust", s.EXPIRED, "2026-11-22 10:00", False),
    ("trust is over", s.EXPIRED, "2026-11-23 10:00", None),
    ("calendar not published, hours by period", s.ALAE, "2029-03-05 10:00", None),
    ("calendar not published, one period only", s.LIBRARY, "2029-03-06 11:00", None),
    ("calendar not published, hours of all the year", s.TOWN_HALL, "2029-03-05 10:00", True),
    ("calendar not published, public holiday", s.ALAE, "2029-05-01 10:00", False),
    ("calendar not published, never open", s.NEVER_OPEN, "2029-03-05 10:00", False),
    ("before the calendar that is kept", s.ALAE, "2026-08-31 10:00", None),
]


@pytest.mark.parametrize(("hours", "moment", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_open_at(hours: Hours, moment: str, expected: bool | None):
    assert open_at(hours, s.at(moment), s.ZONE_C) is expected


def test_there_are_enough_cases_and_each_has_its_name():
    names = [case[0] for case in CASES]
    assert len(names) >= 60
    assert len(set(names)) == len(names)


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(NaiveMoment):
        open_at(s.TOWN_HALL, datetime(2026, 11, 23, 10), s.ZONE_C)


DAYS = [
    ("split hours", s.TOWN_HALL, "2026-11-23", "09:00-12:00 14:00-17:00"),
    ("touching slots are one", s.CONTINUOUS, "2026-11-23", "08:00-18:00"),
    ("touching special openings are one", s.CRECHE, "2027-08-04", "09:00-12:00"),
    ("closure", s.CRECHE, "2027-08-05", ""),
    ("holiday", s.TOWN_HALL, "2026-11-11", ""),
    ("whole day", s.SHELTER, "2026-11-12", "00:00-24:00"),
    ("last Sunday of October", s.CLUB, "2026-10-25", "14:00-16:00"),
    ("last Sunday of March", s.CLUB, "2027-03-28", "10:00-12:00"),
    (
        "not published, special opening",
        s.known(s.TERM_ONLY.slots, special_openings=s.special("2029-03-05", "10:00-11:00")),
        "2029-03-05",
        "10:00-11:00",
    ),
    (
        "not published, closure",
        s.known(s.TERM_ONLY.slots, closures=s.closure("2029-03-05", "2029-03-05")),
        "2029-03-05",
        "",
    ),
    (
        "overlapping closures",
        s.known(
            s.SHELTER.slots, closures=s.closure("2026-11-20", "2026-11-23") + s.closure("2026-11-22", "2026-11-24")
        ),
        "2026-11-24",
        "",
    ),
]


@pytest.mark.parametrize(("hours", "day", "expected"), [c[1:] for c in DAYS], ids=[c[0] for c in DAYS])
def test_intervals_of_a_day(hours: Hours, day: str, expected: str):
    assert intervals(hours, date.fromisoformat(day), s.ZONE_C) == s.spans(expected)


def test_unknown_hours_say_nothing_even_of_a_closure_or_a_special_opening():
    hours = Hours(
        closures=s.closure("2026-11-20", "2026-11-24"), special_openings=s.special("2026-11-25", "10:00-11:00")
    )
    assert intervals(hours, date(2026, 11, 23), s.ZONE_C) is None
    assert intervals(hours, date(2026, 11, 25), s.ZONE_C) is None


def test_trust_is_judged_on_the_day_the_question_is_asked():
    next_week = date(2026, 11, 30)
    assert intervals(s.EXPIRED, next_week, s.ZONE_C) is None
    assert intervals(s.EXPIRED, next_week, s.ZONE_C, asked_on=date(2026, 11, 22)) == s.spans("09:00-12:00 14:00-17:00")
    assert intervals(s.EXPIRED, date(2026, 11, 20), s.ZONE_C, asked_on=date(2026, 11, 23)) is None
