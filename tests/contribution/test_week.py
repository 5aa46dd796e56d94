"""Times as thumbs type them; weeks put together and taken apart."""

from __future__ import annotations

import pytest

from app.catalogue.hours.model import Period
from app.contribution.week import closed_in, first_period, of_period, read_minutes, with_period, written


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("07:30", 450), ("7:30", 450), ("7h30", 450), ("7 h 30", 450), ("7h", 420), ("7", 420), ("0730", 450), ("730", 450),
     ("1930", 1170), ("0:00", 0), ("23:59", 1439), ("24:00", 1440)],
)  # fmt: skip
def test_times_are_read(typed: str, minutes: int):
    assert read_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["", "midi", "25:00", "7:60", "24:01", "12:345", "-1", "٧:٣٠x", "99999"])
def test_what_is_no_time_is_refused(typed: str):
    with pytest.raises(ValueError):
        read_minutes(typed)


def test_midnight_ends_a_day():
    assert read_minutes("00:00", closes=True) == 1440
    assert written(1440) == "00:00"


def test_a_period_is_replaced_and_the_others_stay():
    slots = with_period([], Period.TERM, [[(480, 720)], [], [], [], [], [], []])
    more = with_period(slots, Period.SUMMER, [[], [(540, 600)], [], [], [], [], []])
    assert of_period(more, Period.TERM)[0] == [(480, 720)]
    assert of_period(more, Period.SUMMER)[1] == [(540, 600)]
    assert with_period(more, Period.SUMMER, [[]] * 7) == slots


def test_closed_in_summer_keeps_the_rest_of_the_year():
    year = with_period([], Period.ALL_YEAR, [[(480, 720)], [], [], [], [], [], []])
    made = closed_in(year, Period.SUMMER)
    assert {slot["period"] for slot in made} == {Period.TERM.value, Period.SHORT_HOLIDAYS.value}
    assert first_period(made, Period.SUMMER) is not Period.SUMMER
