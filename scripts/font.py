"""The rules of the site’s font, and of the fonts of machines that stand in for it until it arrives."""

from __future__ import annotations

import re
from pathlib import Path

#: This file: what is built from it is built again when it changes.
RULES = Path(__file__)
NAME = "Atkinson Hyperlegible Next"
#: The weights that our sheets ask for: the file holds no other (scripts/lighter_font.py).
LIGHTEST, BOLDEST = 400, 700
#: Fonts of machines drawn at the width of ours, weight by weight, so that no line breaks elsewhere when ours arrives:
#: mean widths of the letters of our French texts, compared. The families are named in static/css/tokens.css.
NEAR: tuple[tuple[str, int, tuple[str, ...], float], ...] = (
    ("Roboto", 400, ("Roboto",), 99.9), ("Roboto", 700, ("Roboto Bold",), 105.9),
    ("Arial", 400, ("Arial", "Liberation Sans"), 99.3), ("Arial", 700, ("Arial Bold", "Liberation Sans Bold"), 99.6),
    ("DejaVu", 400, ("DejaVu Sans",), 87.0), ("DejaVu", 700, ("DejaVu Sans Bold",), 83.2),
)  # fmt: skip
#: What our font takes above and below its line, in hundredths of its size.
ASCENT, DESCENT = 98.4, 31.6


def faces(file: str, characters: str) -> str:
    """The rules, for a file of static/dist. The site lays them at the end of css/site.css, hence the address.

    `fallback`: a page that is being read does not move if the font takes more than three seconds.
    """
    ours = _face(
        NAME, f"{LIGHTEST} {BOLDEST}", f"url(../dist/{file}) format('woff2')", "font-display:fallback", characters
    )
    return "\n".join((ours, *(_near(*each, characters) for each in NEAR))) + "\n"


def _near(family: str, weight: int, names: tuple[str, ...], size: float, characters: str) -> str:
    source = ",".join(f"local('{name}')" for name in names)
    lines = f"ascent-override:{100 * ASCENT / size:.1f}%;descent-override:{100 * DESCENT / size:.1f}%"
    more = f"size-adjust:{size}%;{lines};line-gap-override:0%"
    return _face(f"Atkinson {family}", str(weight), source, more, characters)


def _face(family: str, weight: str, source: str, more: str, characters: str) -> str:
    return f"@font-face{{font-family:'{family}';font-weight:{weight};src:{source};{more};unicode-range:{characters}}}"


def characters(sheet: Path) -> str:
    """The characters of the latin file, as its package says them."""
    text = sheet.read_text(encoding="utf-8")
    found = re.search(r"unicode-range:\s*([^;]+);", text[text.index("latin-wght-normal.woff2") :])
    assert found, "the font's own sheet has changed"
    return found[1]
