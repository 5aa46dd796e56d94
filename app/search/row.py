"""One listing as the index stores it, its hours already merged into the weeks that count."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import NamedTuple

from app.catalogue.hours.model import DAY_PERIODS, Hours, Period
from app.catalogue.hours.week import week_in
from app.search.document import IndexDocument

#: The weeks that a row holds, in this order. ALL_YEAR serves the days whose school calendar is not published.
WEEKS = (*DAY_PERIODS, Period.ALL_YEAR)
UNKNOWN = -1

Times = tuple[tuple[int, int, int], ...]


class Row(NamedTuple):
    """Plain values only: days are ordinals (0: none), answers 1, 0 or UNKNOWN, times (weekday, opens, closes)."""

    id: int
    name: str
    body: str
    type: str
    themes: tuple[str, ...]
    communes: tuple[str, ...]
    languages: tuple[str, ...]
    lat: float | None
    lon: float | None
    age_min: int | None
    age_max: int | None
    answers: tuple[int, int, int, int]
    assured: int
    trusted: int
    year_round: bool
    weeks: tuple[Times, ...]
    closures: tuple[tuple[int, int], ...]
    specials: tuple[tuple[int, int, int], ...]


def row_of(document: IndexDocument) -> Row:
    """The row of a listing."""
    hours = document.hours
    asked = (document.free, document.has_places, document.accessible, document.inclusive)
    free, places, accessible, inclusive = (UNKNOWN if answer is None else int(answer) for answer in asked)
    return Row(
        id=document.id,
        name=document.name,
        body="\n".join(part for part in (document.organization, document.body) if part),
        type=document.type,
        themes=tuple(document.themes),
        communes=tuple(document.communes),
        languages=tuple(document.languages),
        lat=document.lat,
        lon=document.lon,
        age_min=document.age_min,
        age_max=document.age_max,
        answers=(free, places, accessible, inclusive),
        assured=_ordinal(document.assured_on),
        trusted=_ordinal(hours.trusted_until) if hours.known else 0,
        year_round=all(slot.period is Period.ALL_YEAR for slot in hours.slots),
        weeks=tuple(_times(hours, period) for period in WEEKS) if hours.slots else ((),) * len(WEEKS),
        closures=tuple((c.starts.toordinal(), c.ends.toordinal()) for c in hours.closures),
        specials=tuple((s.day.toordinal(), s.opens, s.closes) for s in hours.special_openings),
    )


def digest(row: Row) -> str:
    """A short fingerprint of everything in the row."""
    return hashlib.blake2b(repr(tuple(row)).encode(), digest_size=12).hexdigest()


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def _times(hours: Hours, period: Period) -> Times:
    week = week_in(hours, period)
    return tuple((weekday, opens, closes) for weekday in range(7) for opens, closes in week[weekday])
