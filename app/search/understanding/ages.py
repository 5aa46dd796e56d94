"""For whom: ages in figures or in letters, spans of ages, and words that say an age without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.search.understanding.everyday import same
from app.search.understanding.reading import Word
from app.search.understanding.said import SILENT, Said
from app.search.understanding.spoken import AFTER_EN, BABIES, LEVELS, NUMBERS, SECTIONS
from app.search.wanted import Facts

#: How many months each unit is worth.
_UNITS = {"an": 12.0, "ans": 12.0, "mois": 1.0, "semaine": 0.25, "semaines": 0.25, "jour": 0.0, "jours": 0.0}
#: These count for an age right after a baby only: « bébé de 3 semaines », but « deux semaines de vacances ».
_SHORT_UNITS = frozenset(unit for unit, months in _UNITS.items() if months < 1)
_GLUED = re.compile(r"(\d{1,2})(ans?|mois|semaines?)(1?)")
_MAX_YEARS = 99
_HALF_A_YEAR = 6


def ages(words: Sequence[Word]) -> Iterator[Said]:
    """The ages that numbers say; without any, the one that another word says.

    Beside « 5 mois », « bébé » says nothing more.
    """
    numbers = list(_in_numbers(words))
    yield from numbers or _in_words(words)
    if numbers:
        yield from (Said(SILENT, "", (at,), Facts()) for at, word in enumerate(words) if same(word.text) in BABIES)


def _in_numbers(words: Sequence[Word]) -> Iterator[Said]:
    at = 0
    while at < len(words):
        said = _glued(words, at) or _spelled(words, at)
        if said is not None:
            yield said
        at = said.at[-1] + 1 if said else at + 1


def _glued(words: Sequence[Word], at: int) -> Said | None:
    """« 8ans », « 6ans1/2 »."""
    found = _GLUED.fullmatch(words[at].text)
    if found is None or (found[2] in _SHORT_UNITS and not _after_a_baby(words, at, found[2])):
        return None
    half = bool(found[3]) and _text(words, at + 1) == "2"
    return _age(int(found[1]) * _UNITS[found[2]] + half * _HALF_A_YEAR, (at, at + 1) if half else (at,))


def _spelled(words: Sequence[Word], at: int) -> Said | None:
    """« 3 ans », « dix-huit mois », « deux ans et demi », « 6-10 ans », « de 3 à 6 ans »."""
    first, after = _number(words, at)
    if first is None or (words[at - 1].text in NUMBERS and at and _number(words, at - 1)[1] > at):
        return None
    low = _text(words, after)
    second, end = _number(words, after + 1 if low in ("a", "et", "ou") else after)
    unit = _text(words, end) if second is not None else low
    if second is None or unit not in _UNITS:
        second, end, unit = None, after, low
    if unit not in _UNITS or (unit in _SHORT_UNITS and not _after_a_baby(words, at, unit)):
        return None
    if second is not None and low not in ("et", "ou"):
        return _span(first * _UNITS[unit], second * _UNITS[unit], tuple(range(at, end + 1)))
    half = [_text(words, end + 1), _text(words, end + 2)[:4]] == ["et", "demi"] and _UNITS[unit] > 1
    return _age(first * _UNITS[unit] + half * _HALF_A_YEAR, tuple(range(at, end + 1 + 2 * half)))


def _number(words: Sequence[Word], at: int) -> tuple[int | None, int]:
    """The number that begins here, and where it ends."""
    text = _text(words, at)
    if text.isdecimal() and len(text) <= 2:
        return int(text), at + 1
    if text not in NUMBERS:
        return None, at
    more = NUMBERS.get(_text(words, at + 1), 0) if NUMBERS[text] in (10, 20, 30) else 0
    return NUMBERS[text] + more * (more < 10), at + 1 + (0 < more < 10)


def _age(months: float, at: tuple[int, ...]) -> Said | None:
    whole = int(months)
    known = 0 < whole <= _MAX_YEARS * 12 or months < 1
    return Said("age", str(whole), at, Facts(age_months=whole)) if known else None


def _span(low: float, high: float, at: tuple[int, ...]) -> Said | None:
    """A span is told in the family's own words; its middle orders."""
    middle = int((low + high) / 2)
    return Said("public", "", at, Facts(age_months=middle)) if low < high <= _MAX_YEARS * 12 else None


def _in_words(words: Sequence[Word]) -> Iterator[Said]:
    """« bébé », « CE2 », « petite section », « collégien »."""
    for at, word in enumerate(words):
        name, before = same(word.text), _text(words, at - 1) if at else ""
        if name == "section" and before in SECTIONS:
            yield _said("public", SECTIONS[before], (at - 1, at))
        elif name in BABIES:
            yield _said("bebe", BABIES[name], (at,))
        elif name in LEVELS or (before == "en" and name in AFTER_EN):
            yield _said("public", (LEVELS | AFTER_EN)[name], (at,))


def _said(kind: str, months: int, at: tuple[int, ...]) -> Said:
    return Said(kind, str(months), at, Facts(age_months=months))


def _after_a_baby(words: Sequence[Word], at: int, unit: str) -> bool:
    if unit.startswith("jour") and _text(words, at - 1) not in ("de", "a"):  # « garder bébé 2 jours »
        return False
    before = [same(word.text) for word in words[:at] if not word.small and word.text != "age"]
    return bool(before) and (before[-1] in BABIES or before[-1] == "ne")


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].text if at < len(words) else ""
