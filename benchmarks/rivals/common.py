"""What every rival is given: the same questions, the same stems, the same facts of each listing, already worked out.

Hours are worked out beforehand for rivals, at the one moment of the measure; our engine works them out itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from app.catalogue.hours.model import DAY_PERIODS, Period
from app.catalogue.hours.rules import open_at
from app.search.document import IndexDocument
from app.search.row import WEEKS, row_of
from tests.support.search_samples import SmallCalendar

#: A Wednesday in term, in the morning.
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
PAGE = 20
#: The age of a listing that says none: no question's age is so high.
NEVER = 9_999
FACETS = (
    "theme",
    "type",
    "commune",
    "jour",
    "periode",
    "ouvert",
    "langue",
    "gratuit",
    "places",
    "accessible",
    "handicap",
)
_DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Question:
    """Words, and perhaps a theme, a commune, an age in months."""

    text: str
    theme: str = ""
    commune: str = ""
    age: int | None = None

    @property
    def filters(self) -> dict[str, str]:
        """The asked filters that have a facet."""
        return {name: value for name, value in (("theme", self.theme), ("commune", self.commune)) if value}


class Rival(Protocol):
    """An engine under measure."""

    def __init__(self, folder: Path, documents: Sequence[IndexDocument]) -> None: ...

    def ask(self, question: Question) -> tuple[int, Counts]:
        """Find the first page with its snippets; how many listings answer, and the facets."""
        ...


def values_of(one: IndexDocument) -> dict[str, list[str]]:
    """The values of each facet that a listing has."""
    row = row_of(one)
    known = row.trusted >= NOW.toordinal()
    days = {day for day, _, _ in row.weeks[WEEKS.index(Period.TERM)]} if known else ()
    return {
        "theme": sorted(set(one.themes)),
        "type": [one.type],
        "commune": sorted(set(one.communes)),
        "langue": sorted(set(one.languages)),
        "jour": [name for number, name in enumerate(_DAYS) if number in days],
        "periode": [str(period) for period in DAY_PERIODS if known and row.weeks[WEEKS.index(period)]],
        "ouvert": ["maintenant"] if open_at(one.hours, NOW, SmallCalendar()) else [],
        "gratuit": ["1"] if one.free else [],
        "places": ["1"] if one.has_places else [],
        "accessible": ["1"] if one.accessible else [],
        "handicap": ["1"] if one.inclusive else [],
    }


def ages_of(one: IndexDocument) -> tuple[int, int]:
    """Both bounds; a bound that is missing is open, when the other is known."""
    if one.age_min is None and one.age_max is None:
        return NEVER, NEVER
    return one.age_min or 0, NEVER - 1 if one.age_max is None else one.age_max


def without_zeros(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """As facets are given."""
    return {value: count for value, count in counts if count}
