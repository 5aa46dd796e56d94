"""Whom, where and when, as families write it: communes, ages, days, periods, times, open now, free."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from app.catalogue.hours.model import Period
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.reading import Word
from app.search.wanted import Facts

WEEKDAYS = {
    name: number
    for number, names in enumerate(("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"))
    for name in (names, f"{names}s")
}
_SUMMER = {"ete", "juillet", "aout"}
_SHORT = {"toussaint", "noel", "fevrier", "paques", "hiver", "printemps"}
_HOLIDAYS = {"vacances", "vacance"}
_NOW = {"maintenant", "actuellement", "immediatement"}
_OPEN = {"ouvert", "ouverte", "ouverts", "ouvertes"}
_FREE = {"gratuit", "gratuite", "gratuits", "gratuites", "gratuitement"}
#: Words that say an age without a number, in months: an age that every service for them takes.
_AGES = {"bebe": 6, "bebes": 6, "bb": 6, "nourrisson": 3, "nourrissons": 3}
_AGE = re.compile(r"(\d{1,2})(ans?|mois)")
_YEARS, _MONTHS = {"an", "ans"}, {"mois"}
_TIME = re.compile(r"(\d{1,2})(?:h|heures?)(\d{2})?")
_MAX_YEARS = 99
_HALF_HOUR = 30


@dataclass(frozen=True)
class Said:
    """A fact and the words that say it (`at` are their places in the list of words)."""

    kind: str
    value: str
    at: tuple[int, ...]
    facts: Facts


Reader = Callable[[Sequence[Word]], Iterator[Said]]


def places(words: Sequence[Word], lexicon: Lexicon) -> Iterator[Said]:
    """Communes, the longest name first; hyphens, accents and case never matter. A postcode is all of its communes."""
    longest = max((len(key) for key in lexicon.places), default=0)
    at = 0
    while at < len(words):
        if shared := lexicon.postcodes.get(words[at].text):
            yield Said("commune", ",".join(shared), (at,), Facts(communes=shared))
        for size in range(min(longest, len(words) - at), 0, -1):
            place = lexicon.places.get(tuple(word.text for word in words[at : at + size]))
            if place is not None:
                yield Said("commune", place.insee, tuple(range(at, at + size)), Facts(communes=(place.insee,)))
                at += size - 1
                break
        at += 1


def others(words: Sequence[Word]) -> Iterator[Said]:
    """All the other facts."""
    for reader in (_ages, _weekdays, _periods, _moments, _times):
        yield from reader(words)


def together(said: Sequence[Said]) -> Facts:
    """One set of facts: several communes or weekdays add up; of two ages, the first holds."""
    total: dict[str, Any] = {}
    for one in said:
        for field in fields(Facts):
            mine, theirs = total.get(field.name), getattr(one.facts, field.name)
            if isinstance(theirs, tuple):
                total[field.name] = tuple(dict.fromkeys((*(mine or ()), *theirs)))
            elif mine is None or mine is False:
                total[field.name] = theirs
    return Facts(**total)


def _ages(words: Sequence[Word]) -> Iterator[Said]:
    for at, word in enumerate(words):
        unit = words[at + 1].text if at + 1 < len(words) else ""
        glued = _AGE.fullmatch(word.text)
        if glued:
            yield from _age(int(glued[1]), glued[2], (at,))
        elif word.text.isdecimal() and len(word.text) <= 2 and unit in _YEARS | _MONTHS:
            yield from _age(int(word.text), unit, (at, at + 1))
        elif word.text in _AGES:
            yield Said("age", str(_AGES[word.text]), (at,), Facts(age_months=_AGES[word.text]))


def _age(number: int, unit: str, at: tuple[int, ...]) -> Iterator[Said]:
    if 0 < number <= _MAX_YEARS:
        months = number if unit in _MONTHS else number * 12
        yield Said("age", str(months), at, Facts(age_months=months))


def _weekdays(words: Sequence[Word]) -> Iterator[Said]:
    for at, word in enumerate(words):
        if word.text in WEEKDAYS:
            number = WEEKDAYS[word.text]
            yield Said("jour", str(number), (at,), Facts(weekdays=(number,)))


def _periods(words: Sequence[Word]) -> Iterator[Said]:
    texts = [word.text for word in words]
    holidays = [at for at, text in enumerate(texts) if text in _HOLIDAYS]
    summer = [at for at, text in enumerate(texts) if text in _SUMMER or (holidays and text in ("grande", "grandes"))]
    short = [at for at, text in enumerate(texts) if text in _SHORT]
    if summer:
        yield Said("periode", str(Period.SUMMER), (*holidays, *summer), Facts(period=Period.SUMMER))
    elif holidays:
        yield Said("periode", str(Period.SHORT_HOLIDAYS), (*holidays, *short), Facts(period=Period.SHORT_HOLIDAYS))


def _moments(words: Sequence[Word]) -> Iterator[Said]:
    now = tuple(at for at, word in enumerate(words) if word.text in _NOW)
    if now:
        opened = tuple(at for at, word in enumerate(words) if word.text in _OPEN)
        yield Said("ouvert", "maintenant", (*opened, *now), Facts(open_now=True))
    for at, word in enumerate(words):
        if word.text in _FREE:
            yield Said("gratuit", "1", (at,), Facts(free=True))


def _times(words: Sequence[Word]) -> Iterator[Said]:
    """« avant 8h » is open half an hour before; « jusqu’à 19h » and « après 18h » are open until then or later."""
    for at, word in enumerate(words):
        found = _TIME.fullmatch(word.text)
        if not found or int(found[1]) > 23 or at == 0:
            continue
        minute, before = int(found[1]) * 60 + int(found[2] or 0), _previous(words, at)
        if before == "avant" and minute >= _HALF_HOUR:
            yield Said("de", str(minute - _HALF_HOUR), (at - 1, at), Facts(opens_by=minute - _HALF_HOUR))
        elif before == "apres" and minute + _HALF_HOUR < 1440:
            yield Said("a", str(minute + _HALF_HOUR), (at - 1, at), Facts(closes_after=minute + _HALF_HOUR))
        elif before == "jusqu" and minute:
            yield Said("a", str(minute), tuple(range(_index(words, at), at + 1)), Facts(closes_after=minute))


def _index(words: Sequence[Word], at: int) -> int:
    """Where the last word before this one stands, « à » apart."""
    return at - 2 if words[at - 1].text == "a" and at > 1 else at - 1


def _previous(words: Sequence[Word], at: int) -> str:
    return words[_index(words, at)].text
