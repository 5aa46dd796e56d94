"""One page per public address pattern, with the fullest and the emptiest listings: what every page rule looks at."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask
from werkzeug.exceptions import HTTPException


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


def by_fullness(app: Flask) -> list[str]:
    """The slugs of the published listings, from the barest to the one that says the most."""
    from sqlalchemy import func, select

    from app.catalogue.models import Service
    from app.foundation.db import db, session

    with app.app_context():
        shown = select(Service.__table__).where(Service.status == "published")
        rows = session().execute(shown).mappings()
        told = {row["id"]: [row["slug"], sum(bool(each) for each in row.values())] for row in rows}
        for table in db.metadata.tables.values():
            if "service_id" in table.c:
                parts = select(table.c.service_id, func.count()).group_by(table.c.service_id)
                for service, count in session().execute(parts):
                    if service in told:  # a kind of fact more is worth more than many of one kind
                        told[service][1] += 10 + min(count, 9)
    return [slug for slug, _ in sorted(told.values(), key=lambda each: (each[1], each[0]))]


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
    PublicPage("recherche-carte", "/recherche?theme=enfance&carte=1"),
    PublicPage("recherche-vide", "/recherche?q=xyzzy"),
    PublicPage("fiche-la-plus-pleine", lambda app: f"/services/{by_fullness(app)[-1]}"),
    PublicPage("fiche-la-plus-vide", lambda app: f"/services/{by_fullness(app)[0]}"),
    PublicPage("en-ce-moment", "/en-ce-moment?ou=Montauban"),
    PublicPage("besoin", "/besoin?theme=enfance&jour=mer&commune=82121"),
    PublicPage("besoin-merci", "/besoin/merci"),
    PublicPage("me-prevenir", "/me-prevenir?theme=enfance&commune=82121"),
    PublicPage("me-prevenir-fiche", lambda app: f"/me-prevenir?fiche={by_fullness(app)[-1]}"),
    PublicPage("me-prevenir-demande", "/me-prevenir/demande"),
    PublicPage("alertes-arretees", "/alertes/un-lien"),
    PublicPage("alerte-lien-perime", "/alertes/confirmer/un-lien", 410),
    PublicPage("alertes-desabonnement", "/alertes/un-lien/desabonnement"),
    PublicPage("selection-vide", "/ma-selection"),
    PublicPage("selection", lambda app: f"/ma-selection?fiches={','.join(by_fullness(app)[-6:])}"),
    PublicPage("comparer-vide", "/comparer"),
    PublicPage("comparer", lambda app: f"/comparer?fiches={','.join(by_fullness(app)[-4:])}"),
    PublicPage("guide-papier", "/guide-papier"),
    PublicPage("guide-papier-selection", lambda app: f"/guide-papier?fiches={','.join(by_fullness(app)[-3:])}"),
    PublicPage("guide-papier-inconnu", "/guide-papier/personne-ne-le-connait", 404),
    PublicPage("fiche-facile", lambda app: f"/services/{by_fullness(app)[-1]}/facile"),
    PublicPage("organisation", _organization),
    PublicPage("themes", "/themes"),
    PublicPage("theme", "/themes/petite-enfance"),
    PublicPage("types", "/types"),
    PublicPage("type", "/types/ludotheque"),
    PublicPage("communes", "/communes"),
    PublicPage("commune", "/communes/montauban"),
    PublicPage("situations", "/situations"),
    PublicPage("situation", "/situations/je-reprends-le-travail"),
    PublicPage("situation-ici", "/situations/je-n-arrive-plus-a-payer?ou=Bressols"),
    PublicPage("hors-ligne", "/hors-ligne"),
    PublicPage("trois-questions", "/trouver"),
    PublicPage("trois-questions-quoi", "/trouver?pour=enfant"),
    PublicPage("trois-questions-ou", "/trouver?pour=enfant&besoin=mercredi"),
    PublicPage("convention", "/ctg"),
    PublicPage("contact", "/contact"),
    PublicPage("facile-a-lire", "/facile-a-lire"),
    PublicPage("accessibilite", "/accessibilite"),
    PublicPage("mentions-legales", "/mentions-legales"),
    PublicPage("donnees-personnelles", "/donnees-personnelles"),
    PublicPage("plan-du-site", "/plan-du-site"),
    PublicPage("eco-conception", "/eco-conception"),
    PublicPage("signaler", lambda app: f"/services/{by_fullness(app)[-1]}/signaler"),
    PublicPage("signaler-merci", lambda app: f"/services/{by_fullness(app)[-1]}/signaler/merci"),
    PublicPage("ma-structure", lambda app: f"/services/{by_fullness(app)[-1]}/c-est-ma-structure"),
    PublicPage("demande-suivie", f"/demandes/{UUID(int=7)}", 404),
    PublicPage("retour-de-proconnect", "/connexion/proconnect/retour", 404),
    PublicPage("connexion", "/connexion"),
    PublicPage("connexion-code", "/connexion/code"),
    PublicPage("connexion-lien", "/connexion/lien/un-lien"),
    PublicPage("invitation", "/invitation/un-lien", 404),
    PublicPage("styles", "/styles"),
    PublicPage("courriels-de-developpement", "/developpement/courriels"),
    PublicPage("page-inconnue", "/cette-page-n-existe-pas", 404),
    PublicPage("demande-mal-faite", "/recherche?age_mois=beaucoup&page=-3", 200),
)


def one_for_each_address(app: Flask) -> list[PublicPage]:
    """The first page of each address pattern that speaks every language."""
    found: dict[str, PublicPage] = {}
    addresses = app.url_map.bind("localhost")
    for page in PUBLIC_PAGES:
        with suppress(HTTPException):
            endpoint, _ = addresses.match(urlsplit(page.on(app)).path)
            if getattr(app.view_functions[endpoint], "in_every_language", False):
                found.setdefault(endpoint, page)
    return list(found.values())


#: Pages that must stay light on a phone: results and listing first.
LIGHT_PAGES = tuple(
    page
    for page in PUBLIC_PAGES
    if page.name.startswith(("accueil", "recherche", "fiche")) and "carte" not in page.name
)
