"""How much is missing of the hours that a family needs, and several days at once: forty named cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from app.catalogue.hours.gaps import gaps, is_near, missing
from app.catalogue.hours.model import Hours, Period
from app.catalogue.hours.rules import answers_week
from tests.catalogue.hours.support import (
    ALL_YEAR,
    FRIDAY,
    MONDAY,
    SHORT,
    SUMMER,
    SUNDAY,
    TERM,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    known,
    minutes,
    slots,
)

TODAY = date(2026, 11, 23)
WEEK = range(MONDAY, FRIDAY + 1)
CRECHE = known(slots(ALL_YEAR, WEEK, "07:30-18:30"))
EARLY = known(slots(ALL_YEAR, WEEK, "07:30-18:00"))
LATE = known(slots(ALL_YEAR, WEEK, "08:00-18:30"))
LUNCH = known(slots(ALL_YEAR, WEEK, "07:30-12:00 12:30-18:30"))
TOUCHING = known(slots(ALL_YEAR, WEEK, "07:30-12:00 12:00-18:30"))
TWO_PAUSES = known(slots(ALL_YEAR, WEEK, "07:30-10:00 10:15-12:00 12:30-18:30"))
WEDNESDAYS = known(slots(TERM, [WEDNESDAY], "07:30-18:00"))
UNEVEN = known(slots(ALL_YEAR, [MONDAY, TUESDAY], "07:30-18:30"), slots(ALL_YEAR, [WEDNESDAY], "07:30-18:00"))
ALSH = known(slots(TERM, [WEDNESDAY], "13:30-18:30"), slots(SHORT, WEEK, "07:30-18:00"))
NIGHT = known(slots(ALL_YEAR, WEEK, "00:00-24:00"))
MORNING = known(slots(ALL_YEAR, WEEK, "07:30-11:30"))
EVENING = known(slots(ALL_YEAR, WEEK, "16:30-18:30"))
OLD = known(slots(ALL_YEAR, WEEK, "07:30-18:30"), trusted_until=date(2026, 1, 1))


@dataclass(frozen=True)
class Case:
    """`said` is (late, early, pause) of each day told; None: nothing to compare."""

    name: str
    hours: Hours
    asked: str
    said: tuple[tuple[int, int, int], ...] | None
    days: tuple[int, ...] = ()
    period: Period | None = None
    near: bool = field(default=False)


ALL_FIVE = tuple(WEEK)
CASES = (
    Case("covered to the minute", CRECHE, "07:30-18:30", ((0, 0, 0),), (MONDAY,)),
    Case("covered with room", NIGHT, "07:30-18:30", ((0, 0, 0),), (MONDAY,)),
    Case("closes thirty minutes too soon", EARLY, "07:30-18:30", ((0, 30, 0),), (MONDAY,), near=True),
    Case("opens thirty minutes too late", LATE, "07:30-18:30", ((30, 0, 0),), (MONDAY,), near=True),
    Case("late and early together", known(slots(TERM, WEEK, "08:00-18:00")), "07:30-18:30", ((30, 30, 0),), (MONDAY,),
         near=True),
    Case("late and early, one minute too much", known(slots(TERM, WEEK, "08:00-17:59")), "07:30-18:30",
         ((30, 31, 0),), (MONDAY,)),
    Case("one minute too soon", known(slots(TERM, WEEK, "07:30-18:29")), "07:30-18:30", ((0, 1, 0),), (MONDAY,),
         near=True),
    Case("an hour exactly is near", known(slots(TERM, WEEK, "07:30-17:30")), "07:30-18:30", ((0, 60, 0),), (MONDAY,),
         near=True),
    Case("an hour and a minute is not", known(slots(TERM, WEEK, "07:30-17:29")), "07:30-18:30", ((0, 61, 0),),
         (MONDAY,)),
    Case("closed half an hour at lunch", LUNCH, "07:30-18:30", ((0, 0, 30),), (MONDAY,), near=True),
    Case("slots that touch leave no pause", TOUCHING, "07:30-18:30", ((0, 0, 0),), (MONDAY,)),
    Case("two pauses add up", TWO_PAUSES, "07:30-18:30", ((0, 0, 45),), (MONDAY,), near=True),
    Case("a pause outside the window does not count", LUNCH, "13:00-18:00", ((0, 0, 0),), (MONDAY,)),
    Case("a window inside the pause has nothing", LUNCH, "12:00-12:30", None, (MONDAY,)),
    Case("a window that begins in the pause", LUNCH, "12:15-18:30", ((15, 0, 0),), (MONDAY,), near=True),
    Case("a window that ends in the pause", LUNCH, "07:30-12:20", ((0, 20, 0),), (MONDAY,), near=True),
    Case("only the morning is far away", MORNING, "07:30-18:30", ((0, 420, 0),), (MONDAY,)),
    Case("only the evening is far away", EVENING, "07:30-18:30", ((540, 0, 0),), (MONDAY,)),
    Case("nothing in the window", EVENING, "07:30-12:00", None, (MONDAY,)),
    Case("a window that ends before it starts", CRECHE, "18:30-07:30", None, (MONDAY,)),
    Case("an empty window", CRECHE, "09:00-09:00", None, (MONDAY,)),
    Case("open at that time", CRECHE, "08:00-", ((0, 0, 0),), (MONDAY,)),
    Case("opens later than asked", LATE, "07:30-", ((30, 0, 0),), (MONDAY,), near=True),
    Case("closed for the day at that time", MORNING, "14:00-", None, (MONDAY,)),
    Case("open until that time", CRECHE, "-18:30", ((0, 0, 0),), (MONDAY,)),
    Case("closes before the asked end", EARLY, "-18:30", ((0, 30, 0),), (MONDAY,), near=True),
    Case("not yet open at the asked end", EVENING, "-12:00", None, (MONDAY,)),
    Case("midnight is the end of a day", NIGHT, "20:00-24:00", ((0, 0, 0),), (MONDAY,)),
    Case("two days, both covered", UNEVEN, "07:30-18:30", ((0, 0, 0), (0, 0, 0)), (MONDAY, TUESDAY)),
    Case("two days, one short", UNEVEN, "07:30-18:30", ((0, 0, 0), (0, 30, 0)), (TUESDAY, WEDNESDAY), near=True),
    Case("the order of the days does not matter", UNEVEN, "07:30-18:30", ((0, 0, 0), (0, 30, 0)),
         (WEDNESDAY, MONDAY), near=True),
    Case("a day said twice is one day", UNEVEN, "07:30-18:30", ((0, 30, 0),), (WEDNESDAY, WEDNESDAY), near=True),
    Case("one of the days is closed", UNEVEN, "07:30-18:30", None, (MONDAY, THURSDAY)),
    Case("five days alike", EARLY, "07:30-18:30", ((0, 30, 0),) * 5, ALL_FIVE, near=True),
    Case("no day asked: those that miss least", UNEVEN, "07:30-18:30", ((0, 0, 0), (0, 0, 0))),
    Case("no day asked: all that miss alike", EARLY, "07:30-18:30", ((0, 30, 0),) * 5, near=True),
    Case("Wednesday of term", WEDNESDAYS, "07:30-18:30", ((0, 30, 0),), (WEDNESDAY,), TERM, near=True),
    Case("that Wednesday says nothing of summer", WEDNESDAYS, "07:30-18:30", None, (WEDNESDAY,), SUMMER),
    Case("the holidays have their own hours", ALSH, "07:30-18:30", ((0, 30, 0),), (WEDNESDAY,), SHORT, near=True),
    Case("term when no period is said", ALSH, "13:30-18:30", ((0, 0, 0),), (WEDNESDAY,)),
    Case("a Sunday nobody offers", CRECHE, "07:30-18:30", None, (SUNDAY,)),
    Case("unknown hours have no gap", Hours(), "07:30-18:30", None, (MONDAY,)),
    Case("hours no longer trusted have no gap", OLD, "07:30-18:30", None, (MONDAY,)),
)  # fmt: skip


def bounds(text: str) -> tuple[int | None, int | None]:
    start, _, end = text.partition("-")
    return minutes(start) if start else None, minutes(end) if end else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_missing(case: Case):
    start, end = bounds(case.asked)
    asked: dict[str, Any] = {"weekdays": case.days, "period": case.period, "opens_by": start, "closes_after": end}
    found = gaps(case.hours, on=TODAY, **asked)
    told = None if found is None else tuple((gap.late, gap.early, gap.pause) for gap in found)
    assert told == case.said
    assert is_near(found) is case.near
    # The gap and the filter say the same thing: nothing is missing exactly where the filter answers yes.
    assert (missing(found) == 0) is (answers_week(case.hours, on=TODAY, **asked) is True)


def test_there_are_forty_of_them_with_names_of_their_own():
    assert len({case.name for case in CASES}) == len(CASES) >= 40


def test_the_ends_are_those_of_what_is_open():
    (gap,) = gaps(EARLY, weekdays=[MONDAY], opens_by=450, closes_after=1110, on=TODAY) or ()
    assert (gap.weekday, gap.opens, gap.closes, gap.minutes) == (MONDAY, 450, 1080, 30)
