"""The national scale of crèches: a share of the resources, between a floor and a ceiling."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.catalogue.national_scale import Rate, Scale, hourly_cents, scale_of
from tests.support.prices import hour

SCALE = Scale(2025, 80100, 850000, (Rate(1, 619), Rate(2, 516), Rate(3, 413), Rate(4, 310), Rate(8, 206)))
PERCENT = {1: "0.0619", 2: "0.0516", 3: "0.0413", 4: "0.0310", 5: "0.0310", 7: "0.0310", 8: "0.0206", 10: "0.0206"}


@pytest.mark.parametrize("children", PERCENT)
@pytest.mark.parametrize("euros", [0, 1, 800, 801, 1250, 2400, 3333, 8499, 8500, 8501, 99999])
def test_an_hour_costs_a_share_of_the_resources(euros: int, children: int):
    expected = hour(Decimal(euros), PERCENT[children], Decimal(801), Decimal(8500))
    assert hourly_cents(SCALE, euros * 100, children) == expected * 100


@pytest.mark.parametrize(
    ("children", "disabled", "line"), [(1, 1, 1), (1, 2, 2), (2, 1, 2), (4, 1, 4), (8, 1, 4), (1, 9, 4), (0, 0, 0)]
)
def test_a_disabled_child_moves_one_line_down_and_never_off_the_scale(children: int, disabled: int, line: int):
    alone = Scale(2025, 100, 10**9, tuple(Rate(1, rate.millionths) for rate in SCALE.rates[line : line + 1]))
    assert hourly_cents(SCALE, 240000, children, disabled) == hourly_cents(alone, 240000, 1)


def test_a_territory_without_a_scale_has_none():
    assert scale_of({}) is None and scale_of({"psu": {}}) is None


def test_the_territory_file_holds_the_one_of_the_tests():
    import tomllib

    from scripts.common import ROOT

    facts = tomllib.loads((ROOT / "seed_data/grand-montauban/territory.toml").read_text(encoding="utf-8"))
    found = scale_of(facts)
    assert found is not None and found.rates == SCALE.rates and found.source and found.url.startswith("https://")
    assert (found.year, found.floor_cents, found.ceiling_cents) == (SCALE.year, 0, SCALE.ceiling_cents), (
        "no source says the floor: it is not counted"
    )
