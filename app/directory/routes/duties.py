"""Pages owed by law and by courtesy."""

from __future__ import annotations

from flask import current_app, render_template, url_for

from app.catalogue.queries import count_shown, last_changed, sources
from app.directory.blueprint import page
from app.directory.presenting.emergencies import emergencies
from app.directory.presenting.guides import shown_guides
from app.directory.presenting.territory import commune_links, theme_view, type_links
from app.directory.routes.browse import counts
from app.territory.queries import local_reference


@page("/ctg", "ctg")
def ctg() -> str:
    """The convention with the Caf, in plain words."""
    known = local_reference()
    convention = known.facts.get("ctg", {})
    orientations = [
        (theme_view(known.themes[one["theme"]]), one["text"])
        for one in convention.get("orientations", ())
        if one["theme"] in known.themes
    ]
    signed = [commune.name for commune in known.communes.values() if commune.ctg_signatory]
    return render_template(
        "directory/ctg.html", ctg=convention, orientations=orientations, signed=signed, territory=known
    )


@page("/accessibilite", "accessibility")
def accessibility() -> str:
    """The declaration of accessibility."""
    return render_template("directory/accessibility.html", publisher=_publisher())


@page("/mentions-legales", "legal")
def legal() -> str:
    """Who publishes, who hosts, which licences."""
    known = local_reference()
    return render_template("directory/legal.html", publisher=_publisher(), territory=known, sources=sources())


@page("/donnees-personnelles", "personal_data")
def personal_data() -> str:
    """What is known of visitors: nothing; and why."""
    geocoder = bool(current_app.extensions["settings"].geocoder_url)
    return render_template("directory/personal_data.html", publisher=_publisher(), geocoder=geocoder)


@page("/plan-du-site", "site_plan")
def site_plan() -> str:
    """Every page, as lists of links."""
    known = local_reference()
    by_type = counts().get("type", {})
    return render_template(
        "directory/site_plan.html",
        themes=[
            (theme_view(theme), [link[:2] for link in type_links(known.types_of_theme(theme.slug), by_type)])
            for theme in known.themes.values()
        ],
        communes=commune_links(known),
        guides=[(url_for("directory.guide", slug=one.slug), one.title) for one in shown_guides()],
    )


@page("/eco-conception", "ecodesign")
def ecodesign() -> str:
    """How the site spares phones, subscriptions and machines."""
    return render_template("directory/ecodesign.html", shown=count_shown(), changed=last_changed())


@page("/facile-a-lire", "easy_read")
def easy_read() -> str:
    """How to use the site, easy to read (FALC)."""
    return render_template("directory/easy_read.html")


@page("/contact", "contact")
def contact() -> str:
    """Whom to ask."""
    known = local_reference()
    return render_template(
        "directory/contact.html",
        publisher=_publisher(),
        communes=known.communes.values(),
        emergencies=emergencies(known),
    )


def _publisher() -> dict[str, str]:
    found: dict[str, str] = local_reference().facts.get("publisher", {})
    return found
