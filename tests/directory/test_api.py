"""`/api/recherche` means what DESIGN §7 says: checked against a naive scan of the catalogue."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.search.query import Order, Point, SearchQuery
from app.territory.periods import Period
from tests.directory.support import (
    BRESSOLS,
    MONDAY,
    MONTAUBAN,
    MONTBETON,
    api,
    catalogue,
    everything,
    oracle,
    refused,
)
from tests.support.oracle import Oracle
from tests.support.strict_client import StrictClient

HERE = Point(44.0175, 1.3549)
AT = f"lat={HERE.lat}&lon={HERE.lon}"
#: An address, and the question that it means.
MEANT: tuple[tuple[str, dict[str, Any]], ...] = (
    ("", {}),
    ("theme=enfance", {"themes": ("enfance",)}),
    ("theme=enfance&theme=logement", {"themes": ("enfance", "logement")}),
    ("type=rpe", {"types": ("rpe",)}),
    ("type=rpe&type=laep&type=pmi", {"types": ("rpe", "laep", "pmi")}),
    (f"commune={BRESSOLS}", {"communes": (BRESSOLS,)}),
    (f"commune={BRESSOLS}&commune={MONTBETON}", {"communes": (BRESSOLS, MONTBETON)}),
    ("age_mois=0", {"age_months": 0}),
    ("age_mois=18", {"age_months": 18}),
    ("age_mois=1200", {"age_months": 1200}),
    ("age=2+ans", {"age_months": 24}),
    ("age=2+ans+et+demi", {"age_months": 30}),
    ("age=8+mois", {"age_months": 8}),
    ("jour=mer", {"weekdays": (2,)}),
    ("jour=mer&jour=sam", {"weekdays": (2, 5)}),
    ("jour=dim", {"weekdays": (6,)}),
    ("periode=scolaire", {"period": Period.TERM}),
    ("periode=petites-vacances", {"period": Period.SHORT_HOLIDAYS}),
    ("periode=ete", {"period": Period.SUMMER}),
    ("periode=ete&jour=lun", {"period": Period.SUMMER, "weekdays": (0,)}),
    ("de=07:30", {"opens_by": 450}),
    ("a=18:30", {"closes_after": 1110}),
    ("de=8h&a=18h", {"opens_by": 480, "closes_after": 1080}),
    ("jour=mer&de=8h00&a=17:00", {"weekdays": (2,), "opens_by": 480, "closes_after": 1020}),
    (
        "periode=petites-vacances&jour=lun&jour=ven&de=7:30&a=18:30",
        {"period": Period.SHORT_HOLIDAYS, "weekdays": (0, 4), "opens_by": 450, "closes_after": 1110},
    ),
    ("ouvert=maintenant", {"open_now": True}),
    ("gratuit=1", {"free": True}),
    ("places=1", {"has_places": True}),
    ("accessible=1", {"accessible": True}),
    ("handicap=1", {"inclusive": True}),
    ("langue=es", {"languages": ("es",)}),
    ("langue=es&langue=ar", {"languages": ("es", "ar")}),
    (f"{AT}&rayon=2", {"near": HERE, "radius_km": 2.0}),
    (f"{AT}&rayon=0,5", {"near": HERE, "radius_km": 0.5}),
    (
        "inconnus=1&gratuit=1&jour=mer&age_mois=18",
        {"include_unknown": True, "free": True, "weekdays": (2,), "age_months": 18},
    ),
    (
        "theme=enfance&jour=mer&gratuit=1&age_mois=96",
        {"themes": ("enfance",), "weekdays": (2,), "free": True, "age_months": 96},
    ),
    (
        f"commune={MONTAUBAN}&theme=petite-enfance&places=1&accessible=1&inconnus=1",
        {
            "communes": (MONTAUBAN,),
            "themes": ("petite-enfance",),
            "has_places": True,
            "accessible": True,
            "include_unknown": True,
        },
    ),
)


@pytest.fixture(scope="module")
def scan(app: Flask) -> Oracle:
    return oracle(app)


@pytest.fixture(scope="module")
def uuids(app: Flask) -> dict[int, str]:
    return {card.id: card.uuid for card in catalogue(app)}


@pytest.mark.parametrize(("asked", "meaning"), MEANT, ids=[asked or "nothing" for asked, _ in MEANT])
def test_each_parameter_means_what_the_contract_says(
    app: Flask, client: StrictClient, scan: Oracle, uuids: dict[int, str], asked: str, meaning: dict[str, Any]
):
    query = SearchQuery(MONDAY, order=Order.NAME, **meaning)
    with app.app_context():
        expected = scan.answer(query)
    items = everything(client, f"{asked}&tri=nom")
    assert [item["id"] for item in items] == [uuids[one] for one in expected.ids]
    answer = api(client, asked)
    assert answer["total"] == len(expected.ids)
    assert answer["facets"] == expected.facets
    assert answer["left_out"] == dict(expected.left_out.items())


@pytest.mark.parametrize("order", [Order.NAME, Order.DISTANCE, Order.VERIFICATION])
def test_orders(app: Flask, client: StrictClient, scan: Oracle, uuids: dict[int, str], order: Order):
    with app.app_context():
        expected = scan.answer(SearchQuery(MONDAY, order=order, near=HERE))
    assert [item["id"] for item in everything(client, f"tri={order}&{AT}")] == [uuids[one] for one in expected.ids]


def test_the_order_asked_by_default_is_relevance_and_it_is_stable(client: StrictClient):
    assert api(client, "theme=enfance") == api(client, "theme=enfance&tri=pertinence") == api(client, "theme=enfance")


def test_a_commune_in_ou_orders_without_leaving_anybody_out_unless_a_radius_is_given(client: StrictClient):
    whole, near = api(client), api(client, "ou=Reyniès&tri=distance")
    assert near["total"] == whole["total"]
    distances = [item["distance_m"] for item in near["items"]]
    assert distances == sorted(distances) and distances[0] < 500
    around = everything(client, "ou=Reyniès&rayon=3")
    assert 0 < len(around) < whole["total"]
    assert all(item["distance_m"] <= 3000 for item in around)


@pytest.mark.parametrize("written", ["Montauban", "montauban", "82000", "MONTAUBAN 82000", "montaubann", "Montaub"])
def test_where_is_read_with_indulgence(client: StrictClient, written: str):
    assert api(client, ou=written, tri="distance") == api(client, ou="Montauban", tri="distance")


def test_ages_are_inclusive_in_completed_months(app: Flask, client: StrictClient):
    card = next(
        card for card in catalogue(app) if (card.age_min, card.age_max) == (36, 143) and not card.ages_are_usual
    )
    for months, is_there in ((35, False), (36, True), (143, True), (144, False)):
        found = {item["id"] for item in everything(client, f"age_mois={months}")}
        assert (card.uuid in found) is is_there, months


def test_no_upper_age_is_met_by_every_adult_age(app: Flask, client: StrictClient):
    open_ended = {card.uuid for card in catalogue(app) if card.age_max == 1200 and (card.age_min or 0) <= 216}
    assert open_ended <= {item["id"] for item in everything(client, "age_mois=1200")}


def test_an_unknown_never_satisfies_a_filter_and_is_counted(app: Flask, client: StrictClient):
    cards = catalogue(app)
    unknown = [card for card in cards if card.free is None]
    answer = api(client, "gratuit=1")
    assert answer["left_out"]["gratuit"] == len(unknown)
    assert not {card.uuid for card in unknown} & {item["id"] for item in everything(client, "gratuit=1")}
    known = sum(card.free is True for card in cards)
    assert api(client, "gratuit=1&inconnus=1")["total"] == known + len(unknown)


def test_a_facet_ignores_its_own_filter_and_tells_what_its_link_gives(client: StrictClient):
    facets = api(client, "theme=enfance&jour=mer")["facets"]
    assert facets["theme"] == api(client, "jour=mer")["facets"]["theme"]
    for theme, count in facets["theme"].items():
        assert api(client, f"theme={theme}&jour=mer")["total"] == count
    assert facets["gratuit"]["1"] == api(client, "theme=enfance&jour=mer&gratuit=1")["total"]


def test_pages_make_the_whole_without_hole_nor_repeat(client: StrictClient):
    whole = [item["id"] for item in everything(client)]
    paged: list[str] = []
    for page in range(1, 10):
        paged += [item["id"] for item in api(client, f"per_page=40&page={page}")["items"]]
    assert paged == whole and len(set(whole)) == len(whole)


def test_an_item_says_all_that_the_contract_promises(client: StrictClient):
    answer = api(client, f"type=mairie&{AT}")
    assert {"total", "page", "per_page", "items", "facets", "understood", "did_you_mean", "guidance"} <= set(answer)
    item = answer["items"][0]
    assert {"id", "slug", "url", "name", "type", "themes", "commune", "distance_m", "open_now", "assured_date"} <= set(
        item
    )
    assert item["type"] == "mairie" and isinstance(item["distance_m"], int) and item["open_now"] in (True, False, None)
    assert item["url"].endswith(f"/services/{item['slug']}")
    assert client.get(f"/services/{item['slug']}").status_code == 200


def test_the_page_and_the_api_agree(client: StrictClient):
    for asked in ("theme=enfance&jour=mer", "gratuit=1&age_mois=30", "q=mairie&ou=Montbeton"):
        page = client.page(f"/recherche?{asked}")
        first = page.of_class("card")[0].find(".//a")
        assert first is not None
        assert (first.get("href") or "").removeprefix("/services/") == api(client, asked)["items"][0]["slug"]
        assert page.h1.split()[0] == str(api(client, asked)["total"])


# ---------------------------------------------------------------- bounds and refusals


@pytest.mark.parametrize("many", ["100", "101", "5000", "1000000000"])
def test_never_more_than_a_hundred(client: StrictClient, many: str):
    answer = api(client, per_page=many)
    assert answer["per_page"] == 100 and len(answer["items"]) == 100


def test_the_page_of_results_keeps_twenty_whatever_is_asked(client: StrictClient):
    assert len(client.page("/recherche?per_page=100").of_class("card")) == 20


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("theme=zzz", "theme"),
        ("type=zzz", "type"),
        ("commune=75056", "commune"),
        ("age_mois=x", "age_mois"),
        ("age_mois=-1", "age_mois"),
        ("age_mois=1201", "age_mois"),
        ("age_mois=1.5", "age_mois"),
        ("age=vieux", "age"),
        ("jour=lundi", "jour"),
        ("periode=hiver", "periode"),
        ("de=25:00", "de"),
        ("a=7:75", "a"),
        ("de=18h&a=8h", "a"),
        ("ouvert=1", "ouvert"),
        ("gratuit=oui", "gratuit"),
        ("places=2", "places"),
        ("accessible=0", "accessible"),
        ("handicap=x", "handicap"),
        ("tri=prix", "tri"),
        ("page=0", "page"),
        ("page=x", "page"),
        ("page=1e3", "page"),
        ("per_page=0", "per_page"),
        ("per_page=beaucoup", "per_page"),
        ("lat=91&lon=1", "lat"),
        ("lat=44&lon=nan", "lon"),
        ("lat=inf&lon=1", "lat"),
        ("ou=Montauban&rayon=-1", "rayon"),
        ("ou=Montauban&rayon=1000", "rayon"),
        ("ou=Tombouctou", "ou"),
        ("inconnus=oui", "inconnus"),
    ],
)
def test_what_cannot_be_read_is_a_400_with_a_sentence_for_the_field(client: StrictClient, asked: str, field: str):
    said = refused(client, asked)[field]
    assert said.endswith(".") and " " in said


def test_several_errors_are_told_at_once(client: StrictClient):
    assert {"theme", "age_mois", "tri"} <= set(refused(client, "theme=zzz&age_mois=x&tri=prix&q=creche"))


def test_the_api_is_throttled_with_a_delay(own_client: StrictClient):
    mine = {"REMOTE_ADDR": "192.0.2.7"}
    allowed = own_client.application.extensions["settings"].api_per_minute
    asked = (own_client.get("/api/recherche?tri=prix", environ_overrides=mine) for _ in range(2 * allowed + 1))
    refusal = next(answer for answer in asked if answer.status_code == 429)
    assert 0 < int(refusal.headers["Retry-After"]) <= 60
    assert own_client.get("/api/recherche", environ_overrides={"REMOTE_ADDR": "192.0.2.8"}).status_code == 200
