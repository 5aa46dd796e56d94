"""What the search knows of a listing: only what may be shown, private places already replaced."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.catalogue.hours.model import Hours


@dataclass(frozen=True)
class IndexDocument:
    """One published listing as the engines see it. None means unknown, everywhere.

    `lat`/`lon` are the public position: the commune's centre for a private address (`exact` is then False), None when
    the listing has no place. `age_min`/`age_max` are months, the listing's own or its type's usual ones. `body` is
    plain text, from which the engine takes the words that are not in the name.
    """

    id: int
    name: str
    type: str
    themes: tuple[str, ...]
    communes: tuple[str, ...]
    body: str = ""
    organization: str = ""
    lat: float | None = None
    lon: float | None = None
    age_min: int | None = None
    age_max: int | None = None
    hours: Hours = field(default_factory=Hours)
    free: bool | None = None
    has_places: bool | None = None
    accessible: bool | None = None
    inclusive: bool | None = None
    languages: tuple[str, ...] = ()
    assured_on: date | None = None
    completeness: int = 0
