"""Numbers that say whether what a process remembers still holds: those of every room, in one statement a request."""

from __future__ import annotations

from flask import g

from app.foundation.db import quick_rows

_WATCHED: dict[str, str] = {}


def watch(name: str, sql: str) -> None:
    """Declare a number that moves with every change of what a room holds: `sql` selects it, alone."""
    _WATCHED[name] = f"({sql})"


def version_of(name: str) -> int | None:
    """The number of that room as this request first read it, or since `forget`; None while its table is empty."""
    if "versions" not in g:
        g.versions = dict(zip(_WATCHED, quick_rows(f"SELECT {', '.join(_WATCHED.values())}")[0], strict=True))
    read: dict[str, int | None] = g.versions
    return read[name]


def forget() -> None:
    """Have the next `version_of` of this request read again: an act has moved a number, or was taken back."""
    g.pop("versions", None)
