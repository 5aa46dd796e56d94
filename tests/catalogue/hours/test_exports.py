"""What the exports look like; that they are exact is in test_properties."""

from __future__ import annotations

from datetime import date

import pytest
from opening_hours import validate

from app.catalogue.hours.exports import schema_org_properties, to_osm, to_schema_org
from app.catalogue.hours.model import Hours
from tests.catalogue.hours import support as s

TODAY = date(2026, 11, 23)
HOLIDAYS = (
    "2026 Dec 25 off; 2027 Jan 01 off; 2027 Mar 29 off; 2027 May 06 off; 2027 May 17 off; 2027 Jul 14 off; "
    "2027 Nov 01 off; 2027 Nov 11 off"
)


def test_osm_of_a_week_that_holds_all_the_year_needs_no_date_but_those_of_holidays():
    assert to_osm(s.TOWN_HALL, s.ZONE_C, TODAY) == (f"Mo-Tu,Th-Fr 09:00-12:00,14:00-17:00; We 09:00-12:00; {HOLIDAYS}")


def test_osm_of_periods_is_dated():
    value = to_osm(s.ALAE, s.ZONE_C, TODAY, days=60) or ""
    assert value == (
        "2026 Nov 23-2026 Dec 18 Mo-Tu,Th-Fr 07:30-08:30,16:30-18:30; 2026 Nov 23-2026 Dec 18 We 07:30-18:30; "
        "2026 Dec 19-2027 Jan 03 Mo-Fr 08:00-18:00; "
        "2027 Jan 04-2027 Jan 21 Mo-Tu,Th-Fr 07:30-08:30,16:30-18:30; 2027 Jan 04-2027 Jan 21 We 07:30-18:30; "
        "2026 Dec 25 off; 2027 Jan 01 off"
    )


def test_osm_keeps_a_closure_in_one_piece_around_a_special_opening():
    value = to_osm(s.CRECHE, s.ZONE_C, TODAY) or ""
    assert "2027 Jul 26-2027 Aug 03 off; 2027 Aug 04 09:00-12:00; 2027 Aug 05-2027 Aug 15 off" in value


def test_osm_says_where_nobody_can_say():
    assert to_osm(s.TERM_ONLY, s.ZONE_C, date(2029, 1, 2), days=10) == "unknown"
    value = to_osm(s.TERM_ONLY, s.ZONE_C, date(2028, 8, 30), days=5)
    assert value == "2028 Sep 01-2028 Sep 03 unknown"


def test_osm_of_a_place_that_never_opens_is_off():
    assert to_osm(s.NEVER_OPEN, s.ZONE_C, TODAY) == "off"


@pytest.mark.parametrize("hours", [s.TOWN_HALL, s.ALAE, s.CLUB, s.LIBRARY, s.CRECHE, s.NIGHT, s.SHELTER])
def test_osm_is_valid(hours: Hours):
    assert validate(to_osm(hours, s.ZONE_C, TODAY) or "")


@pytest.mark.parametrize("hours", [s.UNKNOWN, s.UNRELIABLE, s.EXPIRED])
def test_nothing_is_exported_of_what_cannot_be_trusted(hours: Hours):
    assert to_osm(hours, s.ZONE_C, TODAY) is None
    assert to_schema_org(hours, s.ZONE_C, TODAY) == []
    assert schema_org_properties(hours, s.ZONE_C, TODAY) == {}


def test_no_day_asked_is_nothing_said():
    assert to_osm(s.TOWN_HALL, s.ZONE_C, TODAY, days=0) is None
    assert to_schema_org(s.TOWN_HALL, s.ZONE_C, TODAY, days=0) == []


def test_schema_org_says_closed_days_and_holidays_as_midnight_to_midnight():
    both = schema_org_properties(s.known(s.slots(s.ALL_YEAR, [s.FRIDAY], "09:00-12:00")), s.ZONE_C, TODAY, days=40)
    window = {"validFrom": "2026-11-23", "validThrough": "2027-01-01"}
    kind = {"@type": "OpeningHoursSpecification"}
    closed_days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Saturday", "Sunday"]
    closed = {"opens": "00:00", "closes": "00:00"}
    assert both["openingHoursSpecification"] == [
        {**kind, "dayOfWeek": closed_days, **closed, **window},
        {**kind, "dayOfWeek": ["Friday"], "opens": "09:00", "closes": "12:00", **window},
    ]
    assert both["specialOpeningHoursSpecification"] == [
        {**kind, **closed, "validFrom": day, "validThrough": day} for day in ("2026-12-25", "2027-01-01")
    ]


def test_schema_org_never_says_an_open_day_and_night_as_closed():
    both = schema_org_properties(s.SHELTER, s.ZONE_C, TODAY, days=7)
    times = [(one["opens"], one["closes"]) for one in both["openingHoursSpecification"]]
    assert times == [("00:00", "12:00"), ("12:00", "00:00")]
