"""The tables of the phrases of a vocabulary: by words, by stems, joined, in part, by hint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from app.search.understanding.everyday import CONTEXT, FILLERS, NOT, same
from app.search.understanding.lexicon import SENSITIVE, Entry, Exact
from app.search.words import content, fold, stem, tokens

WORD = re.compile(r"[^\W_]+")
#: From this length on a word has endings.
_INFLECTED = 4
#: A stem of so few letters is that of several words.
_SHORT_STEM = 3

K = TypeVar("K")


class Phrases:
    """The tables of the phrases, as they are read one after the other."""

    def __init__(self, foreign: frozenset[str]) -> None:
        self.words: dict[tuple[str, ...], Entry] = {}
        self.stems: dict[tuple[str, ...], Entry] = {}
        #: Words that have no endings but their « s ».
        self.plurals: dict[tuple[str, ...], Entry] = {}
        self.joined: dict[str, Entry] = {}
        self.parts: dict[tuple[str, ...], Entry] = {}
        self.hints: dict[str, Entry] = {}
        self.spelled: dict[str, str] = {}
        self.together: dict[str, str] = {}
        self.exact: dict[str, tuple[Exact, ...]] = {}
        self._foreign = foreign

    def add(self, phrase: str, entry: Entry) -> None:
        """One phrase and what it leads to."""
        written = content(phrase) or tokens(phrase)
        if not written:
            return
        self.spelled |= {fold(one): one.lower() for one in WORD.findall(phrase) if fold(one) in written}
        if _needs_its_small_words(written, tokens(phrase), entry):
            self._add_exact(written[0], tokens(phrase), entry)
            return
        words = [same(word) for word in written]
        denied = (NOT,) if NOT in tokens(phrase) else ()
        _add(self.words, tuple(sorted((*words, *denied))), entry)
        if _only_itself(words, self._foreign, entry):
            _add(self.plurals, (f"{words[0]}s",), entry)
        else:
            _add(self.stems, _stems((*words, *denied)), entry)
        if not denied:
            _add(self.joined, "".join(written), entry)
        for word in _telling(words) if SENSITIVE not in entry.kinds else ():
            _add(self.hints, stem(word), entry)
        for pair in _telling_pairs(words):
            _add(self.parts, _stems(pair), entry)
        if len(written) == 2 and not self._foreign.intersection(written):
            self.together["".join(written)] = phrase.lower()

    def _add_exact(self, word: str, whole: list[str], entry: Entry) -> None:
        at = whole.index(word)
        exact = Exact(tuple(whole[:at]), tuple(whole[at + 1 :]), entry)
        self.exact[same(word)] = (*self.exact.get(same(word), ()), exact)


def _stems(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({stem(word) for word in words}))


def _only_itself(words: Sequence[str], foreign: frozenset[str], entry: Entry) -> bool:
    """Short words and other languages have no French endings: « payer » is not the PAI, nor « rendez » « renda ».

    Nor do words whose stem is short, shorter still when they are not grave: « coupe » is not « coups », nor « repas »
    « répit ».
    """
    if len(words) != 1:
        return False
    short = len(stem(words[0])) <= (_INFLECTED if SENSITIVE in entry.kinds else _SHORT_STEM)
    return short or words[0] in foreign


def _needs_its_small_words(written: Sequence[str], whole: Sequence[str], entry: Entry) -> bool:
    """Whether the one telling word would say too much alone: « rue » of « à la rue », « nouveau » of « nouveau-né »."""
    says_too_much = SENSITIVE in entry.kinds or written[0] in FILLERS
    return len(written) == 1 < len(whole) and says_too_much and NOT not in whole


def _telling(words: Sequence[str]) -> list[str]:
    """The words of a phrase that hint at its types when they are met alone."""
    return [word for word in words if len(word) >= _INFLECTED and word not in CONTEXT] if len(words) > 1 else []


def _telling_pairs(words: list[str]) -> list[tuple[str, str]]:
    """The neighbours of a long phrase; « 3 ans » is an age, and « enfant parle » says nothing."""
    if len(words) < 3:
        return []
    return [pair for pair in pairwise(words) if not any(word.isdecimal() or word in CONTEXT for word in pair)]


def _add(table: dict[K, Entry], key: K, entry: Entry) -> None:
    if key in table:
        table[key] = table[key] | entry
    elif entry.types:  # a lesser answer is one beside others
        table[key] = entry
