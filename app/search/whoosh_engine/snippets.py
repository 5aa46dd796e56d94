"""The part of a listing's text that holds what was sought: plain text, never HTML."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.search.wanted import Wanted

#: About two lines on a phone.
LENGTH = 140
_BEFORE = 40


def snippet(body: str, wanted: Wanted) -> str:
    """The surroundings of the first word sought that the text holds; empty when it holds none."""
    pattern = _pattern(tuple(stem for unit in wanted.units for group in unit.words for stem in group))
    found = pattern.search(_folded(body)) if pattern else None
    if found is None:
        return ""
    start = body.rfind(" ", 0, max(0, found.start() - _BEFORE)) + 1 if found.start() > _BEFORE else 0
    end = len(body) if start + LENGTH >= len(body) else body.rfind(" ", start, start + LENGTH)
    text = " ".join(body[start : max(end, found.end())].split())
    return f"{'… ' if start else ''}{text}{' …' if end < len(body) else ''}"


@lru_cache(maxsize=1024)
def _pattern(stems: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any word that begins like one of the stems (the last letters of a stem may not be those of the word)."""
    begins = sorted({re.escape(stem[: max(3, len(stem) - 1)]) for stem in stems}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(begins)})\w*") if begins else None


@lru_cache(maxsize=4096)
def _folded(body: str) -> str:
    """Lower case without accents, and as long as the text: positions in one are positions in the other."""
    return "".join(_plain(char) for char in body)


@lru_cache(maxsize=2048)
def _plain(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0].lower()[:1] or char
