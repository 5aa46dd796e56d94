"""Writing one statement: its text is ours alone, every value that comes from elsewhere is a bound parameter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Values:
    """The bound values of a statement. Nothing that a person typed is ever part of the text."""

    def __init__(self) -> None:
        self.bound: dict[str, Any] = {}

    def bind(self, value: Any, cast: str) -> str:
        """The place of this value in the text, as PostgreSQL's type `cast`."""
        name = f"v{len(self.bound)}"
        self.bound[name] = _storable(value)
        return f"CAST(%({name})s AS {cast})"


def storable(text: str) -> str:
    """The text without what PostgreSQL's cannot hold: the null character, halves of surrogate pairs."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    return [_storable(one) for one in value] if isinstance(value, list | tuple) else value


def all_of(conditions: Iterable[str]) -> str:
    """The conjunction; true without conditions."""
    return " AND ".join(conditions) or "true"


def bits(tests: Iterable[str]) -> str:
    """One bit for each of these conditions, none of which may be null, the first lowest."""
    return " | ".join(f"(({test})::int << {place})" for place, test in enumerate(tests)) or "0"
