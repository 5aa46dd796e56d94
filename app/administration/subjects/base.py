"""What can be changed on screen: each subject says its fields, finds its rows, and refuses what cannot stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.administration.fields import Field
from app.administration.records import put, values_of
from app.administration.rules import Values
from app.foundation.actors import Actor
from app.foundation.db import Base, session
from app.foundation.i18n import LazyText
from app.foundation.text import slugify
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
    #: What the button that adds one says.
    adding: LazyText | str = ""
    #: Rooms of the lists that stand in a row of this subject: (address, title).
    lists: tuple[tuple[str, LazyText], ...] = ()
    #: Sentence above the form: what happens when it changes.
    lead: LazyText | str = ""

    def find(self, key: str) -> Base | None:
        """The row of that key, None when there is none."""
        raise LookupError(key)

    def values(self, row: Base, fields: Iterable[Field]) -> dict[str, Any]:
        """What the row says in each of these fields."""
        return values_of(row, fields)

    def write(self, row: Base, values: Values, by: Actor) -> None:
        """Make the row say these values."""
        put(row, values)

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        """The boxes of its page; `row` is None for one that is being added."""
        raise LookupError(key)

    def kept(self, known: Reference) -> tuple[Field, ...]:
        """What the history keeps of a row that is added or removed: with it, the row comes back whole."""
        return self.fields("", None, known)

    def label(self, key: str, values: Values) -> str:
        """How a person calls it."""
        return str(values.get("label") or values.get("name") or key)

    def check(self, key: str, values: Values, known: Reference) -> None:
        """Raises Impossible when these values cannot stand together, or beside the other rows.

        `key` is '' for a new row; that of a row that is not there is for one that comes back.
        """

    def held(self, key: str, known: Reference) -> list[str]:
        """Who still needs this row, in French sentences: while there is one, it cannot be removed."""
        return []

    def make(self, values: Values, key: str = "") -> tuple[str, Base]:
        """A new row that says this, and its key; `key` is given when a removed row comes back."""
        raise LookupError(key)

    def leave(self, key: str) -> None:
        """What goes away with the row, in the same act."""

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


#: The address of the form that adds one: nothing else may be called so.
ADDING = "ajouter"


def after_the_last(position: InstrumentedAttribute[int]) -> int:
    """The rank of one more row."""
    return (session().scalar(select(func.max(position))) or 0) + 1


def free_slug(text: str, taken: Collection[str], longest: int = 60) -> str:
    """A piece of address that nothing else has."""
    slug = slugify(text)[:longest].strip("-")
    taken = {*taken, ADDING}
    numbers = (f"{slug[: longest - 4]}-{rank}" for rank in range(2, 1000))
    return slug if slug not in taken else next(each for each in numbers if each not in taken)
