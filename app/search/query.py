"""What is asked of the search: plain values. From here on nobody knows the web."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.catalogue.hours.model import Period
from app.search.wanted import Wanted

MAX_TEXT = 120
PER_PAGE = 20
MAX_PER_PAGE = 100


class Order(StrEnum):
    """The orders a family can ask for; values are those of the `tri` parameter."""

    RELEVANCE = "pertinence"
    DISTANCE = "distance"
    NAME = "nom"
    VERIFICATION = "verification"


@dataclass(frozen=True)
class Point:
    """Where the distance is counted from, in decimal degrees, and its name when it has one."""

    lat: float
    lon: float
    label: str = ""
    commune: str | None = None


@dataclass(frozen=True)
class SearchQuery:
    """A search as DESIGN.md §7 defines it.

    Repeated themes, types, communes are OR; repeated weekdays are AND; different filters are AND. Times are minutes
    since midnight, ages are completed months, the radius is in kilometres, `now` is local time with its zone.
    `wanted` is what was understood of `text`; without it the engine takes each word of the text for a need.
    `snippets` asks for the surroundings of the words found in each listing of the page.
    """

    now: datetime
    text: str = ""
    wanted: Wanted | None = None
    near: Point | None = None
    radius_km: float | None = None
    themes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    age_months: int | None = None
    weekdays: tuple[int, ...] = ()
    period: Period | None = None
    opens_by: int | None = None
    closes_after: int | None = None
    open_now: bool = False
    free: bool = False
    has_places: bool = False
    accessible: bool = False
    inclusive: bool = False
    languages: tuple[str, ...] = ()
    include_unknown: bool = False
    order: Order = Order.RELEVANCE
    page: int = 1
    per_page: int = PER_PAGE
    snippets: bool = True

    @property
    def real_order(self) -> Order:
        """The asked order, unless it is by distance and there is nowhere to count from."""
        return Order.RELEVANCE if self.order is Order.DISTANCE and self.near is None else self.order
