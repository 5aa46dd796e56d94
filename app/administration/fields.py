"""The boxes of a page: what each holds, how it is read, what may not be written in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.foundation.forms import clean
from app.foundation.i18n import LazyText, format_date
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.links import safe_email, safe_url
from app.foundation.phones import phone
from app.foundation.text import typography
from app.territory.reference import Reference

Options = Callable[[Reference], Iterable[tuple[str, str]]]
#: Lines of a list, characters of a text: far more than any page needs.
MOST_LINES, LONG_TEXT = 40, 2000
_POSTCODE = re.compile(r"\d{5}")
#: Not those that do not break: they are part of French.
_SPACES = re.compile(r"[ \t\n]+")
_BETWEEN = re.compile(r"[\s;,]+")
YES, NO = "oui", "non"


class Kind(StrEnum):
    """What a box holds."""

    LINE = "line"
    AREA = "area"
    LINES = "lines"
    CHOICE = "choice"
    BOXES = "boxes"
    YES_NO = "yes-no"
    WHOLE = "whole"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    DAY = "day"
    POSTCODES = "postcodes"


LISTS = (Kind.LINES, Kind.BOXES, Kind.POSTCODES)


class Wrong(ValueError):
    """What was typed cannot be read; the message says why, in French."""


@dataclass(frozen=True)
class Field:
    """One box. `path` is where its value stands in the row: a column, then keys and ranks inside it, with dots.

    `most` is the longest text, or the largest number; `least` the smallest number.
    """

    path: str
    label: str | LazyText
    kind: Kind = Kind.LINE
    hint: str | LazyText = ""
    required: bool = False
    most: int = 200
    least: int = 0
    options: Options = lambda _known: ()

    @property
    def empty(self) -> Any:
        """What stands for nothing."""
        return [] if self.kind in LISTS else None if self.kind is Kind.WHOLE else ""


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
    return _bounded(field, _SPACES.sub(" ", text))


def _area(field: Field, text: str, _known: Reference) -> str:
    return _bounded(field, text)


def _lines(field: Field, text: str, _known: Reference) -> list[str]:
    found = [_SPACES.sub(" ", line).strip() for line in text.split("\n") if line.strip()]
    if len(found) > MOST_LINES:
        raise Wrong(_("%(most)s lignes au plus.", most=MOST_LINES))
    return [_bounded(field, line) for line in found]


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
    return _bounded(field, address)


def _url(field: Field, text: str, _known: Reference) -> str:
    if safe_url(text) is None:
        raise Wrong(_("Écrivez une adresse complète, qui commence par https://."))
    return _bounded(field, text)


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


def _bounded(field: Field, text: str) -> str:
    if len(text) > field.most:
        raise Wrong(_("%(most)s signes au plus, espaces comprises.", most=field.most))
    return text


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
}


def as_typed(field: Field, value: Any) -> list[str]:
    """What the box shows for a value: one text, or the values of the boxes that are ticked."""
    if field.kind is Kind.BOXES:
        return [str(each) for each in value or ()]
    if field.kind is Kind.YES_NO:
        return [YES if value else NO] if value is not None and value != "" else [""]
    if field.kind in LISTS:
        return [(" " if field.kind is Kind.POSTCODES else "\n").join(value or ())]
    return ["" if value is None else str(value)]


def in_words(field: Field, value: Any, known: Reference) -> str:
    """A value as a person reads it; '' when there is none."""
    if value in (None, "", []):
        return ""
    if field.kind in (Kind.CHOICE, Kind.BOXES):
        labels = dict(field.options(known))
        chosen = [value] if isinstance(value, str) else value
        return typography(", ".join(str(labels.get(each, each)) for each in chosen))
    if field.kind is Kind.YES_NO:
        return str(_YES_NO[bool(value)])
    if field.kind is Kind.DAY:
        return format_date(date.fromisoformat(value))
    return typography("\n".join(value) if isinstance(value, list) else str(value))


_YES_NO = {True: _l("Oui"), False: _l("Non")}
