"""One page per public address pattern, with the fullest and the emptiest listings: what every page rule looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask


@dataclass(frozen=True)
class PublicPage:
    """A page to look at: its name in test reports, how to find its address, the status it answers with."""

    name: str
    address: str | Callable[[Flask], str]
    status: int = 200

    def on(self, app: Flask) -> str:
        """Its address on this site."""
        if isinstance(self.address, str):
            return self.address
        with app.app_context():
            return self.address(app)


def _slug(order: str) -> Callable[[Flask], str]:
    """The published listing whose page shows the most, or the least."""

    def address(app: Flask) -> str:
        ranked = sorted((len(app.test_client().get(path).data), path) for path in listing_paths())
        return ranked[-1 if order == "fullest" else 0][1]

    return address


def listing_paths() -> list[str]:
    """Every published listing's address (inside an application context)."""
    from sqlalchemy import select

    from app.catalogue.models import Service
    from app.foundation.db import session

    slugs = session().scalars(select(Service.slug).where(Service.status == "published").order_by(Service.slug))
    return [f"/services/{slug}" for slug in slugs]


def _organization(app: Flask) -> str:
    from sqlalchemy import select

    from app.catalogue.models import Organization
    from app.foundation.db import session

    return f"/organisations/{session().scalars(select(Organization.slug).order_by(Organization.slug)).first()}"


PUBLIC_PAGES = (
    PublicPage("accueil", "/"),
    PublicPage("recherche", "/recherche"),
    PublicPage("recherche-mots", "/recherche?q=creche&ou=Montauban"),
    PublicPage("recherche-filtres", "/recherche?theme=enfance&jour=mer&commune=82121&gratuit=1"),
    PublicPage("recherche-vide", "/recherche?q=xyzzy"),
    PublicPage("fiche-la-plus-pleine", _slug("fullest")),
    PublicPage("fiche-la-plus-vide", _slug("emptiest")),
    PublicPage("organisation", _organization),
    PublicPage("themes", "/themes"),
    PublicPage("theme", "/themes/petite-enfance"),
    PublicPage("types", "/types"),
    PublicPage("type", "/types/ludotheque"),
    PublicPage("communes", "/communes"),
    PublicPage("commune", "/communes/montauban"),
    PublicPage("situations", "/situations"),
    PublicPage("convention", "/ctg"),
    PublicPage("accessibilite", "/accessibilite"),
    PublicPage("mentions-legales", "/mentions-legales"),
    PublicPage("donnees-personnelles", "/donnees-personnelles"),
    PublicPage("plan-du-site", "/plan-du-site"),
    PublicPage("eco-conception", "/eco-conception"),
    PublicPage("page-inconnue", "/cette-page-n-existe-pas", 404),
    PublicPage("demande-mal-faite", "/recherche?age_mois=beaucoup&page=-3", 200),
)
#: Pages that must stay light on a phone: results and listing first.
LIGHT_PAGES = tuple(page for page in PUBLIC_PAGES if page.name.startswith(("accueil", "recherche", "fiche")))
