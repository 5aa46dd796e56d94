"""The field guide: what people call each part of a listing. Read by forms, differences, history and exports.

A line may gather several facts that only make sense together (an age from, an age to). `parts` say where they stand in
`facts.to_json`: `name`, `place.address`, or `contacts[phone]` for the contacts of one kind. Data only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.foundation.i18n import LazyText
from app.foundation.i18n import lazy_gettext as _


class Group(StrEnum):
    """The sections of the form, in the order in which a listing reads."""

    IDENTITY = "identite"
    AUDIENCE = "public"
    PLACE = "lieu"
    HOURS = "horaires"
    FEES = "prix"
    REGISTRATION = "inscription"
    CONTACTS = "contacts"
    WELCOME = "accueil"
    DOCUMENTS = "documents"
    VACANCIES = "places"
    PHOTO = "photo"
    ANNOUNCEMENTS = "annonces"
    NAME = "nom"
    LIFE = "etat"
    HOUSE = "interne"


GROUPS: dict[Group, LazyText] = {
    Group.IDENTITY: _("Identité"),
    Group.AUDIENCE: _("Pour qui"),
    Group.PLACE: _("Lieu"),
    Group.HOURS: _("Horaires"),
    Group.FEES: _("Prix"),
    Group.REGISTRATION: _("Inscription"),
    Group.CONTACTS: _("Contacts"),
    Group.WELCOME: _("Accueil de tous"),
    Group.DOCUMENTS: _("Pièces à fournir"),
    Group.VACANCIES: _("Places"),
    Group.PHOTO: _("Photo"),
    # Not of the listing: agents may still trust a structure to publish its announcements at once.
    Group.ANNOUNCEMENTS: _("Annonces"),
    # Nor is the name of the structure.
    Group.NAME: _("Nom de la structure"),
    Group.LIFE: _("État de la fiche"),
    Group.HOUSE: _("Notes internes"),
}


class Shape(StrEnum):
    """How a value is edited and compared: words, table rows, or as a whole."""

    TEXT = "text"
    CHOICE = "choice"
    LIST = "list"
    TABLE = "table"
    SET = "set"


@dataclass(frozen=True)
class Field:
    """One line. `table` names the part that is compared row by row.

    `light`: a trusted structure may publish it at once; `proposable`: a structure may propose it; `exports`: it leaves
    with the open data.
    """

    name: str
    label: LazyText
    help: LazyText
    group: Group
    shape: Shape
    parts: tuple[str, ...]
    table: str = ""
    light: bool = False
    proposable: bool = True
    exports: bool = True


_PLACE = ("commune", "address", "postcode", "lat", "lon", "precision", "address_is_private")
_ACCESS = ("transport", "accessible", "accessibility_note")
_PHOTO = ("file", "alt", "credit", "width", "height")

_LINES = (
    Field(
        "name", _("Nom"), _("Le nom que les familles connaissent."), Group.IDENTITY, Shape.TEXT, ("name",)
    ),
    Field("type", _("Type de service"), _("Ce que c’est, en un mot."), Group.IDENTITY, Shape.CHOICE, ("type",)),
    Field(
        "extra_themes", _("Autres thèmes"), _("Les thèmes que le service touche aussi."),
        Group.IDENTITY, Shape.LIST, ("extra_themes",),
    ),
    Field(
        "summary", _("Résumé"), _("Une ou deux phrases simples, 280 signes au plus."),
        Group.IDENTITY, Shape.TEXT, ("summary",),
    ),
    Field(
        "description", _("Description"), _("Ce que les familles y trouvent, avec des mots courants."),
        Group.IDENTITY, Shape.TEXT, ("description",),
    ),
    Field(
        "ages", _("Âges"), _("Du plus petit au plus grand ; laissez vide si vous ne savez pas."),
        Group.AUDIENCE, Shape.SET, ("age_min_months", "age_max_months", "age_note"),
    ),
    Field(
        "eligibility", _("Conditions"), _("Qui peut venir : habitants, allocataires, tout le monde…"),
        Group.AUDIENCE, Shape.TEXT, ("eligibility",),
    ),
    Field(
        "place", _("Adresse"), _("L’adresse et le point sur la carte."), Group.PLACE, Shape.SET,
        tuple(f"place.{name}" for name in _PLACE),
    ),
    Field(
        "access", _("Accès"), _("Bus, parking, entrée de plain-pied."), Group.PLACE, Shape.SET,
        tuple(f"place.{name}" for name in _ACCESS),
    ),
    Field(
        "communes_served", _("Communes desservies"), _("Les communes où vous intervenez, en plus de la vôtre."),
        Group.PLACE, Shape.LIST, ("communes_served",),
    ),
    Field(
        "hours", _("Horaires de la semaine"), _("Jour par jour, et selon la période de l’année."),
        Group.HOURS, Shape.TABLE, ("slots", "hours_known", "hours_reliable"), table="slots", light=True,
    ),
    Field(
        "hours_note", _("Précision sur les horaires"), _("Par exemple : sur rendez-vous le jeudi."),
        Group.HOURS, Shape.TEXT, ("hours_note",), light=True,
    ),
    Field(
        "closures", _("Fermetures"), _("Du premier au dernier jour de fermeture."),
        Group.HOURS, Shape.TABLE, ("closures",), table="closures", light=True,
    ),
    Field(
        "special_openings", _("Ouvertures exceptionnelles"), _("Une date où les horaires changent."),
        Group.HOURS, Shape.TABLE, ("special_openings",), table="special_openings", light=True,
    ),
    Field(
        "fees", _("Tarifs"), _("Gratuit, forfait, selon le quotient familial…"),
        Group.FEES, Shape.TABLE, ("fee_kind", "fees"), table="fees",
    ),
    Field(
        "fee_note", _("Précision sur les tarifs"), _("Aides possibles, moyens de paiement."),
        Group.FEES, Shape.TEXT, ("fee_note",),
    ),
    Field(
        "registration", _("Comment s’inscrire"), _("Les étapes, dans l’ordre."),
        Group.REGISTRATION, Shape.TEXT, ("registration",),
    ),
    Field(
        "campaigns", _("Périodes d’inscription"), _("Le premier et le dernier jour."),
        Group.REGISTRATION, Shape.TABLE, ("campaigns",), table="campaigns",
    ),
    Field(
        "phones", _("Téléphones"), _("Un numéro par ligne ; dites s’il est public."),
        Group.CONTACTS, Shape.TABLE, ("contacts[phone]",), table="contacts[phone]", light=True,
    ),
    Field(
        "emails", _("Courriels"), _("L’adresse que les familles peuvent utiliser."),
        Group.CONTACTS, Shape.TABLE, ("contacts[email]",), table="contacts[email]",
    ),
    Field(
        "websites", _("Sites internet"), _("La page qui parle de ce service."),
        Group.CONTACTS, Shape.TABLE, ("contacts[website]",), table="contacts[website]",
    ),
    Field(
        "people", _("Personnes à joindre"), _("Un nom ou une fonction."),
        Group.CONTACTS, Shape.TABLE, ("contacts[person]",), table="contacts[person]",
    ),
    Field(
        "languages", _("Langues parlées"), _("Les langues que l’équipe parle."),
        Group.WELCOME, Shape.LIST, ("languages",),
    ),
    Field(
        "inclusive", _("Enfants en situation de handicap"), _("Oui, non, ou je ne sais pas ; et comment."),
        Group.WELCOME, Shape.SET, ("inclusive", "inclusive_note"),
    ),
    Field(
        "documents", _("Pièces à fournir"), _("Une pièce par ligne."),
        Group.DOCUMENTS, Shape.LIST, ("documents",),
    ),
    Field(
        "availability", _("Places"), _("Places par tranche d’âge, à une date."),
        Group.VACANCIES, Shape.TABLE, ("availability",), table="availability", light=True,
    ),
    Field(
        "photo", _("Photo"), _("Une photo du lieu, décrite en une phrase."), Group.PHOTO, Shape.SET,
        tuple(f"photo.{name}" for name in _PHOTO), exports=False,
    ),
    Field(
        "status", _("État"), _("Publiée, fermée pour un temps, fermée."),
        Group.LIFE, Shape.CHOICE, ("status",), proposable=False,
    ),
    Field(
        "organization", _("Organisme"), _("Qui propose ce service."),
        Group.LIFE, Shape.CHOICE, ("organization",), proposable=False,
    ),
    Field(
        "source", _("Source"), _("D’où viennent les informations."),
        Group.LIFE, Shape.SET, ("source",), proposable=False,
    ),
    Field(
        "contact_fallback", _("À défaut de contact"), _("Qui appeler quand aucun contact n’est public."),
        Group.HOUSE, Shape.CHOICE, ("contact_fallback",), proposable=False,
    ),
    Field(
        "internal_note", _("Note interne"), _("Pour les agents seulement."),
        Group.HOUSE, Shape.TEXT, ("internal_note",), proposable=False, exports=False,
    ),
    Field(
        "is_fictional", _("Fiche fictive"), _("Écrite pour la démonstration."),
        Group.HOUSE, Shape.CHOICE, ("is_fictional",), proposable=False, exports=False,
    ),
)  # fmt: skip

FIELDS: dict[str, Field] = {line.name: line for line in _LINES}
PROPOSABLE: dict[str, Field] = {line.name: line for line in _LINES if line.proposable}
#: The line that speaks of each fact: what the history shows of a change of that fact.
FIELD_OF_FACT: dict[str, Field] = {
    part.partition(".")[0].partition("[")[0]: line for line in reversed(_LINES) for part in line.parts
}
