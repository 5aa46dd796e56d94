"""What the words of a text say together: places and other facts, phrases of the vocabulary, and the words left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.search.understanding import facts, phrases
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.phrases import Phrase
from app.search.understanding.reading import Word
from app.search.understanding.said import Said


@dataclass(frozen=True)
class Recognised:
    """Places, other facts and phrases, and the places of the words that nothing recognised."""

    where: Sequence[Said]
    when: Sequence[Said]
    found: Sequence[Phrase]
    free: Sequence[int]


def recognised(words: Sequence[Word], lexicon: Lexicon, today: int) -> Recognised:
    """Longest phrases before facts, and facts before single words."""
    where = list(facts.places(words, lexicon))
    taken = {at for said in where for at in said.at}
    free = [at for at, word in enumerate(words) if at not in taken and not word.small]
    found = list(phrases.find(words, free, lexicon, shortest=2))
    in_phrases = {at for phrase in found for at in phrase.at}
    when = [said for said in facts.others(words, today) if _still_said(said, in_phrases)]
    in_facts = {at for said in when for at in said.at}
    free = [at for at in free if at not in in_phrases | in_facts]
    found += phrases.find(words, free, lexicon, shortest=1)
    if not found:  # « mercredi » alone is what is sought
        found += phrases.find(words, sorted(in_facts - taken), lexicon, shortest=1)
    return Recognised(where, when, found, free)


def _still_said(said: Said, in_phrases: set[int]) -> bool:
    """A day, an age or a season inside a phrase (« vacances de Noël ») is a fact too; « avocat gratuit » is a need."""
    return said.kind not in ("gratuit", "ouvert", "bebe") or not in_phrases.intersection(said.at)
