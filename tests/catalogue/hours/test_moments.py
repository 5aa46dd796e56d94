"""What comes next: the next opening, the closing time, closures now and soon."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from app.catalogue.hours.model import Hours
from app.catalogue.hours.rules import closes_at, current_closure, next_opening, upcoming_closure
from tests.catalogue.hours import support as s

SPRING_NIGHT = s.known(s.slots(s.ALL_YEAR, [s.SUNDAY], "02:30-04:00"))
LOST_HOUR = s.known(s.slots(s.ALL_YEAR, [s.SUNDAY], "02:15-02:45"))
TWICE = s.known(s.slots(s.ALL_YEAR, [s.SUNDAY], "01:30-02:30"))

NEXT = [
    ("later today", s.TOWN_HALL, "2026-11-23 12:30", "2026-11-23 14:00"),
    ("already open: this very moment", s.TOWN_HALL, "2026-11-23 10:17:30", "2026-11-23 10:17:30"),
    ("tomorrow", s.TOWN_HALL, "2026-11-23 17:00", "2026-11-24 09:00"),
    ("over the weekend", s.TOWN_HALL, "2026-11-27 18:00", "2026-11-30 09:00"),
    ("over 11 November", s.TOWN_HALL, "2026-11-10 18:00", "2026-11-12 09:00"),
    ("over the Ascension", s.ALAE, "2027-05-05 19:00", "2027-05-07 08:00"),
    ("over the closure, but the special morning", s.CRECHE, "2027-07-23 19:00", "2027-08-04 09:00"),
    ("after the special morning", s.CRECHE, "2027-08-04 12:00", "2027-08-16 07:30"),
    ("term-only place, in the holidays", s.TERM_ONLY, "2026-12-21 10:00", "2027-01-04 09:00"),
    ("beyond the horizon", s.TERM_ONLY, "2027-07-02 17:30", None),
    ("never open", s.NEVER_OPEN, "2026-11-23 10:00", None),
    ("unknown", s.UNKNOWN, "2026-11-23 10:00", None),
    (
        "trust ends before the opening, but holds on the day of the question",
        s.EXPIRED,
        "2026-11-22 10:00",
        "2026-11-23 09:00",
    ),
    ("a day about which nobody can say comes first", s.TERM_ONLY, "2028-08-30 10:00", None),
    ("March: the clock skips the opening", SPRING_NIGHT, "2027-03-28 01:00", "2027-03-28 03:00"),
    ("March: the clock skips the whole slot", LOST_HOUR, "2027-03-28 01:00", "2027-04-04 02:15"),
    ("October: open again when the clock goes back", TWICE, "2027-10-31 02:40", "2027-10-31 02:00b"),
    ("October: the second 02:30 is over", TWICE, "2027-10-31 02:40b", "2027-11-07 01:30"),
    ("October: an ordinary Sunday opening", s.CLUB, "2026-10-25 01:00", "2026-10-25 14:00"),
]


@pytest.mark.parametrize(("hours", "moment", "expected"), [c[1:] for c in NEXT], ids=[c[0] for c in NEXT])
def test_next_opening(hours: Hours, moment: str, expected: str | None):
    found = next_opening(hours, s.at(moment), s.ZONE_C)
    # Compared in UTC: Python compares two moments of one zone by the wall clock, blind to the hour shown twice.
    assert (found and found.astimezone(UTC)) == (expected and s.at(expected).astimezone(UTC))


CLOSES = [
    ("before lunch", s.TOWN_HALL, "2026-11-23 10:00", "2026-11-23 12:00"),
    ("slots that touch", s.CONTINUOUS, "2026-11-23 10:00", "2026-11-23 18:00"),
    ("closed now", s.TOWN_HALL, "2026-11-23 12:30", None),
    ("unknown", s.UNKNOWN, "2026-11-23 12:30", None),
    ("past midnight", s.NIGHT, "2026-11-28 23:00", "2026-11-29 03:00"),
    ("at midnight before a holiday", s.SHELTER, "2026-12-24 23:00", "2026-12-25 00:00"),
    ("never, within the horizon", s.SHELTER, "2027-01-02 10:00", None),
    ("special opening", s.CRECHE, "2027-08-04 09:30", "2027-08-04 12:00"),
    (
        "October: the clock shows 02:30 twice, open both times until 03:00",
        s.NIGHT,
        "2027-10-31 01:00",
        "2027-10-31 03:00",
    ),
    ("October: closes at the first 02:30", TWICE, "2027-10-31 01:45", "2027-10-31 02:30"),
    ("October: closes at the second 02:30", TWICE, "2027-10-31 02:10b", "2027-10-31 02:30b"),
    ("March: closes at a minute that is skipped", TWICE, "2027-03-28 01:45", "2027-03-28 03:00"),
]


@pytest.mark.parametrize(("hours", "moment", "expected"), [c[1:] for c in CLOSES], ids=[c[0] for c in CLOSES])
def test_closes_at(hours: Hours, moment: str, expected: str | None):
    found = closes_at(hours, s.at(moment), s.ZONE_C)
    assert (found and found.astimezone(UTC)) == (expected and s.at(expected).astimezone(UTC))


@pytest.mark.parametrize(
    ("day", "closed"),
    [("2027-07-25", False), ("2027-07-26", True), ("2027-08-15", True), ("2027-08-16", False)],
)
def test_current_closure_has_its_first_and_its_last_day(day: str, closed: bool):
    assert bool(current_closure(s.CRECHE, date.fromisoformat(day))) is closed


def test_of_two_closures_the_one_that_ends_last_is_shown():
    first, second = s.closure("2026-11-20", "2026-11-24") + s.closure("2026-11-21", "2026-11-30")
    hours = s.known(closures=(second, first))
    assert current_closure(hours, date(2026, 11, 23)) == second
    assert current_closure(hours, date(2026, 11, 20)) == first


@pytest.mark.parametrize(
    ("day", "announced"),
    [("2027-06-25", False), ("2027-06-26", True), ("2027-07-25", True), ("2027-07-26", False)],
)
def test_upcoming_closure_is_announced_thirty_days_before(day: str, announced: bool):
    assert bool(upcoming_closure(s.CRECHE, date.fromisoformat(day))) is announced


def test_the_nearest_closure_to_come_is_announced():
    near, far = s.closure("2026-12-01", "2026-12-02") + s.closure("2026-12-05", "2026-12-06")
    assert upcoming_closure(s.known(closures=(far, near)), date(2026, 11, 23)) == near


def test_a_closure_is_told_even_when_the_week_is_unknown():
    hours = Hours(closures=s.closure("2026-11-20", "2026-11-24"))
    assert current_closure(hours, date(2026, 11, 23))
    assert upcoming_closure(hours, date(2026, 11, 1))
