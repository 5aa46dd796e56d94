"""The vocabulary's phrases in a text: the longest first, in any word order, small words and endings apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.search.understanding.everyday import FILLERS, NEGATIONS, NOT, same
from app.search.understanding.lexicon import Entry, Lexicon
from app.search.understanding.reading import Word
from app.search.words import stem

#: Beyond three words, those of a phrase stand together; up to three, other words may stand between.
_MAX_SCATTERED = 3


@dataclass(frozen=True)
class Phrase:
    """A phrase that was found, and where its words are."""

    entry: Entry
    at: tuple[int, ...]


def find(words: Sequence[Word], free: Sequence[int], lexicon: Lexicon, *, shortest: int) -> Iterator[Phrase]:
    """Phrases of at least `shortest` words among the words at these places; no word serves twice.

    Of so many words, those that are written as they are known come before those that are only near: « petite section »
    before « fille » and « petite », of « petits-enfants ».
    """
    left = list(free)
    denied = any(word.text in NEGATIONS for word in words)
    for size in range(min(lexicon.longest, len(left)), shortest - 1, -1):
        for look in (_as_written, _as_meant):
            for at in _candidates(left, size):
                entry = look(words, at, denied, lexicon) if set(at) <= set(left) else None
                if entry is not None:
                    yield Phrase(entry, at)
                    left = [one for one in left if one not in at]


def _candidates(free: list[int], size: int) -> list[tuple[int, ...]]:
    """The groups of so many words, those that stand closest first."""
    together = [tuple(free[start : start + size]) for start in range(len(free) - size + 1)]
    if size == 1 or size > _MAX_SCATTERED:
        return together
    scattered = [group for group in combinations(free, size) if group not in set(together)]
    return together + sorted(scattered, key=lambda group: group[-1] - group[0])


def _exact(words: Sequence[Word], at: tuple[int, ...], lexicon: Lexicon) -> Entry | None:
    """A word with the small words that it needs around it (« à la rue »)."""
    if len(at) != 1:
        return None
    texts, here = [word.text for word in words], at[0]
    for one in lexicon.exact.get(same(texts[here]), ()):
        first, last = here - len(one.before), here + 1 + len(one.after)
        around = (tuple(texts[max(0, first) : here]), tuple(texts[here + 1 : last]))
        if first >= 0 and around == (one.before, one.after):
            return one.entry
    return None


def _as_written(words: Sequence[Word], at: tuple[int, ...], denied: bool, lexicon: Lexicon) -> Entry | None:
    """By the words themselves."""
    texts = [same(words[one].text) for one in at]
    return _exact(words, at, lexicon) or _denied_or_not(lexicon.by_words, texts, denied)


def _as_meant(words: Sequence[Word], at: tuple[int, ...], denied: bool, lexicon: Lexicon) -> Entry | None:
    """Joined (« péri scolaire »), else by their stems, else as part of a longer one."""
    if FILLERS.issuperset(words[one].text for one in at):  # « aide » is not « aidant », « partir » is not « parti »
        return None
    stems = sorted({stem(same(words[one].text)) for one in at})
    return (
        lexicon.by_joined.get("".join(words[one].text for one in at))
        or _denied_or_not(lexicon.by_stems, stems, denied)
        or lexicon.by_part.get(tuple(stems))
    )


def _denied_or_not(table: Mapping[tuple[str, ...], Entry], keys: list[str], denied: bool) -> Entry | None:
    """« ne parle pas » when the text denies something, else « parle »."""
    found = table.get(tuple(sorted((*keys, NOT)))) if denied else None
    return found or table.get(tuple(sorted(keys)))
