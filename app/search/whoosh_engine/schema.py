"""What Whoosh keeps of a listing: the stems of its name, those of its other words, and one stored row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.fields import STORED, TEXT, Schema
from whoosh.formats import Existence

from app.search.words import stems

INDEX_NAME = "services"
NAME, BODY, ROW = "name", "body", "row"
TEXT_FIELDS = (NAME, BODY)


class FrenchAnalyzer(Analyzer):  # type: ignore[misc]
    """Our words as Whoosh tokens (its own French filters stem before folding accents, which splits words in two)."""

    def __call__(self, value: str, **kwargs: Any) -> Iterator[Token]:
        token = Token(**kwargs)
        for text in stems(value):
            token.text = text
            token.boost = 1.0
            token.stopped = False
            yield token


class Stems(TEXT):  # type: ignore[misc]
    """A text field without positions; counted at once, for Whoosh makes an object of every word otherwise."""

    def __init__(self) -> None:
        super().__init__(analyzer=FrenchAnalyzer(), phrase=False, stored=False)
        self.scorable = False  # the lengths are counted at opening, exactly
        self.format = Existence()  # the weight of a posting is the number of occurrences: no need to say it twice

    def index(self, value: str, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each stem, how often it occurs, its weight, and no more."""
        for text, count in Counter(stems(value)).items():
            yield text.encode(), count, float(count), b""


def schema() -> Schema:
    """Lean: no positions, no vectors, no columns; all that is not words stands in the row."""
    return Schema(name=Stems(), body=Stems(), row=STORED)
