"""Open now, this Wednesday, in the holidays: the page, the filter and the API say the same, whatever the day (U9)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask

from app.catalogue.facts import SourceFacts
from app.catalogue.hours.model import Closure, Period, Slot, SpecialOpening
from app.foundation import clock
from tests.directory.support import added, api, paris, slugs, weekly
from tests.directory.test_listing import essentials
from tests.support.page import text_of
from tests.support.strict_client import StrictClient

#: Open all the year but closed for lunch; otherwise in the holidays than in term; closed one week; open one Sunday.
YEAR = weekly(9 * 60, 12 * 60) + weekly(14 * 60, 18 * 60)
TERM = tuple(Slot(Period.TERM, 2, 7 * 60 + 30, 18 * 60 + 30) for _ in range(1))
HOLIDAYS = weekly(8 * 60, 17 * 60, period=Period.SHORT_HOLIDAYS)
CLOSED = Closure(date(2026, 12, 7), date(2026, 12, 11), "Travaux.")
SUNDAY = SpecialOpening(date(2026, 12, 13), 14 * 60, 18 * 60)


@pytest.fixture(scope="module")
def places(module_app: Flask) -> dict[str, str]:
    source = SourceFacts("Essai", dated=date(2026, 9, 1))
    return {
        "year": added(module_app, name="Lieu annuel", hours_known=True, slots=YEAR, source=source, closures=(CLOSED,),
                      special_openings=(SUNDAY,)),
        "periods": added(module_app, name="Lieu des mercredis", hours_known=True, slots=TERM + HOLIDAYS, source=source),
    }  # fmt: skip


CASES: tuple[tuple[str, str, datetime, bool], ...] = (
    ("a Monday morning", "year", paris(2026, 11, 23, 10), True),
    ("the first minute", "year", paris(2026, 11, 23, 9, 0), True),
    ("the last minute", "year", paris(2026, 11, 23, 17, 59), True),
    ("closing time", "year", paris(2026, 11, 23, 18, 0), False),
    ("the lunch break", "year", paris(2026, 11, 23, 12, 30), False),
    ("the night", "year", paris(2026, 11, 23, 3), False),
    ("a Sunday", "year", paris(2026, 11, 22, 10), False),
    ("the 11th of November, a Wednesday", "year", paris(2026, 11, 11, 10), False),
    ("the day after", "year", paris(2026, 11, 12, 10), True),
    ("a dated closure", "year", paris(2026, 12, 8, 10), False),
    ("the last day of the closure", "year", paris(2026, 12, 11, 17), False),
    ("after the closure", "year", paris(2026, 12, 14, 10), True),
    ("a Sunday opened on purpose", "year", paris(2026, 12, 13, 15), True),
    ("Christmas", "year", paris(2026, 12, 25, 10), False),
    ("a Wednesday of term", "periods", paris(2026, 11, 25, 18), True),
    ("a Thursday of term", "periods", paris(2026, 11, 26, 10), False),
    ("the eve of the holidays of zone C", "periods", paris(2026, 12, 18, 10), False),
    ("the first Monday of the holidays of zone C", "periods", paris(2026, 12, 21, 10), True),
    ("holidays of zone C, not of A nor B", "periods", paris(2027, 2, 8, 10), True),
    ("holidays of zone A, term in zone C", "periods", paris(2027, 2, 25, 10), False),
    ("a Wednesday evening of the holidays", "periods", paris(2026, 12, 23, 18), False),
    ("summer, of which it says nothing", "periods", paris(2027, 7, 20, 10), False),
)


@pytest.mark.parametrize(("what", "place", "moment", "is_open"), CASES, ids=[case[0] for case in CASES])
def test_open_now(
    module_client: StrictClient, places: dict[str, str], what: str, place: str, moment: datetime, is_open: bool
):
    with clock.freeze(moment):
        found = slugs(api(module_client, "type=ludotheque&ouvert=maintenant&per_page=100")["items"])
        item = next(
            each
            for each in api(module_client, "type=ludotheque&per_page=100")["items"]
            if each["slug"] == places[place]
        )
        page = module_client.page(f"/services/{places[place]}")
    assert (places[place] in found) is is_open
    assert item["open_now"] is is_open
    assert essentials(page)["Quand"].startswith("Ouvert jusqu’à" if is_open else "Fermé")


def test_the_next_opening_skips_what_is_closed(module_client: StrictClient, places: dict[str, str]):
    for moment, words in (
        (paris(2026, 11, 23, 12, 30), "ouvre à\u00a014\u00a0h"),
        (paris(2026, 11, 10, 18), "ouvre jeudi à\u00a09\u00a0h"),
        (paris(2026, 12, 4, 18), "ouvre le 13\u00a0décembre 2026 à\u00a014\u00a0h"),
    ):
        with clock.freeze(moment):
            said = essentials(module_client.page(f"/services/{places['year']}"))["Quand"]
        assert words in said, said


def test_this_wednesday_and_in_the_holidays(module_client: StrictClient, places: dict[str, str]):
    def found(asked: str) -> set[str]:
        return set(slugs(api(module_client, f"type=ludotheque&per_page=100&{asked}")["items"])) & set(places.values())

    year, periods = places["year"], places["periods"]
    assert found("jour=mer") == {year, periods}
    assert found("jour=mer&de=8:00&a=18:00") == {periods}
    assert found("jour=mer&de=9:00&a=17:00") == {periods}, "the lunch break breaks the day"
    assert found("jour=jeu") == {year}
    assert found("jour=jeu&periode=petites-vacances") == {year, periods}
    assert found("periode=petites-vacances&jour=mer&de=8:00&a=17:00") == {periods}
    assert found("periode=ete") == {year}
    assert found("jour=dim") == set()


def test_a_card_answers_the_day_that_was_asked(module_client: StrictClient, places: dict[str, str]):
    page = module_client.page("/recherche?q=Lieu des mercredis&jour=mer")
    card = text_of(page.of_class("card")[0])
    assert "Mercredi 7\u00a0h\u00a030\u00a0– 18\u00a0h\u00a030" in card and "Ouvert" not in card


def test_a_calendar_not_yet_published_is_no_failure(module_client: StrictClient, places: dict[str, str]):
    with clock.freeze(paris(2031, 3, 3, 10)):
        assert module_client.get(f"/services/{places['periods']}").status_code == 200
        items = api(module_client, "type=ludotheque&per_page=100")["items"]
        assert next(each for each in items if each["slug"] == places["periods"])["open_now"] is None


def test_a_place_that_closes_at_midnight_says_so(module_app: Flask, module_client: StrictClient):
    source = SourceFacts("Essai", dated=date(2026, 9, 1))
    slug = added(module_app, name="Lieu du soir", hours_known=True, slots=weekly(18 * 60, 24 * 60), source=source)
    with clock.freeze(paris(2026, 11, 23, 20)):
        assert essentials(module_client.page(f"/services/{slug}"))["Quand"].startswith("Ouvert jusqu’à minuit")


def test_a_card_in_a_list_follows_the_day_minute_by_minute(module_client: StrictClient, places: dict[str, str]):
    # Views are kept until they change: opening, lunch, closing, midnight, and a clock that is set back.
    told = ((11, 59, "jusqu’à 12 h"), (12, 0, "ouvre à 14 h"), (14, 0, "jusqu’à 18 h"), (18, 0, "ouvre demain à 9 h"),
            (11, 59, "jusqu’à 12 h"))  # fmt: skip
    for hour, minute, words in told:
        with clock.freeze(paris(2026, 11, 23, hour, minute)):
            assert words in module_client.get("/recherche?q=Lieu+annuel").text.replace("\u00a0", " "), (hour, minute)
    with clock.freeze(paris(2026, 11, 24, 3)):
        assert "ouvre à 9 h" in module_client.get("/recherche?q=Lieu+annuel").text.replace("\u00a0", " ")
