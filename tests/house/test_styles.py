"""What lets the browser tests look at colours in one language only, and at widths in one scheme."""

from __future__ import annotations

import re

from scripts.common import ROOT

SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
OF_COLOURS = re.compile(
    r"\b(color|background|border|fill|stroke|outline|opacity|filter)\b|#[0-9a-f]{3,8}\b|--(ink|action|page|wash|rose|brick|c|ct)\b"
)


def test_no_colour_depends_on_the_language():
    found = [
        f"{sheet.name}: {selector.strip()}"
        for sheet in SHEETS
        for selector, body in RULE.findall(sheet.read_text(encoding="utf-8"))
        if (":lang" in selector or "[dir" in selector or "[lang" in selector) and OF_COLOURS.search(body)
    ]
    assert SHEETS and not found, found
