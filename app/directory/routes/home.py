"""The first page."""

from __future__ import annotations

from flask import render_template

from app.directory.blueprint import page
from app.directory.presenting.guides import shown_guides
from app.directory.presenting.territory import commune_links, drawing, theme_view
from app.territory.queries import local_reference


@page("/", "home")
def home() -> str:
    """Two fields and one button; then the themes, the life situations, the communes."""
    known = local_reference()
    return render_template(
        "directory/home.html",
        territory=known,
        themes=[theme_view(theme) for theme in known.themes.values()],
        guides=shown_guides(),
        communes=commune_links(known),
        drawing=drawing(known),
    )
