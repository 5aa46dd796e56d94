"""The part of a listing's text that holds what was sought: plain text, never HTML."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from app.search.wanted import Wanted

#: About two lines on a phone.
LENGTH = 140
_BEFORE = 40


def needles(wanted: Wanted) -> tuple[str, ...]:
    """How the words sought begin (the last letter of a stem may not be that of the word), after a space."""
    stems = dict.fromkeys(stem for unit in wanted.units for group in unit.words for stem in group)
    return tuple(f" {stem[: max(3, len(stem) - 1)]}" for stem in stems)


def snippet(body: str, sought: tuple[str, ...]) -> str:
    """The surroundings of the first word sought that the text holds; empty when it holds none."""
    if not sought:
        return ""
    folded = fold_in_place(body)
    at = min((place for one in sought if (place := folded.find(one)) >= 0), default=-1)
    if at < 0:
        return ""
    start = body.rfind(" ", 0, at - _BEFORE) + 1 if at > _BEFORE else 0
    end = len(body) if start + LENGTH >= len(body) else body.rfind(" ", start, start + LENGTH)
    text = " ".join(body[start:end].split())
    return f"{'… ' if start else ''}{text}{' …' if end < len(body) else ''}"


@lru_cache(maxsize=20_000)
def fold_in_place(body: str) -> str:
    """Lower case without accents, spaces around the words: a word at n in the text is after the space at n in this."""
    return " " + "".join(_plain(char) for char in body)


@lru_cache(maxsize=2048)
def _plain(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0].lower()[:1] if char.isalnum() else " "
