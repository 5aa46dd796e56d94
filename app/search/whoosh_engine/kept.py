"""What was worked out once and is kept, in a bounded number: what depends on questions comes from the public."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
#: Different answers kept, at one byte a listing at most for nearly all.
MOST = 64


class Kept:
    """Keys to values; all are forgotten when there are too many. Two threads may make the same value: no harm."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._values: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of that key, made the first time."""
        try:
            found: T = self._values[key]
        except KeyError:
            found = make()
            if len(self._values) >= self._most:
                self._values = {}
            self._values[key] = found
        return found
