"""What the page says of what was understood, in the family's own words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.search.understanding.lexicon import Lexicon
from app.search.understanding.model import Part
from app.search.understanding.phrases import Phrase
from app.search.understanding.reading import Word, read, without
from app.search.understanding.said import SILENT, Said


def parts(text: str, words: Sequence[Word], said: Sequence[Said], found: Sequence[Phrase]) -> tuple[Part, ...]:
    """What the page says was understood: the facts, then the needs."""
    told = [(one.kind, one.value, one.at) for one in said if one.kind != SILENT]
    told += [("type", ",".join(one.entry.types), one.at) for one in found]
    return tuple(_part(kind, value, text, [words[at] for at in places]) for kind, value, places in told)


def _part(kind: str, value: str, text: str, words: list[Word]) -> Part:
    return Part(kind, value, _as_said(text, sorted(words, key=lambda one: one.start)), without(text, words))


def _as_said(text: str, words: Sequence[Word]) -> str:
    """The words as they stand in the text, with the small ones between them (« aide aux devoirs », « 12/14 ans »);
    without what stands between when it says something else."""
    gaps = [text[one.end : then.start] for one, then in pairwise(words)]
    if all(word.small for gap in gaps for word in read(gap)) and not any("," in gap for gap in gaps):
        return text[words[0].start : words[-1].end]
    return " ".join(text[word.start : word.end] for word in words)


def mended_text(text: str, words: Sequence[Word], mended: dict[int, str], lexicon: Lexicon) -> str:
    """The text as it was perhaps meant; the rest of it stays as it was typed."""
    if not mended:
        return ""
    for at in sorted(mended, reverse=True):
        word, meant = words[at], mended[at]
        written = lexicon.spelled.get(meant) or lexicon.together.get(meant, meant)
        text = text[: word.start] + written + text[word.end :]
    return text
