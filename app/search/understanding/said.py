"""One fact that words say."""

from __future__ import annotations

from dataclasses import dataclass

from app.search.wanted import Facts

#: A kind that is not told: the words say again what others said.
SILENT = ""


@dataclass(frozen=True)
class Said:
    """A fact and the words that say it (`at` are their places in the list of words).

    A kind that the page does not know (`public`, `bebe`, `jours`) is told in the family's own words.
    """

    kind: str
    value: str
    at: tuple[int, ...]
    facts: Facts
