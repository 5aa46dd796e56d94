"""What was typed in a box, as a value; what cannot be read is said in French."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from app.administration.fields import MOST_LINES, Field, Kind, Wrong, bounded
from app.administration.outlines import outline
from app.administration.searches import search, searches
from app.foundation.forms import clean
from app.foundation.i18n import gettext as _
from app.foundation.links import safe_email, safe_url
from app.foundation.phones import phone
from app.territory.reference import Reference

YES, NO = "oui", "non"
_POSTCODE = re.compile(r"\d{5}")
_DEGREES = re.compile(r"-?\d{1,3}(?:[.,]\d{1,8})?", re.ASCII)
#: Not those that do not break: they are part of French.
_SPACES = re.compile(r"[ \t\n]+")
_BETWEEN = re.compile(r"[\s;,]+")


def read(field: Field, typed: Sequence[str], known: Reference) -> Any:
    """The value of what was typed, JSON-ready. Raises Wrong."""
    words = [clean(each) or "" for each in typed]
    if field.kind is Kind.BOXES:
        value: Any = _boxes(field, words, known)
    else:
        text = words[0] if words else ""
        value = _READERS[field.kind](field, text, known) if text else field.empty
    if field.required and value in ("", None, []):
        raise Wrong(_("Cette réponse est nécessaire."))
    return value


def _boxes(field: Field, words: Iterable[str], known: Reference) -> list[str]:
    chosen = set(words)
    if chosen - {value for value, _label in field.options(known)}:
        raise Wrong(_("Choisissez dans la liste."))
    return sorted(chosen - {""})


def _line(field: Field, text: str, _known: Reference) -> str:
    return bounded(field, _SPACES.sub(" ", text))


def _area(field: Field, text: str, _known: Reference) -> str:
    return bounded(field, text)


def _lines(field: Field, text: str, _known: Reference) -> list[str]:
    found = [_SPACES.sub(" ", line).strip() for line in text.split("\n") if line.strip()]
    if len(found) > MOST_LINES:
        raise Wrong(_("%(most)s lignes au plus.", most=MOST_LINES))
    return [bounded(field, line) for line in found]


def _choice(field: Field, text: str, known: Reference) -> str:
    if text not in [value for value, _label in field.options(known)]:
        raise Wrong(_("Choisissez dans la liste."))
    return text


def _yes_no(_field: Field, text: str, _known: Reference) -> bool:
    if text not in (YES, NO):
        raise Wrong(_("Choisissez oui ou non."))
    return text == YES


def _whole(field: Field, text: str, _known: Reference) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and field.least <= int(text) <= field.most):
        raise Wrong(_("Écrivez un nombre entier entre %(least)s et %(most)s.", least=field.least, most=field.most))
    return int(text)


def _phone(_field: Field, text: str, _known: Reference) -> str:
    number = phone(text)
    if number is None:
        raise Wrong(_("Écrivez un numéro comme 05 63 00 00 00."))
    return " ".join(number.display.split())


def _email(field: Field, text: str, _known: Reference) -> str:
    address = safe_email(text)
    if address is None:
        raise Wrong(_("Écrivez une adresse comme nom@exemple.fr."))
    return bounded(field, address)


def _url(field: Field, text: str, _known: Reference) -> str:
    if safe_url(text) is None:
        raise Wrong(_("Écrivez une adresse complète, qui commence par https://."))
    return bounded(field, text)


def _day(_field: Field, text: str, _known: Reference) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if len(text) != 10 or not 2000 <= day.year <= 2100:
        raise Wrong(_("Écrivez une date : l’année, le mois, le jour, comme 2027-05-07."))
    return day.isoformat()


def _postcodes(_field: Field, text: str, _known: Reference) -> list[str]:
    found = [each for each in _BETWEEN.split(text) if each]
    if len(found) > MOST_LINES or not all(_POSTCODE.fullmatch(each) for each in found):
        raise Wrong(_("Un code postal a cinq chiffres. Séparez-les par une espace."))
    return list(dict.fromkeys(found))


def _degrees(field: Field, text: str, _known: Reference) -> float:
    value = float(text.replace(",", ".")) if _DEGREES.fullmatch(text) else None
    if value is None or not -field.most <= value <= field.most:
        raise Wrong(_("Écrivez un nombre de degrés, comme 44,0161."))
    return value


_READERS: dict[Kind, Callable[[Field, str, Reference], Any]] = {
    Kind.LINE: _line,
    Kind.AREA: _area,
    Kind.LINES: _lines,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
    Kind.WHOLE: _whole,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.URL: _url,
    Kind.DAY: _day,
    Kind.POSTCODES: _postcodes,
    Kind.DEGREES: _degrees,
    Kind.SEARCH: search,
    Kind.SEARCHES: searches,
    Kind.OUTLINE: outline,
}
