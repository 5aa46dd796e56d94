"""The texts of many listings, end to end in UTF-8: as objects, French ones take twice the room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Texts:
    """The text n ends where `ends[n]` says, and begins where the one before it ends."""

    whole: bytes
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """From the text of each listing."""
        parts = [text.encode() for text in texts]
        return cls(b"".join(parts), np.cumsum([len(part) for part in parts], dtype=np.int64))

    @classmethod
    def joined(cls, parts: Sequence[Texts]) -> Texts:
        """The texts of each part, one after the other."""
        starts = np.cumsum([0, *(len(part.whole) for part in parts)]).tolist()
        ends = [part.ends + start for part, start in zip(parts, starts, strict=False)]
        return cls(b"".join(part.whole for part in parts), np.concatenate(ends))

    def __getitem__(self, number: int) -> str:
        return self.whole[int(self.ends[number - 1]) if number else 0 : int(self.ends[number])].decode()
