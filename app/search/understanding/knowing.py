"""Whether somebody knows a word: the vocabulary, the listings, the language."""

from __future__ import annotations

from app.search.engine import CatalogueWords
from app.search.understanding import facts
from app.search.understanding.correcting import KnownWords
from app.search.understanding.everyday import FILLERS, same
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.ordinary import ORDINARY
from app.search.understanding.reading import Word
from app.search.understanding.spoken import WEEKDAYS
from app.search.words import stem


def _is_known_as_written(word: Word, lexicon: Lexicon) -> bool:
    return (
        word.small
        or word.text.isdecimal()
        or word.text in FILLERS
        or word.text in WEEKDAYS
        or word.text in lexicon.spelled
        or word.text in lexicon.by_joined
        or (same(word.text),) in lexicon.by_words
    )


def is_known(word: Word, lexicon: Lexicon, catalogue: CatalogueWords) -> bool:
    """Whether it may stay as it is: as it is written, by its stem, or as a fact."""
    return (
        _is_known_as_written(word, lexicon)
        or word.stem in ORDINARY
        or word.stem in lexicon.stems
        or catalogue.has_stem(word.stem)
        or any(said.facts for said in facts.others([word], 0))
    )


def said_alike(word: Word, lexicon: Lexicon, catalogue: CatalogueWords, known: KnownWords) -> str:
    """« violant » is known by its stem alone, that of « viol »; it is « violent » that was meant."""
    by_its_stem = word.stem in lexicon.stems and not catalogue.has_stem(word.stem)
    if not by_its_stem or _is_known_as_written(word, lexicon) or _is_singular(word.text, lexicon):
        return ""
    alike = known.alike(word.text)
    return "" if word.stem in {stem(one) for one in alike} else next(iter(alike), "")


def _is_singular(word: str, lexicon: Lexicon) -> bool:
    """« jouet » is known by « jouets »."""
    return any(word + ending in lexicon.spelled for ending in ("s", "e", "es", "x"))
