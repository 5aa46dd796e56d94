"""Completing the two fields and “Près de moi”: by keyboard, by touch, and never in the way (U10)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from scripts.common import ROOT
from tests.browser.conftest import Site
from tests.support.closing import not_run

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NEAR = "Près de moi"


@pytest.fixture
def page(site: Site, context: BrowserContext) -> Page:
    """The first page, once its fields are enhanced."""
    return opened(site, context.new_page())


def opened(site: Site, page: Page, address: str = "/") -> Page:
    page.goto(site.base + address)
    expect(page.locator("#q[role=combobox]")).to_be_attached()
    return page


def options(page: Page) -> Locator:
    return page.locator("[role=option]:visible")


def test_a_search_by_keyboard_alone(page: Page):
    field = page.get_by_role("combobox", name="Que cherchez-vous")
    field.focus()
    page.keyboard.type("ludo")
    expect(options(page).first).to_have_text("Ludothèque")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form.search > [role=status]")).to_contain_text("Suggestions")
    page.keyboard.press("ArrowDown")
    marked = page.locator("[role=option][aria-selected=true]")
    expect(marked).to_have_text("Ludothèque")
    expect(field).to_have_attribute("aria-activedescendant", marked.get_attribute("id") or "?")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Ludothèque")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("montbe")
    expect(options(page)).to_have_text(["Montbeton"])
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?*")
    assert "q=Ludoth%C3%A8que" in page.url and "ou=Montbeton" in page.url and "lat" not in page.url


def test_escape_closes_and_keeps_what_was_typed(page: Page):
    field = page.locator("#q")
    field.press_sequentially("creche")
    expect(options(page).first).to_be_visible()
    field.press("ArrowDown")
    field.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(field).to_have_value("creche")
    expect(field).not_to_have_attribute("aria-activedescendant", "q-suggestions-0")
    field.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    field.press("Tab")
    expect(options(page)).to_have_count(0)


def test_arrows_go_round_through_the_text_itself(page: Page):
    field = page.locator("#ou")
    field.press_sequentially("montb")
    expect(options(page)).to_have_count(1)
    for selected in (1, 0, 1):
        field.press("ArrowDown")
        expect(page.locator("[aria-selected=true]")).to_have_count(selected)


def test_enter_without_a_choice_searches_what_was_typed(page: Page):
    page.locator("#q").press_sequentially("ludo")
    expect(options(page).first).to_be_visible()
    page.locator("#q").press("Enter")
    page.wait_for_url("**/recherche?q=ludo*")


def test_a_touch_chooses(page: Page):
    page.locator("#ou").press_sequentially("bressol")
    options(page).first.click()
    expect(page.locator("#ou")).to_have_value("Bressols")
    expect(page.locator("#ou")).to_be_focused()


def test_typing_fast_asks_once(page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/suggestions" in request.url else None)
    page.locator("#q").press_sequentially("ludotheque", delay=20)
    expect(options(page).first).to_be_visible()
    assert len(asked) <= 2, asked


@pytest.mark.parametrize("answer", ["abort", "429", "500", "garbage"])
def test_without_suggestions_the_field_is_a_field(site: Site, context: BrowserContext, answer: str):
    def fail(route: Route) -> None:
        if answer == "abort":
            route.abort()
        else:
            route.fulfill(status=int(answer) if answer.isdecimal() else 200, body="<html>")

    page = opened(site, context.new_page())
    page.route("**/api/suggestions*", fail)
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.locator("#q").press_sequentially("ludo")
    page.wait_for_timeout(400)
    expect(options(page)).to_have_count(0)
    page.locator("#q").press("Enter")
    page.wait_for_url("**/recherche?q=ludo*")
    assert failed == []


def test_labels_are_text(site: Site, context: BrowserContext):
    page = opened(site, context.new_page())
    evil = "<img src=x onerror=alert(1)>"
    body = json.dumps({"items": [{"kind": "type", "label": evil, "value": evil}]})
    page.route("**/api/suggestions*", lambda route: route.fulfill(content_type="application/json", body=body))
    page.locator("#q").press_sequentially("ludo")
    expect(options(page)).to_have_text([evil])
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_list(site: Site, browser: Browser, scheme: str, direction: str):
    if not AXE.exists():
        not_run("axe-core n’est pas installé (npm)", "make setup")
    context = browser.new_context(bypass_csp=True, locale="fr-FR", viewport={"width": 360, "height": 740})
    page = opened(site, context.new_page())
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
    page.locator("#q").press_sequentially("crech")
    page.locator("#q").press("ArrowDown")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert [(rule["id"], [node["html"][:150] for node in rule["nodes"]]) for rule in found] == []
    assert wide <= 0


def test_the_policy_refuses_nothing(site: Site, context: BrowserContext):
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    opened(site, page).locator("#q").press_sequentially("ludo")
    expect(options(page).first).to_be_visible()
    assert said == []


def test_the_scripts_stay_small():
    sizes = {path.name: path.stat().st_size for path in (ROOT / "static/js/components").glob("*.js")}
    assert sizes["combobox.js"] <= 4096 and sizes["search.js"] <= 4096, sizes


# ---------------------------------------------------------------- near me


@pytest.fixture
def somewhere(site: Site, browser: Browser) -> Iterator[BrowserContext]:
    """Someone near Montbeton, who has not been asked yet."""
    made = browser.new_context(locale="fr-FR", geolocation={"latitude": 44.0123456, "longitude": 1.2987654})
    made.set_default_timeout(10_000)
    yield made
    made.close()


def test_the_position_is_asked_on_a_click_only_and_given_roughly(site: Site, somewhere: BrowserContext):
    somewhere.grant_permissions(["geolocation"], origin=site.base)
    page = somewhere.new_page()
    page.add_init_script(
        "const asked = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation); window.asked = 0;"
        "navigator.geolocation.getCurrentPosition = (...all) => { window.asked += 1; asked(...all); };"
    )
    opened(site, page)
    page.locator("#q").fill("ludotheque")
    page.locator("#ou").fill("Montauban")
    assert page.evaluate("window.asked") == 0
    page.get_by_role("button", name=NEAR).click()
    page.wait_for_url("**/recherche?*")
    assert "lat=44.012&lon=1.299" in page.url and "q=ludotheque" in page.url and "ou=" not in page.url
    expect(page.locator("main")).to_contain_text("votre position")
    assert somewhere.cookies() == []


def test_a_refusal_leaves_everything_usable(site: Site, browser: Browser):
    context = browser.new_context(locale="fr-FR")
    context.set_default_timeout(10_000)
    page = opened(site, context.new_page())
    page.get_by_role("button", name=NEAR).click()
    expect(page.locator(".near-said")).to_have_text("Nous n’avons pas votre position. Écrivez plutôt votre commune.")
    page.locator("#ou").fill("Montbeton")
    page.locator("#q").fill("ludotheque")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/recherche?*")
    assert "ou=Montbeton" in page.url and "lat=" not in page.url
    context.close()


def test_without_scripts_there_are_two_plain_fields(site: Site, context_without_scripts: BrowserContext):
    page = context_without_scripts.new_page()
    page.goto(site.base + "/")
    assert page.get_by_text(NEAR).count() == 0
    assert page.locator("[role=combobox]").count() == 0
    page.locator("#q").fill("ludotheque")
    page.locator("#ou").fill("Montbeton")
    page.get_by_role("button", name="Chercher", exact=True).click()
    page.wait_for_url("**/recherche?*")
    assert "q=ludotheque&ou=Montbeton" in page.url


def test_the_button_moves_nothing(site: Site, context: BrowserContext, context_without_scripts: BrowserContext):
    """A page that jumps under the thumb makes people press the wrong thing."""
    places = []
    for each in (context, context_without_scripts):
        for width in (360, 1280):
            page = each.new_page()
            page.set_viewport_size({"width": width, "height": 740})
            if each is context:
                opened(site, page)
                expect(page.get_by_role("button", name=NEAR)).to_be_visible()
            else:
                page.goto(site.base + "/")
            places.append([page.locator(what).bounding_box() for what in ("#q", "#ou", ".search .btn")])
    for scripted, plain in zip(places[:2], places[2:], strict=True):
        for one, other in zip(scripted, plain, strict=True):
            assert one and other and abs(one["y"] - other["y"]) < 1 and abs(one["height"] - other["height"]) < 1
