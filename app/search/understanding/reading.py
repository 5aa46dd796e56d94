"""The typed text as a short list of words that remember where they stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from app.search.query import MAX_TEXT
from app.search.understanding.spoken import ABBREVIATIONS
from app.search.words import SMALL_WORDS, fold_word, stem

MAX_WORDS = 8
#: A sentence has more small words than others; beyond this it is not read.
_MAX_TOKENS = 40
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u064b-\u065f])*")


@dataclass(frozen=True)
class Word:
    """One word: folded, its stem, and where it stands in the text."""

    text: str
    start: int
    end: int

    @property
    def stem(self) -> str:
        """Its stem."""
        return stem(self.text)

    @property
    def small(self) -> bool:
        """Whether it carries no meaning."""
        return self.text in SMALL_WORDS


def shorten(text: str) -> str:
    """What is read of a text: its beginning, cut between two words."""
    text = " ".join(unicodedata.normalize("NFC", text[: 2 * MAX_TEXT]).split())
    if len(text) <= MAX_TEXT:
        return text
    return text[:MAX_TEXT].rsplit(" ", 1)[0]


def read(text: str) -> list[Word]:
    """The words of an already shortened text, at most eight that carry a meaning."""
    return first_words(every_word(text))


def every_word(text: str) -> list[Word]:
    """All the words of an already shortened text."""
    words = [_word(found) for found in _TOKEN.finditer(text)]
    return _join_spelled([word for word in words if word.text], text)[:_MAX_TOKENS]


def first_words(words: list[Word]) -> list[Word]:
    """The first of them, at most eight that carry a meaning."""
    kept, meaningful = [], 0
    for word in words:
        meaningful += not word.small
        if meaningful > MAX_WORDS:
            break
        kept.append(word)
    return kept


def without(text: str, words: list[Word]) -> str:
    """The text without these words."""
    for word in sorted(words, key=lambda one: -one.start):
        text = text[: word.start] + " " + text[word.end :]
    return " ".join(text.split()) if any(not word.small for word in read(text)) else ""


def _word(found: re.Match[str]) -> Word:
    folded = fold_word(found[0])
    return Word(ABBREVIATIONS.get(folded, folded), found.start(), found.end())


def _join_spelled(words: list[Word], text: str) -> list[Word]:
    """« p.m.i. », « m a m »: three single letters or more are one word."""
    joined: list[Word] = []
    run: list[Word] = []
    for word in words:
        follows = bool(run) and text[run[-1].end : word.start] in (" ", ".", ". ")
        letter = len(word.text) == 1 and word.text.isalpha()
        if run and not (follows and letter):
            joined += _spelled(run)
            run = []
        if letter:
            run.append(word)
        else:
            joined.append(word)
    return joined + _spelled(run)


def _spelled(run: list[Word]) -> list[Word]:
    if len(run) < 3:
        return run
    return [replace(run[0], text="".join(word.text for word in run), end=run[-1].end)]
