"""What a text says it does not want: « pas une crèche, une nounou », « autre chose que la cantine »."""

from __future__ import annotations

from collections.abc import Sequence

from app.search.understanding.lexicon import SENSITIVE
from app.search.understanding.phrases import Phrase
from app.search.understanding.reading import Word
from app.search.understanding.spoken import LACKS, REFUSALS


def wanted(words: Sequence[Word], found: Sequence[Phrase]) -> list[Phrase]:
    """The phrases that are not refused, and those that are grave; all of them when nothing else would be left."""
    kept = [phrase for phrase in found if SENSITIVE in phrase.entry.kinds or not _refused(words, min(phrase.at))]
    return kept or list(found)


def _refused(words: Sequence[Word], at: int) -> bool:
    """Whether a refusal stands right before this place, small words apart."""
    texts = [word.text for word in words[:at]]
    while texts:
        for said in REFUSALS:
            if tuple(texts[-len(said) :]) == said:
                before = texts[-len(said) - 1 : -len(said)]
                return not LACKS.intersection(before)
        if not words[len(texts) - 1].small:
            return False
        texts.pop()
    return False
