"""What Whoosh keeps of a listing: the stems of its name, those of its other words, and one stored row."""

from __future__ import annotations

import secrets
import struct
from collections import Counter
from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage

from app.search.words import stems

INDEX_NAME = "services"
NAME, BODY, ROW = "name", "body", "row"
TEXT_FIELDS = (NAME, BODY)

#: How Whoosh's format writes the occurrences of a term.
_COUNT = struct.Struct("!I")


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

    def index(self, value: str, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each stem, how often it occurs, its weight, and no more."""
        for text, count in Counter(stems(value)).items():
            yield text.encode(), count, float(count), _COUNT.pack(count)


def schema() -> Schema:
    """Lean: no positions, no vectors, no columns; all that is not words stands in the row."""
    return Schema(name=Stems(), body=Stems(), row=STORED)


class Codec(W3Codec):  # type: ignore[misc]
    """Large blocks: every posting is read at opening, so that skipping inside a term would never serve."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=4096, compression=1)

    def new_segment(self, storage: FileStorage, indexname: str) -> W3Segment:
        """Whoosh draws names from `random`, whose state forked workers share: one would overwrite another's files."""
        return W3Segment(self, indexname, segid=secrets.token_hex(8))
