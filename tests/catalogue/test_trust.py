"""Hours are believed for 24 months after someone said them, never when they are doubtful, never without a date."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.catalogue.facts import SourceFacts
from app.catalogue.hours.model import Period, Slot
from app.catalogue.hours.rules import open_at
from app.catalogue.hours.week import usable
from app.catalogue.models import Service
from app.catalogue.operations import assure
from app.catalogue.queries import shown_cards
from app.catalogue.rules import Verification, add_months, verification
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.search.documents import document_of
from app.territory.queries import calendar
from tests.catalogue.support import NADIA, created, facts

TODAY = date(2026, 11, 18)
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))
OPEN = tuple(Slot(Period.ALL_YEAR, weekday, 0, 1440) for weekday in range(7))


def hours(key: int):
    (card,) = shown_cards([key])
    assert document_of(card).hours == card.hours, "lists, pages and the index know the same hours"
    return card.hours


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"source": SourceFacts("x", dated=TODAY)}, True),
        ({"source": SourceFacts("x", read_on=TODAY)}, True),
        ({"source": SourceFacts("x", dated=date(2024, 11, 18))}, True),
        ({"source": SourceFacts("x", dated=date(2024, 11, 17))}, None),
        ({"source": SourceFacts("x", dated=date(2019, 1, 1), read_on=TODAY)}, None),
        ({"source": SourceFacts("x")}, None),
        ({"source": SourceFacts("x", dated=TODAY), "hours_reliable": False}, None),
        ({"source": SourceFacts("x", dated=TODAY), "hours_known": False}, None),
    ],
)
def test_when_hours_answer(small, changes: dict, expected: bool | None):
    key = created(facts(**{"slots": OPEN, "hours_known": True, **changes}))
    assert open_at(hours(key), NOON, calendar()) is expected


def test_a_confirmation_makes_old_hours_usable_but_never_doubtful_ones(small):
    old = SourceFacts("x", dated=date(2020, 1, 1))
    keys = [created(facts(slots=OPEN, hours_known=True, hours_reliable=sure, source=old)) for sure in (True, False)]
    with unit_of_work():
        for key in keys:
            assure(session().get_one(Service, key), TODAY, by=NADIA, said_by="la structure")
    assert [usable(hours(key), TODAY) for key in keys] == [True, False]
    assert not usable(hours(keys[0]), add_months(TODAY, 24) + timedelta(days=1))


def test_no_doubtful_undated_or_old_listing_of_the_seed_can_be_open_now(app):
    with app.app_context():
        doubtful = session().query(Service).filter(Service.hours_reliable.is_(False)).all()
        undated = session().query(Service).filter(Service.source_date.is_(None), Service.source_read_on.is_(None)).all()
        assert doubtful
        for row in (*doubtful, *(row for row in undated if row.assured_on is None)):
            for card in shown_cards([row.id]):
                assert card.hours.trusted_until is None
                assert not usable(card.hours, TODAY)
        limit = add_months(TODAY, -24)
        for card in shown_cards():
            newest = max((day for day in (card.source.effective_date, card.assured_on) if day), default=None)
            assert not usable(card.hours, TODAY) or (newest is not None and newest >= limit)


@pytest.mark.parametrize(
    ("assured", "due", "confidence", "said"),
    [
        (None, None, "A", Verification.UNCONFIRMED),
        (None, None, "C", Verification.OLD),
        (date(2026, 11, 1), date(2027, 5, 1), "C", Verification.VERIFIED),
        (date(2026, 5, 18), TODAY, "A", Verification.DUE),
        (date(2026, 5, 18), TODAY + timedelta(days=1), "A", Verification.VERIFIED),
    ],
)
def test_a_listing_is_confirmed_by_someone_for_a_time(assured, due, confidence: str, said: Verification):
    assert verification(SourceFacts("x", confidence=confidence), assured, due, TODAY) is said


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
    ],
)
def test_months_later(day: date, months: int, then: date):
    assert add_months(day, months) == then
