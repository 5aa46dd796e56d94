"""Addresses of searches: the same one with a value more, a value less, another page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import cast
from urllib.parse import quote_plus

from flask import g, url_for

#: A new search goes back to the first page.
VOLATILE = ("page",)


def _results() -> str:
    if "results_address" not in g:
        g.results_address = url_for("directory.results")
    return cast(str, g.results_address)


#: The same words stand in every address of a page.
_quoted = lru_cache(maxsize=1024)(quote_plus)


class Address:
    """The parameters of a search, as lists of texts, and the addresses made from them."""

    def __init__(self, typed: Mapping[str, Sequence[str]]) -> None:
        self.typed = {name: list(values) for name, values in typed.items() if any(values)}

    def without(self, name: str, value: str | None = None) -> str:
        """The same search without this value (or without any value of this parameter)."""
        rest = {key: values for key, values in self._lasting().items() if key != name}
        if value is not None:
            rest[name] = [kept for kept in self.typed.get(name, []) if kept != value]
        return self.of(rest)

    def with_(self, **changes: str) -> str:
        """The same search with these parameters set."""
        return self.of({**self._lasting(), **{name: [value] for name, value in changes.items()}})

    def page(self, number: int) -> str:
        """Another page of the same search."""
        return self.with_(page=str(number)) if number > 1 else self.of(self._lasting())

    def hidden(self, *except_names: str) -> list[tuple[str, str]]:
        """The pairs that a form must carry along."""
        lasting = self._lasting().items()
        return [(name, value) for name, values in lasting if name not in except_names for value in values]

    @staticmethod
    def of(parameters: Mapping[str, Sequence[str]]) -> str:
        """The address of a search."""
        pairs = [(name, value) for name, values in parameters.items() for value in values if value]
        query = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
        return _results() + (f"?{query}" if query else "")

    def _lasting(self) -> dict[str, list[str]]:
        return {name: values for name, values in self.typed.items() if name not in VOLATILE}
