"""The boxes of a page: what each holds, and how long it may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.foundation.i18n import LazyText
from app.foundation.i18n import gettext as _
from app.territory.reference import Reference

Options = Callable[[Reference], Iterable[tuple[str, str]]]
#: Lines of a list, characters of a text: far more than any page needs.
MOST_LINES, LONG_TEXT = 40, 2000
YES, NO = "oui", "non"


class Kind(StrEnum):
    """What a box holds."""

    LINE = "line"
    AREA = "area"
    LINES = "lines"
    CHOICE = "choice"
    BOXES = "boxes"
    YES_NO = "yes-no"
    WHOLE = "whole"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    DAY = "day"
    POSTCODES = "postcodes"
    #: A position in degrees.
    DEGREES = "degrees"
    #: A search, by its address; several of them, each with the words of its link.
    SEARCH = "search"
    SEARCHES = "searches"
    #: The outline of a commune, as GeoJSON.
    OUTLINE = "outline"
    #: A list whose lines have pages of their own.
    LIST = "list"
    #: What has no box, and comes back with the row.
    KEPT = "kept"


LISTS = (Kind.LINES, Kind.BOXES, Kind.POSTCODES, Kind.SEARCHES, Kind.OUTLINE, Kind.LIST)
NUMBERS = (Kind.WHOLE, Kind.DEGREES, Kind.KEPT)


class Wrong(ValueError):
    """What was typed cannot be read; the message says why, in French."""


@dataclass(frozen=True)
class Field:
    """One box. `path` is where its value stands in the row: a column, then keys and ranks inside it, with dots.

    `most` is the longest text, or the largest number; `least` the smallest number.
    """

    path: str
    label: str | LazyText
    kind: Kind = Kind.LINE
    hint: str | LazyText = ""
    required: bool = False
    most: int = 200
    least: int = 0
    options: Options = lambda _known: ()

    @property
    def empty(self) -> Any:
        """What stands for nothing."""
        return [] if self.kind in LISTS else None if self.kind in NUMBERS else ""


def bounded(field: Field, text: str) -> str:
    """The text, when it is short enough. Raises Wrong."""
    if len(text) > field.most:
        raise Wrong(_("%(most)s signes au plus, espaces comprises.", most=field.most))
    return text
