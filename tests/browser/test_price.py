"""The price worked out in the page, for every kind of fee; nothing of it leaves the device."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.catalogue.facts import FeeFacts, FeeKind
from app.foundation import clock
from tests.browser.conftest import Site
from tests.conftest import WEDNESDAY_IN_TERM
from tests.directory.support import added
from tests.support import instance
from tests.support.live import served
from tests.support.prices import hour, number, rows_for

DAY, MEAL = "jour", "repas"
GRID = (
    FeeFacts(420, DAY, "Journée", 0, 400),
    FeeFacts(680, DAY, "Journée", 401, 700),
    FeeFacts(950, DAY, "Journée", 701, 1100),
    FeeFacts(1240, DAY, "Journée", 1101, None),
    FeeFacts(100, MEAL, "Repas", None, 500),
    FeeFacts(285, MEAL, "Repas", 501, 900),
)
KINDS = {
    "gratuit": (FeeKind.FREE, ()),
    "forfait": (FeeKind.FLAT, (FeeFacts(1500, "an", "Adhésion"),)),
    "quotient": (FeeKind.QUOTIENT, GRID),
    "quotient-sans-grille": (FeeKind.QUOTIENT, ()),
    "bareme": (FeeKind.NATIONAL_SCALE, ()),
    "libre": (FeeKind.PROVIDER, (FeeFacts(900, "heure", "Une heure"),)),
    "inconnu": (FeeKind.UNKNOWN, ()),
}
#: As families type them, and as people who slip do.
QUOTIENTS = ("0", "400", "400,99", "401", "700", "701", "1 100", "1101", "99999", "650 €")
WRONG = ("abc", "-5", "12a", "100000", "1e9", "Infinity", "0x10", "٣", "1,234,5")
RATES = {1: "0.0619", 2: "0.0516", 3: "0.0413", 4: "0.0310", 7: "0.0310", 8: "0.0206", 10: "0.0206"}
INCOMES = ("0", "801", "1250,50", "2 400", "8500", "99999")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of the site with one listing for each kind of fee."""
    folder = instance.copy_of("seeded", tmp_path_factory.mktemp("prices"))
    with clock.freeze(WEDNESDAY_IN_TERM), served(lambda base: instance.open_app(folder, base_url=base)) as (base, app):
        for name, (kind, fees) in KINDS.items():
            added(app, slug=f"prix-{name}", name=f"Prix {name}", type="multi-accueil", fee_kind=kind, fees=fees)
        yield Site(base, app)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def opened(shop: Site, page: Page, name: str) -> Page:
    page.goto(f"{shop.base}/services/prix-{name}", wait_until="load")
    return page


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def euros(amount: Decimal | int) -> str:
    value = amount if isinstance(amount, Decimal) else Decimal(amount) / 100
    return f"{value:.2f}".removesuffix(".00").replace(".", ",") + " €"


@pytest.mark.parametrize("typed", QUOTIENTS)
def test_a_quotient_gives_the_price_of_each_unit(shop: Site, page: Page, typed: str):
    opened(shop, page, "quotient")
    page.get_by_label("Votre quotient familial").fill(typed)
    said = plain(page.locator("[data-estimate] [role=status]").inner_text())
    quotient = number(typed)
    assert quotient is not None
    for unit in (DAY, MEAL):
        rows = rows_for([fee for fee in GRID if fee.unit == unit], quotient)
        for fee in rows:
            assert euros(fee.amount_cents) in said, (typed, said)
        if not rows:
            assert "la grille ne dit rien pour ce quotient" in said
    others = {euros(fee.amount_cents) for fee in GRID} - {euros(fee.amount_cents) for fee in rows_for(GRID, quotient)}
    assert not [price for price in others if f" {price}" in said], said
    assert page.locator("tr.yours").count() == len(rows_for(GRID, quotient))


@pytest.mark.parametrize("typed", WRONG)
@pytest.mark.parametrize(("name", "label"), [("quotient", "quotient familial"), ("bareme", "revenus de votre foyer")])
def test_what_is_not_a_number_is_answered_by_a_sentence(shop: Site, page: Page, name: str, label: str, typed: str):
    field = opened(shop, page, name).get_by_label(label)
    field.fill(typed)
    assert number(typed) is None or not typed.isascii()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-estimate] [role=status]")).to_contain_text("Écrivez un nombre, sans lettre")
    assert page.locator("tr.yours").count() == 0
    field.fill("")
    expect(field).to_have_attribute("aria-invalid", "false")
    expect(page.locator("[data-estimate] [role=status]")).to_have_text("")


@pytest.mark.parametrize("typed", INCOMES)
def test_the_national_scale(shop: Site, page: Page, typed: str):
    opened(shop, page, "bareme")
    page.get_by_label("revenus de votre foyer").fill(typed)
    monthly = number(typed)
    assert monthly is not None
    for children, rate in RATES.items():
        page.locator("#vos-enfants").select_option(str(children))
        expected = euros(hour(monthly, rate, Decimal(0), Decimal(8500)))
        said = plain(page.locator("[data-estimate] [role=status]").inner_text())
        assert f"Environ {expected} par heure." in said, (typed, children, said)
        assert "plancher" not in said and ("plafond" in said) is (monthly > 8500)
    page.locator("#vos-enfants").select_option("1")
    page.locator("#enfants-handicap").select_option("1")
    expected = euros(hour(monthly, RATES[2], Decimal(0), Decimal(8500)))
    assert expected in plain(page.locator("[data-estimate] [role=status]").inner_text())


def test_no_kind_of_fee_is_forgotten():
    assert {kind for kind, _fees in KINDS.values()} == set(FeeKind)


@pytest.mark.parametrize("name", [name for name in KINDS if name not in ("quotient", "bareme")])
def test_no_field_where_nothing_depends_on_the_family(shop: Site, page: Page, name: str):
    opened(shop, page, name)
    assert page.locator("[data-estimate]").count() == 0
    said = plain(page.locator("main").inner_text())
    expected = {"gratuit": "Vous n’avez rien à payer", "forfait": "15 €", "libre": "complément de libre choix"}
    assert expected.get(name, "") in said
    if name == "libre":
        assert "9 €" in said and "CMG" in said


def test_nothing_typed_leaves_the_device(shop: Site, page: Page):
    asked: list[str] = []
    opened(shop, page, "quotient")
    page.on("request", lambda request: asked.append(request.url))
    field = page.get_by_label("Votre quotient familial")
    field.press_sequentially("650")
    field.press("Enter")
    expect(page.locator("[data-estimate] [role=status]")).to_contain_text("6,80")
    assert [url for url in asked if "/static/" not in url] == [] and page.url.endswith("/services/prix-quotient")
    kept = page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]")
    assert kept == [0, 0, ""]


@pytest.mark.parametrize("name", ["quotient", "bareme"])
def test_without_scripts_the_whole_grid_is_there(shop: Site, context_without_scripts: BrowserContext, name: str):
    page = opened(shop, context_without_scripts.new_page(), name)
    expect(page.locator("[data-estimate]")).to_be_hidden()
    said = plain(page.locator("main").inner_text())
    prices = (
        [euros(fee.amount_cents) for fee in GRID]
        if name == "quotient"
        else ["jusqu’à 5,26 €", "8 500 €", "Un prix minimum existe aussi"]
    )
    assert [price for price in prices if price not in said] == []
