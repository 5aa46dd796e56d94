"""Words that are not finished, or not well typed: what they may begin, and what they may have meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA, Prefix
from rapidfuzz.process import extract

from app.search.understanding.sounds import sound

#: Fewer letters begin too many words.
_SHORTEST_PREFIX = 3
_MAX_COMPLETIONS = 8
#: One wrong letter from this length on, two from that one: shorter words become other words.
_ONE_EDIT, _TWO_EDITS = 4, 8
#: Up to this length a letter is missing, added or misplaced; another letter makes another word (« vide », « aide »).
_NO_OTHER_LETTER = 5
#: Of another language, shorter words are near too many French ones (« fome », « fume »).
_FOREIGN = 6
#: Small words that are typed without the space after them, before a word of so many letters.
_STUCK, _ALONE = ("les", "des", "une", "aux", "la", "le", "de", "du", "un", "au", "ma", "mon"), 3
#: Two words are of one root when they share so many first letters, and that part of the longer one.
_ROOT, _ROOT_SHARE = 6, 0.6
#: Words that sound alike are the same word, this far apart at most.
_SAME_SOUND_EDITS = 4
#: Further apart than this, a word that sounds alike comes after one that lacks a single letter.
_EAR_FIRST = 2

#: To be compared: see `_as_near`.
_Near = tuple[int, bool, bool, int, str]


class KnownWords:
    """The words of the vocabulary and of the names, to complete and to correct. Built once for each generation."""

    def __init__(
        self,
        first: Iterable[str],
        then: Iterable[str],
        foreign: frozenset[str] = frozenset(),
        grave: frozenset[str] = frozenset(),
        together: Iterable[str] = (),
    ) -> None:
        """`first` are preferred to `then` at equal distance; the short words of `foreign` are not meant by others.

        `together` are phrases written as one word: they correct (« centraéré »), they complete nothing.
        Two wrong letters never make a word `grave`: « violette » is not « violence ».
        """
        preferred = {word for word in first if len(word) >= _SHORTEST_PREFIX}
        self._rank = dict.fromkeys(then, 1) | dict.fromkeys(preferred, 0)
        self._sorted = sorted(word for word in self._rank if not word.isdecimal())
        self._roots = sorted(word for word in preferred if len(word) >= _ROOT and not word.isdecimal())
        self._foreign = frozenset(word for word in foreign if len(word) >= _ONE_EDIT)
        self._far = foreign | grave
        self._by_length: dict[int, list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        joined = [word for word in together if len(word) >= _TWO_EDITS and word not in self._rank]
        self._rank |= dict.fromkeys(joined, 2)
        for word in (*self._sorted, *joined):
            if len(word) < _FOREIGN and word in foreign:
                continue
            self._by_sound.setdefault(sound(word), []).append(word)
            if len(word) >= _ONE_EDIT:
                self._by_length.setdefault(len(word), []).append(word)
        self.near = lru_cache(maxsize=1024)(self._near)

    def nearest(self, word: str) -> str | None:
        """The word that was meant, None when nothing is near enough: one that sounds alike, else the fewest edits."""
        return next(iter(self.near(word)), None)

    def completions(self, prefix: str) -> list[str]:
        """The shortest words that begin so."""
        if len(prefix) < _SHORTEST_PREFIX:
            return []
        start = bisect_left(self._sorted, prefix)
        found = []
        for word in self._sorted[start : start + 20 * _MAX_COMPLETIONS]:
            if not word.startswith(prefix):
                break
            found.append(word)
        return sorted(found, key=lambda word: (self._rank[word], len(word), word))[:_MAX_COMPLETIONS]

    def alike(self, word: str) -> list[str]:
        """The words of families that sound the same, few letters apart."""
        near = [(OSA.distance(word, one), one) for one in self._alike(word) if self._rank[one] == 0]
        return [one for distance, one in sorted(near) if distance <= _EAR_FIRST] if len(word) >= _ONE_EDIT else []

    def kin(self, word: str) -> list[str]:
        """The words of the same root (« psychomoteur », « psychomotricien »), or that it only ends, as in Turkish."""
        sizes = range(len(word) - 1, _ONE_EDIT - 1, -1)
        begun = next((word[:size] for size in sizes if word[:size] in self._foreign), "")
        at = bisect_left(self._roots, word)
        near = [one for one in self._roots[max(0, at - 4) : at + 4] if _same_root(word, one)]
        return near or ([begun] if begun else [])

    def _near(self, word: str) -> tuple[str, ...]:
        """The words that may have been meant, the likeliest first; none when nothing is near enough."""
        if not _edits_of(word) or any(char.isdecimal() for char in word):
            return ()
        if unglued := self._unglued(word):
            return (unglued,)
        alike = [self._as_near(OSA.distance(word, one), word, one) for one in self._alike(word)]
        alike = [one for one in alike if one[0] <= _SAME_SOUND_EDITS]
        others = self._by_edits(word)
        close = [one for one in others if one[0] == 1]
        far = [one for one in alike if one[0] > _EAR_FIRST]
        groups = ([one for one in alike if one[0] <= _EAR_FIRST], close if far else [], far, others)
        return tuple(dict.fromkeys(one[-1] for group in groups for one in sorted(group)))

    def _alike(self, word: str) -> list[str]:
        return self._by_sound.get(sound(word), []) if sound(word) else []

    def _by_edits(self, word: str) -> list[_Near]:
        edits = _edits_of(word)
        return [
            self._as_near(distance, word, candidate)
            for length in range(len(word) - edits, len(word) + edits + 1)
            for candidate, distance, _ in extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=edits, limit=None
            )
            if distance <= self._edits_to(candidate, word) and not _another_word(word, candidate)
        ]

    def _as_near(self, distance: int, word: str, candidate: str) -> _Near:
        """To be compared: fewer edits first, then the same first letter, then French, then the words of families."""
        return distance, candidate[0] != word[0], candidate in self._foreign, self._rank[candidate], candidate

    def _unglued(self, word: str) -> str:
        """The known word that a small one was stuck to: « lacaf », « unecreche »."""
        rests = [word[len(small) :] for small in _STUCK if word.startswith(small)]
        return next((one for one in rests if one in self._rank and len(one) >= _ALONE and self._rank[one] < 2), "")

    def _edits_to(self, candidate: str, word: str) -> int:
        """A French word is rarely an ill-written foreign one (« adoption », « abortion »), or a grave one, but for its
        ending (« frappent »)."""
        far = candidate in self._far and not word.startswith(candidate)
        return min(_edits_of(candidate), 1) if far else _edits_of(candidate)


def _edits_of(word: str) -> int:
    return 0 if len(word) < _ONE_EDIT else 1 if len(word) < _TWO_EDITS else 2


def _another_word(word: str, candidate: str) -> bool:
    """Whether two short words differ by a letter for another, or by their first one."""
    if len(word) > _NO_OTHER_LETTER:
        return False
    return candidate[0] != word[0] or (len(word) == len(candidate) and sorted(word) != sorted(candidate))


def _same_root(word: str, other: str) -> bool:
    shared = Prefix.similarity(word, other)
    return shared >= _ROOT and shared >= _ROOT_SHARE * max(len(word), len(other))
