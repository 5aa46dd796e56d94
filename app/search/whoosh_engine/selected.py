"""Which listings pass all the filters, or all but one: from these, everything is counted."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.arrays import Bools, Rows
from app.search.whoosh_engine.filters import Asked


class Selected:
    """Filters were evaluated on the listings that answer the text; positions are among these."""

    def __init__(self, rows: Rows, filters: list[Asked], include_unknown: bool) -> None:
        """`rows` are the listings that answer the text."""
        self._rows = rows
        self._filters = {one.name: one for one in filters}
        self._passing = {one.name: one.yes | one.unknown if include_unknown else one.yes for one in filters}
        self._kept: dict[str, Rows] = {"": rows}
        self.positions: NDArray[np.intp] | None = None
        if filters:
            self.positions = np.flatnonzero(_and(self._passing.values()))
            self._kept[""] = self._rows_at(self.positions)
        self.rows = self._kept[""]

    def base(self, name: str) -> str:
        """Filters that are not asked leave the same listings: they share one name, empty."""
        return name if name in self._filters else ""

    def without(self, name: str) -> Rows:
        """The listings that pass every filter but perhaps that one."""
        name = self.base(name)
        if name not in self._kept:
            others = self._all_but(name)
            self._kept[name] = self._rows if others is None else self._rows_at(np.flatnonzero(others))
        return self._kept[name]

    def left_out(self) -> dict[str, int]:
        """For each asked filter, how many listings pass all the others but are unknown there."""
        return {name: self._unknown(name, one) for name, one in self._filters.items()}

    def _unknown(self, name: str, asked: Asked) -> int:
        others = self._all_but(name)
        return int(np.count_nonzero(asked.unknown if others is None else asked.unknown & others))

    def _all_but(self, name: str) -> Bools | None:
        others = [passing for other, passing in self._passing.items() if other != name]
        return _and(others) if others else None

    def _rows_at(self, positions: NDArray[np.intp]) -> NDArray[np.intp]:
        return positions if isinstance(self._rows, slice) else self._rows[positions]


def _and(passing: Iterable[Bools]) -> Bools:
    first, *others = passing
    for other in others:
        first = first & other
    return first
