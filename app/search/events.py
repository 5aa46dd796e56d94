"""What the search says when it has answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchAnswered:
    """A family was answered. No sentence, no address, no one: only what was recognised.

    `themes`, `types` and `communes` were asked or understood; `sensitive` when one of the types is; `words` are
    normalised and stand in the vocabulary or the catalogue, `unknown_words` nowhere. `total` counts the listings that
    answer everything that was asked.
    """

    themes: tuple[str, ...]
    types: tuple[str, ...]
    sensitive: bool
    communes: tuple[str, ...]
    age_months: int | None
    period: str
    weekdays: tuple[str, ...]
    words: tuple[str, ...]
    unknown_words: tuple[str, ...]
    total: int
