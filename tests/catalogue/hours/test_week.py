"""The typical week: what counts, how it is shown, and the filters of the search."""

from __future__ import annotations

from datetime import date

import pytest

from app.catalogue.hours.model import Closure, Hours, HoursError, Period, Slot, SpecialOpening
from app.catalogue.hours.rules import (
    DayGroup,
    OverlappingSlots,
    answers_week,
    check_slots,
    effective_slots,
    grouped_week,
    merge,
    typical_week,
    usable,
)
from tests.catalogue.hours import support as s

TODAY = date(2026, 11, 23)
WED, FRI, SAT = s.WEDNESDAY, s.FRIDAY, s.SATURDAY

# hours, weekdays, period, de, a, expected
FILTERS = [
    ("Wednesday", s.TOWN_HALL, [WED], None, "", "", True),
    ("Saturday", s.TOWN_HALL, [SAT], None, "", "", False),
    ("every asked day must do", s.TOWN_HALL, [WED, SAT], None, "", "", False),
    ("every asked day does", s.TOWN_HALL, [WED, FRI], None, "", "", True),
    ("window within one slot", s.TOWN_HALL, [FRI], None, "14:30", "16:00", True),
    ("window equal to the slot", s.TOWN_HALL, [FRI], None, "14:00", "17:00", True),
    ("window across lunch", s.TOWN_HALL, [FRI], None, "09:00", "17:00", False),
    ("window across slots that touch", s.CONTINUOUS, [FRI], None, "09:00", "17:00", True),
    ("window one minute too long", s.TOWN_HALL, [FRI], None, "14:00", "17:01", False),
    ("window one minute too early", s.TOWN_HALL, [FRI], None, "13:59", "17:00", False),
    ("window on each day, one fails", s.TOWN_HALL, [WED, FRI], None, "14:00", "16:00", False),
    ("window without day: one weekday is enough", s.ALAE, [], None, "10:00", "16:00", True),
    ("window without day: none does", s.TOWN_HALL, [], None, "10:00", "16:00", False),
    ("window without day holds on one and the same day", s.CLUB, [], s.TERM, "10:00", "19:00", False),
    ("only de, at opening", s.TOWN_HALL, [FRI], None, "09:00", "", True),
    ("only de, at closing", s.TOWN_HALL, [FRI], None, "12:00", "", False),
    ("only de, before opening", s.TOWN_HALL, [FRI], None, "08:59", "", False),
    ("only a, at opening", s.TOWN_HALL, [FRI], None, "", "09:00", False),
    ("only a, at closing", s.TOWN_HALL, [FRI], None, "", "12:00", True),
    ("only a, after closing", s.TOWN_HALL, [FRI], None, "", "18:00", False),
    ("only a, until midnight", s.NIGHT, [], None, "", "24:00", True),
    ("a window that ends before it starts", s.SHELTER, [FRI], None, "17:00", "09:00", False),
    ("an empty window", s.SHELTER, [FRI], None, "09:00", "09:00", False),
    ("term when no period is said", s.ALAE, [FRI], None, "10:00", "11:00", False),
    ("short holidays", s.ALAE, [FRI], s.SHORT, "10:00", "11:00", True),
    ("summer", s.ALAE, [FRI], s.SUMMER, "08:00", "17:00", True),
    ("summer ends earlier", s.ALAE, [FRI], s.SUMMER, "08:00", "18:00", False),
    ("period only", s.ALAE, [], s.SUMMER, "", "", True),
    ("period only, term-only place", s.TERM_ONLY, [], s.SHORT, "", "", False),
    ("period only, all-year place", s.TOWN_HALL, [], s.SUMMER, "", "", True),
    ("its own period replaces the year", s.LIBRARY, [WED], s.SUMMER, "", "", False),
    ("the year holds elsewhere", s.LIBRARY, [WED], s.SHORT, "", "", True),
    ("never open", s.NEVER_OPEN, [], s.TERM, "", "", False),
    ("unknown", s.UNKNOWN, [WED], None, "", "", None),
    ("unreliable", s.UNRELIABLE, [WED], None, "", "", None),
    ("no longer trusted", s.EXPIRED, [WED], None, "", "", None),
    ("closures and holidays do not touch the typical week", s.CRECHE, [WED], None, "08:00", "18:00", True),
]


