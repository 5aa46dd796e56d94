"""The part of a listing's text that holds what was sought: plain text, never HTML."""

from __future__ import annotations

import unicodedata

from app.search.wanted import Wanted

#: About two lines on a phone.
LENGTH = 140
_BEFORE = 40


class _Plain(dict[int, str]):
    """Each character, in lower case without its accent; a space for what is neither letter nor digit."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = unicodedata.normalize("NFD", char)[0].lower()[:1] if char.isalnum() else " "
        if len(self) < 4096:
            self[code] = plain
        return plain


_PLAIN = _Plain()


def needles(wanted: Wanted) -> tuple[str, ...]:
    """How the words sought begin (the last letter of a stem may not be that of the word), after a space."""
    stems = dict.fromkeys(stem for unit in wanted.units for group in unit.words for stem in group)
    return tuple(f" {stem[: max(3, len(stem) - 1)]}" for stem in stems)


def snippet(body: str, folded: str, sought: tuple[str, ...]) -> str:
    """The surroundings of the first word sought that the text holds (`folded`: see `fold_in_place`); else empty."""
    at = -1
    for one in sought:
        place = folded.find(one)
        if place >= 0 and (at < 0 or place < at):
            at = place
    if at < 0:
        return ""
    start = body.rfind(" ", 0, at - _BEFORE) + 1 if at > _BEFORE else 0
    end = len(body) if start + LENGTH >= len(body) else body.rfind(" ", start, start + LENGTH)
    text = " ".join(body[start:end].split())
    return f"{'… ' if start else ''}{text}{' …' if end < len(body) else ''}"


def fold_in_place(body: str) -> str:
    """Lower case without accents, spaces around the words: a word at n in the text is after the space at n in this."""
    return f" {body.translate(_PLAIN)}"
