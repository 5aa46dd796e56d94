"""Grave things that no phrase of the vocabulary says: who, what act and against whom, near each other in any order.

Words and rules are data (`alarms.toml`), of the language, the same in every territory; numbers are the territory's own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from app.search.words import tokens

HARMLESS = "harmless"
#: What follows the first word of a phrase of the lists, and the list.
Rest = tuple[tuple[str, ...], str]
#: So many words, small ones included, separate at most the first of a rule from its last.
_NEAR = 12
#: Words of so many letters may have endings.
_SHORTEST_STEM = 3
#: Small words that lose their apostrophe, before a word of the lists: so many letters in all.
_GLUED, _SHORTEST_GLUED = frozenset("jmstldnc"), 6
#: A text that repeats its words is not tried in every way.
_MOST = 6


class Mark(NamedTuple):
    """Words of a list, and the places that they hold."""

    group: str
    start: int
    end: int


@dataclass(frozen=True)
class Rule:
    """A topic, the lists of which one word each must be said, those of which none may be, and how near."""

    topic: str
    said: tuple[frozenset[str], ...]
    unless: frozenset[str]
    near: int


def _rule(row: dict[str, Any]) -> Rule:
    said = tuple(frozenset(groups.split()) for groups in row["said"])
    return Rule(row.get("topic", HARMLESS), said, frozenset(row.get("unless", "").split()), row.get("near", _NEAR))


def _heads(groups: dict[str, str]) -> dict[str, list[Rest]]:
    """Each first word of the lists, with what must follow it and the list."""
    heads: dict[str, list[Rest]] = {}
    for group, terms in groups.items():
        for term in terms.split(","):
            first, *rest = [tokens(word)[0] + "*" * word.endswith("*") for word in term.split()]
            heads.setdefault(first, []).append((tuple(rest), group))
    return heads


def _by_rarest(rules: Sequence[Rule], groups: dict[str, str]) -> dict[str, list[Rule]]:
    """The rules by each list of their least common need: only those that may apply are tried."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        for group in min(rule.said, key=lambda said: sum(len(groups[one]) for one in said)):
            found.setdefault(group, []).append(rule)
    return found


_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_HEADS = _heads(_DATA["words"])
_RULES = _by_rarest([_rule(row) for row in _DATA["alarm"]], _DATA["words"])
_INNOCENT = [_rule(row) for row in _DATA["innocent"]]


def alarmed(found: Sequence[Mark], innocent: frozenset[int]) -> dict[str, tuple[int, ...]]:
    """The topics that these words raise together, and the places of the words that do."""
    if innocent:
        found = [mark for mark in found if innocent.isdisjoint(range(mark.start, mark.end))]
    said = {mark.group for mark in found}
    topics: dict[str, tuple[int, ...]] = {}
    for rule in [rule for group in sorted(said) for rule in _RULES.get(group, ())]:
        if rule.topic not in topics and _may(rule, said) and (places := _together(rule, found)):
            topics[rule.topic] = places
    return topics


def _may(rule: Rule, said: set[str]) -> bool:
    return rule.unless.isdisjoint(said) and not any(groups.isdisjoint(said) for groups in rule.said)


def marks(texts: Sequence[str]) -> list[Mark]:
    """Where the words of the lists are."""
    return [mark for at in range(len(texts)) for mark in _marks_at(texts, at)]


def _marks_at(texts: Sequence[str], at: int) -> Iterator[Mark]:
    alone, followed = _begun_by(texts[at])
    for group in alone:
        yield Mark(group, at, at + 1)
    if not followed or at + 1 == len(texts):
        return
    for second in _keys(texts[at + 1]):
        for rest, group in followed.get(second, ()):
            if _follow(texts[at + 2 : at + 1 + len(rest)], rest[1:]):
                yield Mark(group, at, at + 1 + len(rest))


def innocent_places(found: Sequence[Mark]) -> frozenset[int]:
    """The places of the words of innocent phrases (« crème brûlée »), or of what is only talked about (« débat »)."""
    said = {mark.group for mark in found}
    about = [at for rule in _INNOCENT if _may(rule, said) for at in _together(rule, found)]
    return frozenset([*about, *(at for mark in found if mark.group == HARMLESS for at in range(mark.start, mark.end))])


@lru_cache(maxsize=16_384)
def unglued(word: str) -> tuple[str, ...]:
    """This word; in two when a small one was typed without its apostrophe (« jpense », « lhuissier »)."""
    whole = word[:1] not in _GLUED or len(word) < _SHORTEST_GLUED or word in _HEADS or word[1:] not in _HEADS
    return (word,) if whole else (word[0], word[1:])


@lru_cache(maxsize=16_384)
def _keys(word: str) -> tuple[str, ...]:
    """How the lists may say this word: whole, or by its beginning."""
    return (word, *(f"{word[:size]}*" for size in range(_SHORTEST_STEM, len(word) + 1)))


@lru_cache(maxsize=16_384)
def _begun_by(word: str) -> tuple[tuple[str, ...], dict[str, list[Rest]]]:
    """The lists that have this word alone; and, by their second word, what begins by it."""
    terms = [term for key in _keys(word) for term in _HEADS.get(key, ())]
    followed: dict[str, list[Rest]] = {}
    for rest, group in terms:
        if rest:
            followed.setdefault(rest[0], []).append((rest, group))
    return tuple(group for rest, group in terms if not rest), followed


def _follow(texts: Sequence[str], rest: Sequence[str]) -> bool:
    return len(texts) == len(rest) and all(
        text == one or (one.endswith("*") and text.startswith(one[:-1])) for text, one in zip(texts, rest, strict=True)
    )


def _together(rule: Rule, found: Sequence[Mark]) -> tuple[int, ...]:
    """The places of one word for each list, none of which serves twice."""
    choices = [[mark for mark in found if mark.group in groups][:_MOST] for groups in rule.said]
    for chosen in product(*choices):
        places = [at for mark in chosen for at in range(mark.start, mark.end)]
        if len(set(places)) == len(places) and max(places) - min(places) <= rule.near:
            return tuple(sorted(places))
    return ()
