"""The words of codes: what a value is called on an agent's screen, and back when it is typed."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from app.catalogue.facts import FeeKind, Status
from app.foundation.i18n import LazyText, current_locale, format_weekday
from app.foundation.i18n import lazy_gettext as _l
from app.territory.periods import NAMES

PERIODS: dict[str, LazyText] = {period.value: name for period, name in NAMES.items()}
STATUSES: dict[str, LazyText] = {
    Status.DRAFT.value: _l("Brouillon"),
    Status.PUBLISHED.value: _l("Publiée"),
    Status.TEMPORARILY_CLOSED.value: _l("Fermée pour un temps"),
    Status.CLOSED.value: _l("Fermée"),
    Status.ARCHIVED.value: _l("Archivée"),
}
FEE_KINDS: dict[str, LazyText] = {
    FeeKind.UNKNOWN.value: _l("Inconnu"),
    FeeKind.FREE.value: _l("Gratuit"),
    FeeKind.FLAT.value: _l("Prix unique"),
    FeeKind.QUOTIENT.value: _l("Selon le quotient familial"),
    FeeKind.NATIONAL_SCALE.value: _l("Barème national (PSU)"),
    FeeKind.PROVIDER.value: _l("Prix libre de la structure"),
}
UNITS: dict[str, LazyText] = {
    "heure": _l("par heure"),
    "demi-journee": _l("la demi-journée"),
    "jour": _l("la journée"),
    "semaine": _l("la semaine"),
    "mois": _l("par mois"),
    "an": _l("par an"),
    "repas": _l("le repas"),
    "seance": _l("la séance"),
    "sejour": _l("le séjour"),
    "acte": _l("la démarche"),
}
PRECISIONS: dict[str, LazyText] = {
    "": _l("Inconnue"),
    "numero": _l("Au numéro"),
    "rue": _l("À la rue"),
    "commune": _l("À la commune"),
}
FALLBACKS: dict[str, LazyText] = {"": _l("Personne"), "mairie": _l("La mairie")}
YES_NO: dict[str, LazyText] = {"oui": _l("Oui"), "non": _l("Non")}
THREE: dict[str, LazyText] = {**YES_NO, "": _l("Inconnu")}
#: The parts of fields that gather several facts.
PARTS: dict[str, LazyText] = {
    "age_min_months": _l("À partir de (mois)"),
    "age_max_months": _l("Jusqu’à (mois)"),
    "age_note": _l("Précision sur les âges"),
    "commune": _l("Commune"),
    "address": _l("Adresse"),
    "postcode": _l("Code postal"),
    "lat": _l("Latitude"),
    "lon": _l("Longitude"),
    "precision": _l("Précision de la position"),
    "address_is_private": _l("Adresse tenue secrète"),
    "transport": _l("Bus et parking"),
    "accessible": _l("Accessible en fauteuil"),
    "accessibility_note": _l("Précision sur l’accès"),
    "hours_known": _l("Horaires connus"),
    "hours_reliable": _l("Horaires sûrs"),
    "slots": _l("Créneaux"),
    "fee_kind": _l("Façon de payer"),
    "fees": _l("Lignes de prix"),
    "inclusive": _l("Accueil d’enfants en situation de handicap"),
    "inclusive_note": _l("Précision sur cet accueil"),
    "alt": _l("Ce que montre la photo"),
    "credit": _l("Qui a pris la photo"),
    "file": _l("Image"),
}


def language_name(code: str) -> str:
    """“espagnol” for es; the code itself when nobody knows it."""
    if code == "fsl":
        return str(_l("langue des signes française"))
    try:
        return Locale.parse(code, sep="-").get_language_name(current_locale().language) or code
    except (UnknownLocaleError, ValueError):
        return code


def weekday(number: int) -> str:
    """“lundi” for 0."""
    return format_weekday(number)
