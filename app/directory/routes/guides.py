"""Life situations, and three questions for those who do not know what to type."""

from __future__ import annotations

from flask import render_template, request, url_for

from app.directory.blueprint import page
from app.directory.presenting.emergencies import emergencies_named
from app.directory.presenting.guide import live_steps
from app.directory.presenting.guides import shown_guide, shown_guides, shown_publics
from app.directory.presenting.territory import commune_links
from app.directory.searching.addresses import Address
from app.directory.searching.nearest import nearest_links
from app.directory.searching.places import place_named
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.guides.queries import Need, Public
from app.search.query import MAX_TEXT
from app.territory.queries import local_reference


@page("/situations", "guides")
def guides() -> str:
    """Every life situation."""
    links = [(url_for("directory.guide", slug=one.slug), one.title, one.summary) for one in shown_guides()]
    return render_template("directory/guides.html", links=links)


@page("/situations/<slug>", "guide")
def guide(slug: str) -> str:
    """One life situation, step by step, with the listings that answer each step today, near the commune asked."""
    found = shown_guide(slug)
    if found is None:
        labels = {one.slug: one.title for one in shown_guides()}
        links = nearest_links("directory.guide", slug, labels)
        refuse(404, _("Cette situation de vie n’est pas dans notre liste."), nearest=links)
    known, place = local_reference(), request.args.get("ou", "").strip()[:MAX_TEXT]
    near, problem = place_named(place, known)
    numbers = emergencies_named(known, " ".join(step.text for step in found.steps)) if found.sensitive else []
    return render_template(
        "directory/guide.html",
        guide=found,
        steps=live_steps(found.steps, place, near),
        place=place,
        place_error=problem,
        near=near,
        communes=commune_links(known),
        emergencies=numbers,
    )


@page("/trouver", "finder")
def finder() -> str:
    """For whom, what, where: each question is a page of links, the last one leads to a search."""
    choices = shown_publics()
    public = next((one for one in choices if one.slug == request.args.get("pour")), None)
    need = next((one for one in public.needs if one.slug == request.args.get("besoin")), None) if public else None
    return render_template(
        "directory/finder.html",
        public=public,
        need=need,
        links=_questions(choices, public, need),
        lost=_("Cette réponse n’est pas dans notre liste. Choisissez-en une.") if _lost(public, need) else "",
    )


def _lost(public: Public | None, need: Need | None) -> bool:
    return bool((request.args.get("pour") and not public) or (request.args.get("besoin") and not need))


def _questions(choices: list[Public], public: Public | None, need: Need | None) -> list[tuple[str, ...]]:
    """(address, label, what it covers) of each answer to the question that comes next."""
    if public is None:
        return [(url_for("directory.finder", pour=one.slug), one.label, one.hint) for one in choices]
    if need is None:
        return [(url_for("directory.finder", pour=public.slug, besoin=one.slug), one.label) for one in public.needs]
    places = [(Address.of({**need.asked, "ou": [name]}), name) for _href, name in commune_links(local_reference())]
    return [*places, (Address.of(need.asked), _("Peu importe la commune"))]
