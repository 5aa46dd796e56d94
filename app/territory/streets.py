"""Addresses as people write them: comparable names of streets, house numbers. Pure rules.

Abbreviations are those of La Poste and of habit; the small words that people forget (de, la, des…) are dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.foundation.text import fold

_ABBREVIATIONS = {
    "all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "boul": "boulevard",
    "bvd": "boulevard", "ch": "chemin", "che": "chemin", "chem": "chemin", "cite": "cite", "crs": "cours",
    "dom": "domaine", "fbg": "faubourg", "fg": "faubourg", "imp": "impasse", "lot": "lotissement", "pass": "passage",
    "pl": "place", "prom": "promenade", "qu": "quai", "r": "rue", "res": "residence", "rpt": "rond point",
    "rte": "route", "sq": "square", "vc": "voie communale", "zi": "zone industrielle", "za": "zone artisanale",
    "dr": "docteur", "gal": "general", "gen": "general", "mal": "marechal", "pdt": "president", "st": "saint",
    "ste": "sainte",
}  # fmt: skip
_SMALL = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"})
_NUMBER = re.compile(r"(\d{1,4})\s*(?:(bis|ter|quater|[a-f])\b)?[\s,]+(?=\S)", re.IGNORECASE)
_POSTCODE = re.compile(r"(?<!\d)(\d{5}|\d{2} \d{3})(?!\d)")
#: From this number on, the address base only numbers what has no number.
_NO_NUMBER = 5000


@dataclass(frozen=True)
class Written:
    """An address as it was typed: its number (“12 bis”, or ''), its postcode (or ''), and the rest of the text."""

    number: str
    postcode: str
    rest: str


def street_key(name: str) -> str:
    """What two spellings of one street share: “Av. de la République” and “avenue republique”."""
    words = re.findall(r"[^\W_]+", fold(name))
    long = [_ABBREVIATIONS.get(word, word) for word in words]
    telling = [word for word in long if word not in _SMALL]
    return " ".join(telling or long)


def number_key(number: str, suffix: str = "") -> str:
    """“12”, “12 bis”; '' for what is not a real house number."""
    digits = number.strip().lstrip("0")
    if not digits.isdecimal() or int(digits) >= _NO_NUMBER:
        return ""
    return " ".join(part for part in (digits, fold(suffix)) if part)


def read_address(text: str) -> Written:
    """The parts of a typed address; anything may be missing."""
    postcode = _POSTCODE.search(text)
    rest = _POSTCODE.sub(" ", text, count=1) if postcode else text
    rest = rest.strip(" ,;")
    number = _NUMBER.match(rest)
    if number:
        rest = rest[number.end() :]
    return Written(
        number_key(number[1], number[2] or "") if number else "",
        postcode[1].replace(" ", "") if postcode else "",
        " ".join(rest.replace(",", " ").split()),
    )
