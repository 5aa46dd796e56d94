"""What a family's words mean for an engine: needs that select, facts that only reorder. Plain values.

A listing *answers* a text when it answers at least one of its units, or bears exactly the name that was typed. It
answers a unit when its type is one of the unit's types, or when its words hold every stem of one of the unit's
alternatives. A text without unit nor name selects everything. Facts never select: they reorder.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.hours.model import Period

#: The full weight of a type: the words name that very type.
FULL = 100


@dataclass(frozen=True)
class Unit:
    """One thing that is wanted: types with their weight (1–100), or words (any of these groups of stems, whole).

    `importance` is its share among the units of the text.
    """

    types: tuple[tuple[str, int], ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    importance: int = 1

    @property
    def first_type(self) -> str:
        """Of several types, the one that the vocabulary gives first, its best answer; '' otherwise."""
        return self.types[0][0] if len(self.types) > 1 else ""


@dataclass(frozen=True)
class Facts:
    """What the text says of whom, where and when. Ages are months."""

    communes: tuple[str, ...] = ()
    age_months: int | None = None
    weekdays: tuple[int, ...] = ()
    period: Period | None = None
    opens_by: int | None = None
    closes_after: int | None = None
    open_now: bool = False
    free: bool = False

    def __bool__(self) -> bool:
        return self != Facts()


@dataclass(frozen=True)
class Wanted:
    """The needs of a text; `name` is the folded whole text, which may be a listing's own name."""

    units: tuple[Unit, ...] = ()
    facts: Facts = Facts()
    name: str = ""
