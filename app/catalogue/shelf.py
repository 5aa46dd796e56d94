"""Cards kept in the memory of a process, and what says that they still hold.

While nobody has committed anything, nothing is asked of the database; then only the key of each listing is, and its
card when the key has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from app.catalogue.cards import Card, from_json
from app.catalogue.facts import SHOWN_VALUES
from app.catalogue.models import Service
from app.foundation.commits import last_commit
from app.foundation.db import quick_rows, session
from app.foundation.unit_of_work import is_acting

#: What says which card of a listing is meant: its id, its version, how often the card was written again since.
CARD_KEY = (Service.id, Service.version, Service.card_turn)
CardKey = tuple[int, int, int]
#: The oldest leave first.
KEPT_CARDS = 5000


class Kept(NamedTuple):
    """A card that may be shown, its key, and the last commit when both were read."""

    seen: int | None
    key: CardKey
    card: Card


Shelf = dict[int, Kept]


def cards(ids: Sequence[int]) -> list[Card]:
    """The cards of these listings that may be shown, in that order."""
    # What an act has not committed may be taken back, and its version given to another.
    shelf: Shelf = {} if is_acting() else current_app.extensions.setdefault("cards", {})
    seen = last_commit()
    found = {number: kept for number in ids if (kept := shelf.get(number)) and kept.seen == seen} if seen else {}
    if unsure := [number for number in ids if number not in found]:
        found |= _read_again(shelf, unsure, seen)
    return [found[number].card for number in ids if number in found]


def _read_again(shelf: Shelf, unsure: Sequence[int], seen: int | None) -> Shelf:
    keys = _keys(unsure)
    same = {number: kept for number, key in keys.items() if (kept := shelf.get(number)) and kept.key == key}
    moved = [number for number in keys if number not in same]
    read = {number: kept._replace(seen=seen) for number, kept in same.items()} | _read(moved, seen)
    shelf |= read
    while len(shelf) > KEPT_CARDS:
        shelf.pop(next(iter(shelf)), None)
    return read


# Ids alone choose the rows, here and in `_read`: told the statuses too, SQLite reads every listing that has them.
def _keys(ids: Sequence[int]) -> dict[int, CardKey]:
    columns = ", ".join(column.key for column in (*CARD_KEY, Service.status))
    rows = quick_rows(f"SELECT {columns} FROM service WHERE id IN ({', '.join('?' * len(ids))})", ids)  # noqa: S608
    return {row[0]: (row[0], row[1], row[2]) for row in rows if row[3] in SHOWN_VALUES}


def _read(ids: Sequence[int], seen: int | None) -> Shelf:
    if not ids:
        return {}
    rows = session().execute(select(*CARD_KEY, Service.status, Service.card).where(Service.id.in_(ids)))
    return {
        row[0]: Kept(seen, (row[0], row[1], row[2]), from_json(row.card))
        for row in rows
        if row.status in SHOWN_VALUES  # some may have moved between the two reads
    }
