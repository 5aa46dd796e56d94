"""Life situations."""

from __future__ import annotations

from flask import render_template, url_for

from app.directory.blueprint import page
from app.directory.presenting.emergencies import emergencies_named
from app.directory.searching.nearest import nearest_links
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.guides.queries import all_guides, guide_page
from app.territory.queries import reference


@page("/situations", "guides")
def guides() -> str:
    """Every life situation."""
    links = [(url_for("directory.guide", slug=one.slug), one.title, one.summary) for one in all_guides()]
    return render_template("directory/guides.html", links=links)


@page("/situations/<slug>", "guide")
def guide(slug: str) -> str:
    """One life situation, step by step; each link is a search of this territory."""
    found = guide_page(slug)
    if found is None:
        labels = {one.slug: one.title for one in all_guides()}
        links = nearest_links("directory.guide", slug, labels)
        refuse(404, _("Cette situation de vie n’est pas dans notre liste."), nearest=links)
    numbers = emergencies_named(reference(), " ".join(step.text for step in found.steps)) if found.sensitive else []
    return render_template("directory/guide.html", guide=found, emergencies=numbers)
