"""What can be changed on screen: each subject says its fields, finds its rows, and refuses what cannot stand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from app.administration.fields import Field
from app.administration.rules import Values
from app.foundation.db import Base
from app.foundation.i18n import LazyText
from app.territory.reference import Reference


class Subject:
    """One sort of reference data.

    `kind` is its name in the history and among the seeds, `room` in addresses. `growing`: rows are added and removed on
    screen; elsewhere that is the work of the territory's folder.
    """

    kind: str
    room: str
    title: LazyText
    growing = False
    #: Sentence above the form: what happens when it changes.
    lead: LazyText | str = ""

    def find(self, key: str) -> Base | None:
        """The row of that key, None when there is none."""
        raise LookupError(key)

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        """The boxes of its page; `row` is None for one that is being added."""
        raise LookupError(key)

    def label(self, key: str, values: Values) -> str:
        """How a person calls it."""
        return str(values.get("label") or values.get("name") or key)

    def check(self, key: str, values: Values, known: Reference) -> None:
        """Raises Impossible when these values cannot stand together, or beside the other rows.

        `key` is '' for a new row; that of a row that is not there is for one that comes back.
        """

    def make(self, values: Values, key: str = "") -> tuple[str, Base]:
        """A new row that says this, and its key; `key` is given when a removed row comes back."""
        raise LookupError(key)

    def after(self, key: str, paths: Collection[str]) -> None:
        """What follows from a change of these fields, in the same act."""


def uuid_of(key: str) -> UUID | None:
    """The identifier that an address says, None when it is none."""
    try:
        return UUID(key)
    except ValueError:
        return None


def filled(values: Values, *paths: str) -> dict[str, Any]:
    """Some of the values."""
    return {path: values[path] for path in paths}