@pytest.mark.parametrize(
    ("hours", "weekdays", "period", "de", "a", "expected"), [c[1:] for c in FILTERS], ids=[c[0] for c in FILTERS]
)
def test_answers_week(hours: Hours, weekdays: list[int], period: Period | None, de: str, a: str, expected: bool | None):
    opens_by, closes_after = (s.minutes(clock) if clock else None for clock in (de, a))
    answer = answers_week(
        hours, weekdays=weekdays, period=period, opens_by=opens_by, closes_after=closes_after, on=TODAY
    )
    assert answer is expected


def test_effective_slots_are_merged_and_keep_the_period_they_were_given_for():
    noon = s.known(s.slots(s.ALL_YEAR, [FRI], "14:00-18:00 08:00-12:00 12:00-14:00"))
    assert effective_slots(noon, s.SUMMER) == s.slots(s.ALL_YEAR, [FRI], "08:00-18:00")
    assert effective_slots(s.LIBRARY, s.SUMMER) == s.slots(s.SUMMER, [s.TUESDAY, SAT], "09:00-13:00")
    assert effective_slots(s.TERM_ONLY, s.SUMMER) == ()


def test_merge_joins_what_touches_and_what_overlaps():
    assert merge([(600, 700), (0, 100), (100, 200), (150, 160)]) == ((0, 200), (600, 700))


def test_slots_that_overlap_are_refused_by_name():
    first, second = Slot(s.TERM, FRI, 480, 720), Slot(s.TERM, FRI, 719, 800)
    with pytest.raises(OverlappingSlots) as refusal:
        check_slots([second, first])
    assert (refusal.value.first, refusal.value.second) == (first, second)


def test_slots_that_touch_or_belong_to_other_periods_or_days_are_fine():
    check_slots(s.slots(s.TERM, [FRI, SAT], "08:00-12:00 12:00-18:00"))
    check_slots(s.slots(s.TERM, [FRI], "08:00-12:00") + s.slots(s.ALL_YEAR, [FRI], "08:00-12:00"))


def test_a_slot_given_twice_is_an_overlap():
    with pytest.raises(OverlappingSlots):
        check_slots(s.slots(s.TERM, [FRI, FRI], "08:00-12:00"))


def test_typical_week_is_shown_trusted_or_not_but_never_invented():
    assert typical_week(s.UNKNOWN, s.TERM) is None
    assert typical_week(s.EXPIRED, s.TERM) == typical_week(s.TOWN_HALL, s.TERM)
    assert typical_week(s.NEVER_OPEN, s.TERM) == ((),) * 7


def test_grouped_week_puts_equal_days_together_and_says_the_closed_ones():
    day, morning = s.spans("09:00-12:00 14:00-17:00"), s.spans("09:00-12:00")
    assert grouped_week(s.TOWN_HALL, s.TERM) == (
        DayGroup(0, 1, day),
        DayGroup(2, 2, morning),
        DayGroup(3, 4, day),
        DayGroup(5, 6, ()),
    )
    assert grouped_week(s.SHELTER, s.TERM) == (DayGroup(0, 6, ((0, 1440),)),)
    assert grouped_week(s.UNKNOWN, s.TERM) == ()


def test_usable_until_the_last_day_of_trust_included():
    assert usable(s.EXPIRED, date(2026, 11, 22))
    assert not usable(s.EXPIRED, date(2026, 11, 23))
    assert not usable(s.UNRELIABLE, date(2026, 11, 1))
    assert not usable(Hours(trusted_until=s.TRUSTED), date(2026, 11, 1))


def test_values_that_no_clock_shows_are_refused():
    for make in (
        lambda: Slot(s.TERM, 7, 0, 60),
        lambda: Slot(s.TERM, 0, 60, 60),
        lambda: Slot(s.TERM, 0, 0, 1441),
        lambda: SpecialOpening(TODAY, 60, 0),
        lambda: Closure(TODAY, date(2026, 11, 22)),
    ):
        with pytest.raises(HoursError):
            make()
