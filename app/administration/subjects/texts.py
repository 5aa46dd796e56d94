"""The territory's own texts and contacts, section by section; all of them stand in one row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.administration.fields import LONG_TEXT, Field, Kind
from app.administration.rules import Values
from app.administration.subjects.base import Subject
from app.foundation.db import Base, session
from app.foundation.i18n import LazyText
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.territory.models import Territory
from app.territory.reference import Reference

TO_FILL = _l("Vide : la page dit « à compléter par l’exploitant ».")
SITE = (
    Field("tagline", _l("Phrase sous le nom du site"), required=True),
    Field("facts.attribution", _l("Source des contours"), most=300),
)
HELP_DESK = (
    Field("facts.help_desk.label", _l("Qui aide, au pied de chaque page"), most=120),
    Field("facts.help_desk.phone", _l("Téléphone"), Kind.PHONE),
    Field("facts.help_desk.text", _l("Ce qu’on y trouve"), Kind.AREA, most=LONG_TEXT),
)
PUBLISHER = (
    Field("facts.publisher.name", _l("Qui publie ce site"), hint=TO_FILL),
    Field("facts.publisher.director", _l("Directeur ou directrice de la publication"), hint=TO_FILL),
    Field("facts.publisher.address", _l("Adresse"), hint=TO_FILL, most=300),
    Field("facts.publisher.phone", _l("Téléphone"), Kind.PHONE, hint=TO_FILL),
    Field("facts.publisher.email", _l("Courriel de contact"), Kind.EMAIL, hint=TO_FILL),
    Field("facts.publisher.website", _l("Site"), Kind.URL, hint=TO_FILL),
    Field("facts.publisher.accessibility_contact", _l("Courriel pour l’accessibilité"), Kind.EMAIL, hint=TO_FILL),
    Field("facts.publisher.data_protection_officer", _l("Délégué à la protection des données"), hint=TO_FILL),
    Field("facts.publisher.host_name", _l("Hébergeur"), hint=TO_FILL),
    Field("facts.publisher.host_address", _l("Adresse de l’hébergeur"), hint=TO_FILL, most=300),
    Field("facts.publisher.host_phone", _l("Téléphone de l’hébergeur"), Kind.PHONE, hint=TO_FILL),
)
CONVENTION = (
    Field("facts.ctg.title", _l("Titre")),
    Field("facts.ctg.signed", _l("Date de signature"), hint=_l("Comme elle doit se lire. Vide : non communiquée.")),
    Field("facts.ctg.horizon", _l("Horizon"), most=40),
    Field("facts.ctg.intro", _l("De quoi s’agit-il ?"), Kind.AREA, most=LONG_TEXT),
    Field("facts.ctg.purposes", _l("À quoi sert-elle ?"), Kind.LINES, hint=_l("Une phrase par ligne."), most=400),
    Field("facts.ctg.parties", _l("Les signataires"), Kind.LINES, hint=_l("Un par ligne.")),
    Field("facts.ctg.late_member_note", _l("Note sur les communes venues après"), Kind.AREA, most=LONG_TEXT),
)


def _convention(known: Reference) -> tuple[Field, ...]:
    ctg = known.facts.get("ctg", {})
    stakes: list[Field] = []
    for rank in range(len(ctg.get("stakes", ()))):
        path, number = f"facts.ctg.stakes.{rank}", rank + 1
        stakes.append(Field(f"{path}.title", _("Enjeu %(number)s : titre", number=number), required=True))
        stakes.append(Field(f"{path}.text", _("Enjeu %(number)s", number=number), Kind.AREA, most=LONG_TEXT))
    labels = {slug: theme.label for slug, theme in known.themes.items()}
    orientations = [
        Field(f"facts.ctg.orientations.{rank}.text",
              _("Orientation : %(theme)s", theme=labels.get(one.get("theme", ""), "")), Kind.AREA, most=LONG_TEXT)
        for rank, one in enumerate(ctg.get("orientations", ()))
    ]  # fmt: skip
    return (*CONVENTION, *stakes, *orientations)


@dataclass(frozen=True)
class Section:
    """One page of texts: its name, what it is for, its boxes."""

    title: LazyText
    said: LazyText
    fields: Callable[[Reference], tuple[Field, ...]]


SECTIONS = {
    "aide": Section(_l("Aide aux familles"), _l("Le numéro au pied de chaque page."), lambda _known: HELP_DESK),
    "editeur": Section(_l("Éditeur et hébergeur"), _l("Mentions légales, données personnelles, contact."),
                       lambda _known: PUBLISHER),
    "convention": Section(_l("Convention avec la Caf"), _l("Enjeux, orientations, signataires."), _convention),
    "site": Section(_l("Le site"), _l("La phrase sous le nom, la source des contours."), lambda _known: SITE),
}  # fmt: skip


class Texts(Subject):
    """The emergency numbers and the questions of ambiguous words stay with the folder: they are checked together."""

    kind, room, title = "territory", "textes", _l("Textes et contacts")
    lead = _l("Les pages publiques changent dès que vous enregistrez.")

    def find(self, key: str) -> Base | None:
        return session().get(Territory, 1) if key in SECTIONS else None

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        return SECTIONS[key].fields(known)

    def label(self, key: str, values: Values) -> str:
        return str(SECTIONS[key].title) if key in SECTIONS else key
