"""Life situations, and the first of the three questions; their steps and their needs are lists (see `lists`)."""

from __future__ import annotations

from sqlalchemy import select

from app.administration.fields import LONG_TEXT, Field, Kind
from app.administration.rules import Values
from app.administration.subjects.base import Subject, after_the_last, free_slug
from app.administration.subjects.types import icons
from app.foundation.db import Base, session
from app.foundation.i18n import lazy_gettext as _l
from app.guides.models import Guide, GuidePublic
from app.territory.reference import Reference

GUIDE_FIELDS = (
    Field("title", _l("Titre"), required=True, most=120),
    Field("summary", _l("En une phrase"), Kind.AREA, required=True, most=LONG_TEXT),
    Field("icon", _l("Dessin"), Kind.CHOICE, required=True, options=icons),
    Field("sensitive", _l("Sujet sensible"), Kind.YES_NO, required=True,
          hint=_l("Oui : numéros d’urgence et « Quitter vite » ; le titre de l’onglet reste neutre.")),
)  # fmt: skip
PUBLIC_FIELDS = (
    Field("label", _l("Pour qui"), hint=_l("« Mon enfant a moins de 3 ans »."), required=True, most=120),
    Field("hint", _l("En quelques mots"), hint=_l("« Garde, jeux, santé »."), most=200),
)
POSITION = Field("position", _l("Rang"), Kind.KEPT)


class Guides(Subject):
    """Life situations: a few steps each."""

    kind, room, title, growing = "guide", "situations", _l("Situations de vie"), True
    adding = _l("Ajouter une situation")
    lead = _l("Les familles lisent vos mots dès que vous enregistrez.")
    lists = (("etapes", _l("Les étapes")),)

    def find(self, key: str) -> Base | None:
        return session().get(Guide, key)

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        return GUIDE_FIELDS

    def kept(self, known: Reference) -> tuple[Field, ...]:
        return (*GUIDE_FIELDS, Field("steps", _l("Les étapes"), Kind.LIST), POSITION)

    def label(self, key: str, values: Values) -> str:
        return str(values.get("title") or key)

    def make(self, values: Values, key: str = "") -> tuple[str, Base]:
        slug = key or free_slug(values["title"], session().scalars(select(Guide.slug)).all(), 80)
        position = values["position"] or after_the_last(Guide.position)
        return slug, Guide(**{**values, "slug": slug, "position": position})


class Publics(Subject):
    """For whom one searches, on the page of the three questions; the third question is the list of communes."""

    kind, room, title, growing = "public", "publics", _l("Les trois questions"), True
    adding = _l("Ajouter un public")
    lead = _l("« Pour qui ? » est la première question. « Quoi ? » se règle dans les besoins, « Où ? » est la commune.")
    lists = (("besoins", _l("Les besoins")),)

    def find(self, key: str) -> Base | None:
        return session().get(GuidePublic, key)

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        return PUBLIC_FIELDS

    def kept(self, known: Reference) -> tuple[Field, ...]:
        return (*PUBLIC_FIELDS, Field("needs", _l("Les besoins"), Kind.LIST), POSITION)

    def make(self, values: Values, key: str = "") -> tuple[str, Base]:
        slug = key or free_slug(values["label"], session().scalars(select(GuidePublic.slug)).all(), 80)
        position = values["position"] or after_the_last(GuidePublic.position)
        return slug, GuidePublic(**{**values, "slug": slug, "position": position})
