"""Whom, where and when, as families write it: communes, ages, days, periods, times, open now, free."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from app.search.understanding.ages import ages
from app.search.understanding.lexicon import Lexicon, Place
from app.search.understanding.reading import Word
from app.search.understanding.said import Said
from app.search.understanding.times import near_days, now, periods, times, weekdays, weekends
from app.search.wanted import Facts

_FREE = {"gratuit", "gratuite", "gratuits", "gratuites", "gratuitement", "gratos"}

Reader = Callable[[Sequence[Word]], Iterator[Said]]


def places(words: Sequence[Word], lexicon: Lexicon) -> Iterator[Said]:
    """Communes, the longest name first; hyphens, accents and case never matter. A postcode is all of its communes."""
    longest = max((len(key) for key in lexicon.places), default=0)
    at = 0
    while at < len(words):
        if shared := lexicon.postcodes.get(words[at].text):
            yield Said("commune", ",".join(shared), (at,), Facts(communes=shared))
        for size in range(min(longest, len(words) - at), 0, -1):
            place = _named(tuple(word.text for word in words[at : at + size]), lexicon)
            if place is not None:
                yield Said("commune", place.insee, tuple(range(at, at + size)), Facts(communes=(place.insee,)))
                at += size - 1
                break
        at += 1


def _named(key: tuple[str, ...], lexicon: Lexicon) -> Place | None:
    """The commune of this name, its last « s » apart (« Bressol »)."""
    last = key[-1]
    other = last[:-1] if last.endswith("s") else f"{last}s"
    return lexicon.places.get(key) or lexicon.places.get((*key[:-1], other))


def others(words: Sequence[Word], today: int) -> Iterator[Said]:
    """All the other facts; `today` is the present weekday."""
    yield from near_days(words, today)
    for reader in (ages, weekdays, weekends, periods, now, _free, times):
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


def _free(words: Sequence[Word]) -> Iterator[Said]:
    for at, word in enumerate(words):
        if word.text in _FREE:
            yield Said("gratuit", "1", (at,), Facts(free=True))
