"""Which listings pass all the filters, or all but one: from these, everything is counted."""

from __future__ import annotations

from app.search.whoosh_engine.bits import Bits, count, crossed
from app.search.whoosh_engine.filters import Asked


class Selected:
    """The listings that answer the text, and what the filters leave of them."""

    def __init__(self, answering: Bits, filters: list[Asked], include_unknown: bool) -> None:
        """`answering` are the listings that answer the text, all alive."""
        self._answering = answering
        self._filters = {one.name: one for one in filters}
        self._passing = {one.name: one.yes | one.unknown if include_unknown else one.yes for one in filters}
        self.bits = crossed(answering, self._passing.values())

    def asks(self, name: str) -> bool:
        """Whether this filter is asked; of those that are not, `without` is `bits`."""
        return name in self._filters

    def without(self, name: str) -> Bits:
        """The listings that pass every filter but perhaps that one."""
        if name not in self._filters:
            return self.bits
        return crossed(self._answering, (passing for other, passing in self._passing.items() if other != name))

    def left_out(self) -> dict[str, int]:
        """For each asked filter, how many listings pass all the others but are unknown there."""
        return {name: count(self.without(name) & one.unknown) for name, one in self._filters.items()}
