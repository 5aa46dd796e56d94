"""The one style sheet: whole, light, and the same rules as the files that people read."""

from __future__ import annotations

import gzip
from pathlib import Path

from app.foundation.static import Assets
from app.foundation.stylesheet import PARTS, SHEET, bundled, smaller

STATIC = Path(__file__).resolve().parents[2] / "static"


def test_it_stays_within_the_budget_of_a_public_page() -> None:
    assert len(bundled(STATIC)) <= 32_000  # what a page loads, before compression
    assert len(gzip.compress(bundled(STATIC), 9)) <= 8_000


def test_comments_and_spare_space_go_and_rules_stay() -> None:
    assert smaller("/* why\n */\n.a > .b , c {\n  color: red;\n  width: calc(1px + 2px);\n}\n") == (
        ".a>.b,c{color: red;width: calc(1px + 2px)}"
    )


def test_every_part_is_in_it_and_braces_balance() -> None:
    whole = bundled(STATIC).decode()
    assert whole.count("{") == whole.count("}") == sum((STATIC / part).read_text().count("{") for part in PARTS)
    assert whole.index("@layer tokens,base,components,rooms,print") == 0


def test_it_is_served_under_its_own_name() -> None:
    assets = Assets(STATIC, changes=True)
    assert assets.name_of(SHEET) == SHEET
    assert assets.content(SHEET) == bundled(STATIC)
    assert len(assets.fingerprint) == 12 and assets.fingerprint == assets.fingerprint
