"""What an agent types of a structure, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.catalogue.rules import ORGANIZATION_FIELDS, ORGANIZATION_KINDS
from app.foundation.forms import clean
from app.foundation.i18n import gettext as _
from app.foundation.links import safe_email, safe_url
from app.foundation.phones import phone

LENGTHS = {"name": 200, "siren": 14, "phone": 40, "email": 200, "website": 500}
Errors = list[tuple[str, str]]


def read_organization(form: Mapping[str, str]) -> tuple[dict[str, str], Errors]:
    """The values as they would be kept, and (box, sentence) for each that cannot be."""
    typed = {name: " ".join((clean(form.get(name, "")) or "").split()) for name in ORGANIZATION_FIELDS}
    typed["siren"] = typed["siren"].replace(" ", "")
    errors = _faults(typed)
    if not errors and typed["phone"]:
        number = phone(typed["phone"])
        typed["phone"] = number.number if number else ""
    return typed, errors


def _faults(typed: Mapping[str, str]) -> Errors:
    too_long = [(name, _("C’est trop long.")) for name, most in LENGTHS.items() if len(typed[name]) > most]
    return too_long or [(name, sentence) for name, (holds, sentence) in _checks().items() if not holds(typed[name])]


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
