"""The communes: their names, where they are, and how to reach their town hall."""

from __future__ import annotations

import re
from collections.abc import Collection

from sqlalchemy import delete

from app.accounts.models import RoleGrant
from app.administration.fields import Field, Kind
from app.administration.rules import Impossible, Values
from app.administration.subjects import needed
from app.administration.subjects.base import Subject, free_slug
from app.catalogue.operations import refresh_cards
from app.following.models import Announcement
from app.foundation.db import Base, session
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.territory.models import Commune, Place
from app.territory.queries import reference
from app.territory.reference import Reference

#: Two digits of the département (2A and 2B in Corsica), three of the commune.
INSEE = re.compile(r"\d[\dAB]\d{3}", re.ASCII)
NAMED = (
    Field("name", _l("Nom"), required=True, most=120),
    Field("postcodes", _l("Codes postaux"), Kind.POSTCODES, required=True,
          hint=_l("Cinq chiffres chacun, séparés par une espace.")),
)  # fmt: skip
PLACED = (
    Field("lat", _l("Mairie : latitude"), Kind.DEGREES, required=True, most=90, hint=_l("Comme 44,0176.")),
    Field("lon", _l("Mairie : longitude"), Kind.DEGREES, required=True, most=180, hint=_l("Comme 1,3549.")),
)
CENTRED = (
    Field("centre_lat", _l("Centre : latitude"), Kind.DEGREES, required=True, most=90,
          hint=_l("Ce point est montré à la place des adresses protégées.")),
    Field("centre_lon", _l("Centre : longitude"), Kind.DEGREES, required=True, most=180),
)  # fmt: skip
REACHED = (
    Field("town_hall.address", _l("Adresse de la mairie"), most=300),
    Field("town_hall.phone", _l("Téléphone de la mairie"), Kind.PHONE,
          hint=_l("Montré sur les fiches de la commune qui n’ont aucun contact.")),
    Field("town_hall.email", _l("Courriel de la mairie"), Kind.EMAIL),
    Field("town_hall.website", _l("Site de la mairie"), Kind.URL, most=300),
    Field("neighbours", _l("Communes voisines"), Kind.LINES, hint=_l("Un nom par ligne."), most=120),
    Field("ctg_signatory", _l("A signé la convention avec la Caf"), Kind.YES_NO, required=True),
)  # fmt: skip
CODE = Field("insee", _l("Code de l’Insee"), required=True, most=5,
             hint=_l("Cinq signes, comme 01001. Ce n’est pas le code postal."))  # fmt: skip
OUTLINE = Field("outline", _l("Contour"), Kind.OUTLINE,
                hint=_l("En GeoJSON, comme sur geo.api.gouv.fr. Vide : la carte ne le dessine pas."))  # fmt: skip
KEPT = (Field("slug", _l("Adresse"), Kind.KEPT), Field("population", _l("Habitants"), Kind.KEPT),
        Field("population_year", _l("Année"), Kind.KEPT))  # fmt: skip


class Communes(Subject):
    """A code is said once; the rest changes."""

    kind, room, title, growing = "commune", "communes", _l("Communes"), True
    adding = _l("Ajouter une commune")
    lead = _l("Le code se donne une fois, à l’ajout.")

    def find(self, key: str) -> Base | None:
        return session().get(Commune, key)

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        if row is None:
            return (*NAMED, CODE, *PLACED, *CENTRED, OUTLINE, *REACHED)
        return (*NAMED, *PLACED, *CENTRED, OUTLINE, *REACHED)

    def kept(self, known: Reference) -> tuple[Field, ...]:
        return (*self.fields("", None, known), *KEPT)

    def check(self, key: str, values: Values, known: Reference) -> None:
        if any(one.name == values["name"] and one.insee != key for one in known.communes.values()):
            raise Impossible({"name": _("Une commune porte déjà ce nom.")})
        if key:
            return
        if not INSEE.fullmatch(values["insee"]):
            raise Impossible({"insee": _("Un code de l’Insee a cinq signes, comme 01001.")})
        if values["insee"] in known.communes:
            raise Impossible({"insee": _("Cette commune est déjà dans la liste.")})

    def held(self, key: str, known: Reference) -> list[str]:
        last = [_("C’est la dernière commune du territoire.")] if len(known.communes) == 1 else []
        return [
            *last,
            *needed.listings(needed.in_commune(key)),
            *needed.agents(RoleGrant.communes, key),
            *needed.news(Announcement.commune, key),
            *needed.links("commune", key, known),
            *needed.followed("commune", key),
        ]

    def make(self, values: Values, key: str = "") -> tuple[str, Base]:
        columns = {path: value for path, value in values.items() if not path.startswith("town_hall.")}
        hall = {path.partition(".")[2]: value for path, value in values.items() if path.startswith("town_hall.")}
        slug = values["slug"] or free_slug(values["name"], [one.slug for one in reference().communes.values()], 120)
        return values["insee"], Commune(**{**columns, "slug": slug, "town_hall": hall})

    def leave(self, key: str) -> None:
        """Its streets leave with it: they are read again from the national address base."""
        session().execute(delete(Place).where(Place.commune_insee == key))

    def after(self, key: str, paths: Collection[str]) -> None:
        if "name" in paths:  # the name is among the words of every listing there
            refresh_cards()
