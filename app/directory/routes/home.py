"""The first page."""

from __future__ import annotations

from flask import render_template, url_for

from app.directory.blueprint import page
from app.directory.presenting.guides import shown_guides
from app.directory.presenting.territory import counted_drawing, theme_view
from app.directory.routes.browse import counts
from app.territory.queries import local_reference


@page("/", "home")
def home() -> str:
    """Two fields and one button; then the themes, the life situations, the communes."""
    known, by_commune = local_reference(), counts().get("commune", {})
    return render_template(
        "directory/home.html",
        territory=known,
        themes=[theme_view(theme) for theme in known.themes.values()],
        guides=shown_guides(),
        communes=[
            (url_for("directory.commune", slug=one.slug), one.name, by_commune.get(one.insee, 0))
            for one in known.communes.values()
        ],
        drawing=counted_drawing(known, by_commune),
    )
