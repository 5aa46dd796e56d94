"""The page of the look: every token and every drawing is on it, and production has no such page."""

from __future__ import annotations

import re

from app.foundation.static import FOLDER
from app.foundation.styles import tokens_of
from tests.support.strict_client import StrictClient


def test_every_colour_and_every_drawing_is_shown(client: StrictClient) -> None:
    page = client.get("/styles").get_data(as_text=True)
    tokens = tokens_of((FOLDER / "css/tokens.css").read_text(encoding="utf-8"))
    colours = [one.name for one in tokens if one.is_colour]
    assert len(colours) > 20 and len(tokens) > len(colours)
    assert all(f"--{name}" in page for name in colours)
    drawn = set(re.findall(r'<symbol id="i-([a-z-]+)"', page))
    assert {"tel", "pin", "clock", "petite-enfance", "logement"} <= drawn
