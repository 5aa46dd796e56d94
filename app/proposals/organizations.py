"""What is said of a structure: how it is called, how what was typed is read, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from app.catalogue.models import Organization
from app.catalogue.rules import ORGANIZATION_FIELDS, ORGANIZATION_KINDS
from app.foundation.forms import clean
from app.foundation.i18n import LazyText
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.links import safe_email, safe_url
from app.foundation.phones import phone

KINDS: dict[str, LazyText] = {
    "commune": _l("Commune"),
    "epci": _l("Agglomération"),
    "ccas": _l("Centre communal d’action sociale"),
    "association": _l("Association"),
    "company": _l("Entreprise"),
    "departement": _l("Département"),
    "caf": _l("Caf"),
    "state": _l("Service de l’État"),
    "other": _l("Autre"),
}
LABELS: dict[str, LazyText] = {
    "name": _l("Nom"),
    "kind": _l("Sorte"),
    "siren": _l("SIREN ou SIRET"),
    "phone": _l("Téléphone"),
    "email": _l("Courriel"),
    "website": _l("Site internet"),
    "description": _l("Ce que fait la structure"),
}
LENGTHS = {"name": 200, "siren": 14, "phone": 40, "email": 200, "website": 500, "description": 1200}
Errors = list[tuple[str, str]]


def read_organization(
    form: Mapping[str, str], names: Iterable[str] = ORGANIZATION_FIELDS
) -> tuple[dict[str, str], Errors]:
    """These values as they would be kept, and (box, sentence) for each that cannot be."""
    typed = {name: clean(form.get(name, "")) or "" for name in names}
    typed = {name: said if name == "description" else " ".join(said.split()) for name, said in typed.items()}
    if "siren" in typed:
        typed["siren"] = typed["siren"].replace(" ", "")
    errors = _faults(typed)
    if not errors and typed["phone"]:
        number = phone(typed["phone"])
        typed["phone"] = number.number if number else ""
    return typed, errors


def said_of(found: Organization, names: Iterable[str] = ORGANIZATION_FIELDS) -> dict[str, str]:
    """What is said of a structure, as people write it."""
    return as_written({name: getattr(found, name) for name in names})


def as_written(values: Mapping[str, str]) -> dict[str, str]:
    """The same values in the boxes of a form: the telephone as people write it."""
    return {name: shown_value(name, value) if name == "phone" else value for name, value in values.items()}


def shown_value(name: str, value: str) -> str:
    """One of these values, as people write it."""
    number = phone(value) if name == "phone" else None
    return str(KINDS.get(value, value)) if name == "kind" else number.display if number else value


def same_phone(first: str, second: str) -> bool:
    """Whether these are one number, however each is written."""
    one, other = phone(first), phone(second)
    return one is not None and other is not None and one.number == other.number


def kind_options() -> list[tuple[str, str]]:
    """What a list offers."""
    return [("", _("À choisir")), *((kind, str(said)) for kind, said in KINDS.items())]


def _faults(typed: Mapping[str, str]) -> Errors:
    over = [(name, most) for name, most in LENGTHS.items() if name in typed and len(typed[name]) > most]
    too_long = [(name, _("Ce texte est trop long : %(number)s signes au plus.", number=most)) for name, most in over]
    checks = {name: check for name, check in _checks().items() if name in typed}
    return too_long or [(name, sentence) for name, (holds, sentence) in checks.items() if not holds(typed[name])]


def _checks() -> dict[str, tuple[Callable[[str], object], str]]:
    return {
        "name": (bool, _("Écrivez le nom de la structure.")),
        "kind": (lambda said: said in ORGANIZATION_KINDS, _("Choisissez une réponse de la liste.")),
        "siren": (lambda said: not said or _is_siren(said), _("Écrivez 9 chiffres (SIREN) ou 14 (SIRET).")),
        "phone": (lambda said: not said or phone(said), _("Écrivez un numéro comme 05 63 00 00 00.")),
        "email": (lambda said: not said or safe_email(said), _("Écrivez une adresse comme nom@exemple.fr.")),
        "website": (lambda said: not said or safe_url(said), _("Écrivez l’adresse entière : https://exemple.fr")),
    }


def _is_siren(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) in (9, 14)
