"""Life situations: their words. Which steps there are, and where their links lead, stay with the folder."""

from __future__ import annotations

from app.administration.fields import LONG_TEXT, Field, Kind
from app.administration.rules import Values
from app.administration.subjects.base import Subject
from app.foundation.db import Base, session
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.guides.models import Guide
from app.territory.reference import Reference

FIELDS = (
    Field("title", _l("Titre"), required=True, most=120),
    Field("summary", _l("En une phrase"), Kind.AREA, required=True, most=LONG_TEXT),
)


class Guides(Subject):
    """One life situation at a time."""

    kind, room, title = "guide", "situations", _l("Situations de vie")
    lead = _l("Les liens de chaque étape sont des recherches : ils ne se modifient pas ici.")

    def find(self, key: str) -> Base | None:
        return session().get(Guide, key)

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        steps = row.steps if isinstance(row, Guide) else []
        return (*FIELDS, *(field for rank in range(len(steps)) for field in _step(rank)))

    def label(self, key: str, values: Values) -> str:
        return str(values.get("title") or key)


def _step(rank: int) -> tuple[Field, ...]:
    path, number = f"steps.{rank}", rank + 1
    return (
        Field(f"{path}.title", _("Étape %(number)s : titre", number=number), required=True),
        Field(f"{path}.text", _("Étape %(number)s : texte", number=number), Kind.AREA, most=LONG_TEXT),
        Field(f"{path}.bring", _("Étape %(number)s : papiers à prendre", number=number), Kind.LINES,
              hint=_("Un par ligne.")),
    )  # fmt: skip
