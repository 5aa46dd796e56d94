"""Browsing: themes, types, communes, organizations, with their definitions in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.catalogue.queries import organization_page, redirected_slug
from app.directory.blueprint import page
from app.directory.presenting.card import card_view
from app.directory.presenting.territory import commune_links, drawing, theme_view, type_links
from app.directory.searching.addresses import Address
from app.directory.searching.answers import Results, ask, moment_now
from app.directory.searching.followed import search_links
from app.directory.searching.nearest import nearest_links
from app.directory.searching.places import point_of
from app.following.queries import current_announcements
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.foundation.links import safe_url
from app.foundation.phones import phone
from app.foundation.text import typography
from app.search.query import Order, SearchQuery
from app.territory.queries import local_reference, now
from app.territory.reference import TypeRef

#: Listings shown on a browsing page; the rest is a search away.
SHOWN = 20


def counts(**filters: tuple[str, ...]) -> Mapping[str, Mapping[str, int]]:
    """How many listings each theme, type and commune has, among those of these filters."""
    return ask(SearchQuery(now(), per_page=1, **filters)).answer.found.facets  # type: ignore[arg-type]


def listed(**filters: tuple[str, ...]) -> Results:
    """The listings of these filters, by name."""
    return ask(SearchQuery(now(), per_page=SHOWN, order=Order.NAME, **filters))  # type: ignore[arg-type]


@page("/themes", "themes")
def themes() -> str:
    """The themes of the convention and the types of each."""
    known = local_reference()
    by_type = counts().get("type", {})
    rows = [
        (theme_view(theme), type_links(known.types_of_theme(theme.slug), by_type)) for theme in known.themes.values()
    ]
    return render_template("directory/themes.html", rows=rows)


@page("/themes/<slug>", "theme")
def theme(slug: str) -> str:
    """A theme: its types with their definitions, where it is offered, its listings."""
    known = local_reference()
    found = known.themes.get(slug)
    if found is None:
        labels = {one.slug: one.label for one in known.themes.values()}
        refuse(404, _("Ce thème n’existe pas."), nearest=nearest_links("directory.theme", slug, labels))
    results = listed(themes=(slug,))
    facets = counts(themes=(slug,))
    return render_template(
        "directory/theme.html",
        theme=theme_view(found),
        types=type_links((kind for kind in known.types.values() if slug in kind.themes), facets.get("type", {})),
        communes=_communes_with(facets, theme=slug),
        results=results,
        more=url_for("directory.results", theme=slug),
        news=current_announcements(now().date(), theme=slug),
        follow=search_links(MultiDict({"theme": slug}), feed=url_for("directory.theme_feed", slug=slug)),
    )


@page("/types", "types")
def types() -> str:
    """Every type of service, with its definition."""
    known = local_reference()
    by_type = counts().get("type", {})
    rows = [
        (theme_view(theme), [_defined(kind, by_type) for kind in known.types.values() if kind.theme == theme.slug])
        for theme in known.themes.values()
    ]
    return render_template("directory/types.html", rows=rows)


def _defined(kind: TypeRef, by_type: Mapping[str, int]) -> tuple[str, str, str]:
    address = url_for("directory.type", slug=kind.slug) if by_type.get(kind.slug) or kind.leads_to else ""
    return address, typography(kind.label), typography(kind.definition)


@page("/types/<slug>", "type")
def type_(slug: str) -> str:
    """A type: what it is, where it is offered, its listings; one that lists nobody leads to the desk that helps."""
    known = local_reference()
    kind = known.types.get(slug)
    if kind is None:
        labels = {one.slug: one.label for one in known.types.values()}
        refuse(404, _("Ce type de service n’existe pas."), nearest=nearest_links("directory.type", slug, labels))
    shown_slug = slug if kind.listable else kind.leads_to
    return render_template(
        "directory/type.html",
        kind=kind,
        label=typography(kind.label),
        definition=typography(kind.definition),
        theme=theme_view(known.themes[kind.theme]),
        leads_to=known.types.get(kind.leads_to) if not kind.listable else None,
        communes=_communes_with(counts(types=(shown_slug,)), type=shown_slug),
        results=listed(types=(shown_slug,)),
        more=url_for("directory.results", type=shown_slug),
    )


@page("/communes", "communes")
def communes() -> str:
    """The communes of the territory."""
    known = local_reference()
    by_commune = counts().get("commune", {})
    links = [
        (url_for("directory.commune", slug=one.slug), one.name, by_commune.get(one.insee, 0))
        for one in known.communes.values()
    ]
    return render_template("directory/communes.html", links=links, drawing=drawing(known), territory=known)


@page("/communes/<slug>", "commune")
def commune(slug: str) -> str:
    """A commune: its town hall, what it offers by theme, its listings."""
    known = local_reference()
    found = known.commune_by_slug(slug)
    if found is None:
        refuse(404, _("Cette commune n’est pas dans l’annuaire."), nearest=commune_links(known))
    facets = counts(communes=(found.insee,))
    by_theme = facets.get("theme", {})
    return render_template(
        "directory/commune.html",
        commune=found,
        town_hall_phone=phone(found.town_hall.phone),
        town_hall_website=safe_url(found.town_hall.website),
        themes=[
            (theme_view(theme), Address.of({"theme": [theme.slug], "commune": [found.insee]}), by_theme[theme.slug])
            for theme in known.themes.values()
            if by_theme.get(theme.slug)
        ],
        results=ask(SearchQuery(now(), communes=(found.insee,), near=point_of(found), order=Order.DISTANCE)),
        more=url_for("directory.results", commune=found.insee),
        news=current_announcements(now().date(), commune=found.insee),
        follow=search_links(MultiDict({"commune": found.insee}), feed=url_for("directory.commune_feed", slug=slug)),
        drawing=drawing(known, found.insee),
        neighbours=[
            (url_for("directory.commune", slug=one.slug), one.name)
            for one in known.communes.values()
            if one.name in found.neighbours
        ],
        territory=known,
    )


@page("/organisations/<slug>", "organization")
def organization(slug: str) -> str | Response:
    """An organization and what it offers."""
    found = organization_page(slug)
    if found is None:
        if moved := redirected_slug(slug, "organization"):
            return redirect(url_for("directory.organization", slug=moved), 301)
        refuse(404, _("Cette organisation n’est pas dans l’annuaire."))
    who, cards = found
    known, moment = local_reference(), moment_now()
    return render_template(
        "directory/organization.html",
        organization=who,
        phone=phone(who.phone),
        website=safe_url(who.website),
        views=[card_view(card, known, moment) for card in cards],
    )


def _communes_with(facets: Mapping[str, Mapping[str, int]], **parameters: str) -> list[tuple[str, str, int]]:
    by_commune = facets.get("commune", {})
    wanted = {name: [value] for name, value in parameters.items()}
    return [
        (Address.of({**wanted, "commune": [one.insee]}), one.name, by_commune[one.insee])
        for one in local_reference().communes.values()
        if by_commune.get(one.insee)
    ]
