"""The communes: their names and how to reach their town hall."""

from __future__ import annotations

from collections.abc import Collection

from app.administration.fields import Field, Kind
from app.administration.subjects.base import Subject
from app.catalogue.operations import refresh_cards
from app.foundation.db import Base, session
from app.foundation.i18n import lazy_gettext as _l
from app.territory.models import Commune
from app.territory.reference import Reference

FIELDS = (
    Field("name", _l("Nom"), required=True, most=120),
    Field("postcodes", _l("Codes postaux"), Kind.POSTCODES, required=True,
          hint=_l("Cinq chiffres chacun, séparés par une espace.")),
    Field("town_hall.address", _l("Adresse de la mairie"), most=300),
    Field("town_hall.phone", _l("Téléphone de la mairie"), Kind.PHONE,
          hint=_l("Montré sur les fiches de la commune qui n’ont aucun contact.")),
    Field("town_hall.email", _l("Courriel de la mairie"), Kind.EMAIL),
    Field("town_hall.website", _l("Site de la mairie"), Kind.URL, most=300),
)  # fmt: skip


class Communes(Subject):
    """Outlines, centres and the list of communes come from the folder of the territory."""

    kind, room, title = "commune", "communes", _l("Communes")
    lead = _l("Le contour et le centre ne se modifient pas ici.")

    def find(self, key: str) -> Base | None:
        return session().get(Commune, key)

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        return FIELDS

    def after(self, key: str, paths: Collection[str]) -> None:
        if "name" in paths:  # the name is among the words of every listing there
            refresh_cards()
