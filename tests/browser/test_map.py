"""The map beside the list: optional, silent for the ear and the keyboard, whole when tiles or scripts fail (U15)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from app.foundation import clock
from scripts.common import ROOT
from tests.browser.conftest import Site
from tests.conftest import WEDNESDAY_IN_TERM
from tests.directory.support import api
from tests.support import instance
from tests.support.chromium import overflow
from tests.support.closing import not_run
from tests.support.live import served
from tests.support.strict_client import StrictClient

ADDRESS = "/recherche?theme=enfance"
TILES = "https://tuiles.exemple.fr/{z}/{x}/{y}.png"
FOCUSABLE = "a[href]:not([tabindex='-1']), button, input, select, textarea, [tabindex]:not([tabindex='-1'])"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="module")
def with_tiles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = instance.copy_of("seeded", tmp_path_factory.mktemp("tiles"))

    def opened_with_tiles(base: str) -> Flask:
        return instance.open_app(folder, base_url=base, tiles_url=TILES)

    with clock.freeze(WEDNESDAY_IN_TERM), served(opened_with_tiles) as (base, app):
        yield Site(base, app)


def leaflet() -> None:
    if not list((ROOT / "static" / "dist").glob("leaflet.*.js")):
        not_run("leaflet n’est pas installé (npm)", "make setup")


def opened(site: Site, page: Page) -> Page:
    leaflet()
    page.goto(f"{site.base}{ADDRESS}&carte=1", wait_until="load")
    expect(page.locator(".mapmark").first).to_be_visible()
    return page


def test_nothing_of_the_map_is_loaded_before_it_is_opened(site: Site, page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.base + ADDRESS, wait_until="load")
    assert not [url for url in asked if "leaflet" in url or "map." in url]
    page.get_by_role("link", name="Voir sur la carte").click()
    page.wait_for_url("**carte=1*")
    assert page.locator("[data-map]").count() == 1


def test_the_list_stands_first_and_the_map_is_silent(site: Site, page: Page):
    opened(site, page)
    order = page.evaluate(
        "() => document.querySelector('.cards').compareDocumentPosition(document.querySelector('[data-map]'))"
    )
    assert order & 4, "the map follows the list"
    box = page.locator("[data-map]")
    expect(box).to_have_attribute("aria-hidden", "true")
    assert box.locator(FOCUSABLE).count() == 0
    assert page.locator("[data-tools] button").count() == 3, "its tools stand outside"


def test_no_request_leaves_the_site_without_tiles(site: Site, page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(site, page)
    assert not [url for url in asked if not url.startswith((site.base, "data:"))]
    assert page.locator("[data-map] path").count() >= 12, "the communes are drawn"


@pytest.mark.parametrize("answer", ["abort", "500"])
def test_blocked_tiles_leave_the_page_whole(with_tiles: Site, page: Page, answer: str):
    asked: list[str] = []
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.route(
        "https://tuiles.exemple.fr/**", lambda route: route.abort() if answer == "abort" else route.fulfill(status=500)
    )
    page.on("request", lambda request: asked.append(request.url))
    opened(with_tiles, page)
    assert [url for url in asked if url.startswith("https://tuiles.exemple.fr/")], "the policy lets them in here"
    assert page.locator("li.card").count() == 20 and failed == []
    expect(page.locator("#carte")).to_contain_text("Plan IGN")


def test_tiles_are_let_in_on_that_page_alone(with_tiles: Site):
    client = with_tiles.app.test_client()
    assert isinstance(client, StrictClient)
    client.refuses_ill_made_pages = False
    policy = client.get(f"{ADDRESS}&carte=1").headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://tuiles.exemple.fr;" in policy and "connect-src 'self';" in policy
    for other in (ADDRESS, "/", "/ma-selection"):
        assert "tuiles" not in client.get(other).headers["Content-Security-Policy"]


def test_every_placed_answer_is_in_a_cluster(site: Site, page: Page):
    opened(site, page)
    marks = page.locator(".mapmark")
    total = sum(int(text) if (text := marks.nth(rank).inner_text().strip()) else 1 for rank in range(marks.count()))
    said = re.search(r"(\d+) services sont placés", page.locator("#carte").inner_text())
    assert said and total == int(said[1]) <= api(site.app.test_client(), "theme=enfance")["total"]


def test_touching_a_mark_names_the_places_outside_the_map(site: Site, page: Page):
    opened(site, page)
    for _ in range(6):
        page.locator(".mapmark").first.click()
        page.wait_for_timeout(400)
        if page.locator("[data-chosen] a").count():
            break
    href = page.locator("[data-chosen] a").first.get_attribute("href") or ""
    assert href.startswith("/services/")


def test_search_in_this_zone(site: Site, page: Page):
    opened(site, page)
    page.get_by_role("button", name="Agrandir").click()
    page.wait_for_timeout(500)
    page.get_by_role("link", name="Chercher dans cette zone").click()
    page.wait_for_url("**rayon=*")
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["theme"] == ["enfance"] and asked["carte"] == ["1"] and asked["tri"] == ["distance"]
    assert all(re.fullmatch(r"-?\d+\.\d{3}", asked[name][0]) for name in ("lat", "lon"))
    assert 0.5 <= float(asked["rayon"][0]) <= 200
    expect(page.locator("h1")).to_contain_text(re.compile("service"))


def test_the_position_is_asked_on_a_touch_only(site: Site, context: BrowserContext):
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": 44.0181, "longitude": 1.3556})
    page = context.new_page()
    page.add_init_script(
        "window.asked = 0; const real = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);"
        "navigator.geolocation.getCurrentPosition = (...args) => { window.asked += 1; return real(...args); };"
    )
    opened(site, page)
    assert page.evaluate("() => window.asked") == 0
    page.get_by_role("button", name="Autour de moi").click()
    expect(page.locator("[data-chosen]")).to_contain_text("Chercher dans cette zone")
    expect(page.locator("[data-do=zone]")).to_have_attribute("href", re.compile("lat=44.018"))
    assert "lat" not in page.url, "nothing is sent before the link is followed"


def test_without_scripts_the_communes_are_drawn_with_their_points(site: Site, context_without_scripts: BrowserContext):
    page = context_without_scripts.new_page()
    page.goto(f"{site.base}{ADDRESS}&carte=1")
    assert page.locator("[data-map] svg circle").count() > 50 and page.locator("[data-map] svg text").count() >= 10
    expect(page.locator("[data-tools]")).to_be_hidden()


def test_when_leaflet_cannot_be_had_the_drawing_stays(site: Site, page: Page):
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.route("**/leaflet.*.js", lambda route: route.abort())
    page.goto(f"{site.base}{ADDRESS}&carte=1", wait_until="load")
    page.wait_for_timeout(500)
    assert page.locator("[data-map] svg circle").count() > 50 and failed == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_sticks_out(site: Site, page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    assert overflow(opened(site, page)) == []


@pytest.mark.parametrize("query", ["q=xyzzy&carte=1", "carte=2", "carte=1&page=99999", "carte=1&lat=nan&lon=1"])
def test_odd_addresses_are_answered(site: Site, page: Page, query: str):
    answer = page.goto(f"{site.base}/recherche?{query}")
    assert answer is not None and answer.status == 200
