"""The one style sheet: whole, light, and the same rules as the files that people read."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from app.foundation.static import Assets
from app.foundation.stylesheet import PARTS, SHEET, bundled, smaller
from scripts.font import BOLDEST, LIGHTEST, faces
from tests.support.strict_client import StrictClient

STATIC = Path(__file__).resolve().parents[2] / "static"


def test_it_stays_within_the_budget_of_a_public_page() -> None:
    assert len(bundled(STATIC)) <= 32_000  # what a page loads, before compression
    assert len(gzip.compress(bundled(STATIC), 9)) <= 8_000


def test_comments_and_spare_space_go_and_rules_stay() -> None:
    assert smaller("a :is(b, c):not(d) { x: y }") == "a :is(b,c):not(d){x:y}"
    assert smaller("/* why\n */\n.a > .b , c {\n  color: red;\n  width: calc(1px + 2px);\n}\n") == (
        ".a>.b,c{color:red;width:calc(1px + 2px)}"
    )


def test_every_part_is_in_it_and_braces_balance() -> None:
    whole = bundled(STATIC).decode()
    assert whole.count("{") == whole.count("}") == sum((STATIC / part).read_text().count("{") for part in PARTS)
    assert whole.index("@layer tokens,base,components,rooms,print") == 0


def test_it_is_served_under_its_own_name() -> None:
    assets = Assets(STATIC, changes=True)
    assert assets.name_of(SHEET) == SHEET
    assert assets.content(SHEET).startswith(bundled(STATIC))
    assert len(assets.fingerprint) == 12 and assets.fingerprint == assets.fingerprint


def test_the_font_comes_with_the_sheet_where_set_up_found_it(tmp_path: Path) -> None:
    for part in (*PARTS, "dist/faces.abc.css"):
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part).write_text(f"/* {part} */ a {{ color: red }}", encoding="utf-8")
    bare = Assets(tmp_path, changes=False).content(SHEET)
    (tmp_path / "dist" / "faces.abc.css").write_text(faces("font.woff2", "U+0000-00FF"), encoding="utf-8")
    (tmp_path / "dist" / "manifest.json").write_text('{"faces.css": "faces.abc.css"}', encoding="utf-8")
    whole = Assets(tmp_path, changes=False).content(SHEET).decode()
    assert bare == bundled(tmp_path) and whole.startswith(bare.decode())
    assert "url(../dist/font.woff2)" in whole and "font-display:fallback" in whole


def test_pages_ask_for_our_font_first_and_for_each_that_stands_in_for_it() -> None:
    tokens = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    families = dict.fromkeys(re.findall(r"font-family:('[^']+')", faces("font.woff2", "U+0000-00FF")))
    assert f"--f-text: {', '.join(families)}, system-ui".replace("'", '"') in tokens


def test_no_word_moves_when_the_font_arrives() -> None:
    for rule in faces("font.woff2", "U+0000-00FF").splitlines()[1:]:
        size, above, below, gap = (float(found) for found in re.findall(r":([\d.]+)%", rule))
        assert 80 < size < 110 and gap == 0
        assert round(size * above / 1e4, 2) == 0.98 and round(size * below / 1e4, 2) == 0.32


def test_the_font_is_asked_for_with_the_page_and_not_after_the_sheet(client: StrictClient, app: Flask) -> None:
    if not app.extensions["assets"].name_of("font.woff2"):
        pytest.skip("the font was not installed")
    (asked,) = re.findall(r'<link rel="preload" as="font" crossorigin href="([^"]+)">', client.page("/").text)
    assert len(client.get(asked).data) < 21_000, "only the weights that the sheets ask for"


def test_no_sheet_asks_for_a_weight_that_the_font_has_not() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("css/**/*.css"))
    asked = {int(found) for found in re.findall(r"font(?:-weight)?:\s*(\d{3})\b", text)}
    assert LIGHTEST <= min(asked) <= max(asked) <= BOLDEST
