"""What changes, as data: words for texts, rows for tables, before and after for the rest. Pure.

The pieces kept and removed say what was there; those kept and added, what is wanted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, TypeVar

from app.catalogue.fields import Field, Shape

#: Beyond this many comparisons, what lies between the common beginning and end is one removal and one addition.
MOST_COMPARISONS = 1_500_000
WORDS = re.compile(r"\s+|\w+|[^\w\s]")

Item = TypeVar("Item", bound=Hashable)


class Op(StrEnum):
    """What became of a piece."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """Some words."""

    op: Op
    text: str


@dataclass(frozen=True)
class TableRow:
    """A row of a table (a mapping, or a plain value)."""

    op: Op
    row: Any


@dataclass(frozen=True)
class Diff:
    """The difference of one field. `words` for texts, `rows` for tables and lists, `parts` (part, before, after) for
    what is compared as a whole, or stands beside the table."""

    before: Any
    after: Any
    words: tuple[Piece, ...] = ()
    rows: tuple[TableRow, ...] = ()
    parts: tuple[tuple[str, Any, Any], ...] = ()


def diff(line: Field, before: Any, after: Any) -> Diff:
    """The difference between two values of a field; `before` may be None (a new listing)."""
    if line.shape is Shape.TEXT:
        return Diff(before, after, words=words(before or "", after or ""))
    if line.shape is Shape.LIST:
        return Diff(before, after, rows=rows(before or (), after or ()))
    if line.shape is Shape.TABLE:
        table_before, others_before = _table(line, before)
        table_after, others_after = _table(line, after)
        return Diff(before, after, rows=rows(table_before, table_after), parts=_parts(others_before, others_after))
    if len(line.parts) == 1 and line.shape is Shape.CHOICE:
        return Diff(before, after, parts=_parts({line.name: before}, {line.name: after}))
    return Diff(before, after, parts=_parts(before or {}, after or {}))


def words(before: str, after: str) -> tuple[Piece, ...]:
    """Word by word; spaces and signs are pieces of their own, so that nothing is lost."""
    pieces: list[Piece] = []
    for op, items in _sequence(WORDS.findall(before), WORDS.findall(after)):
        pieces.append(Piece(op, "".join(items)))
    return tuple(pieces)


def rows(before: Sequence[Any], after: Sequence[Any]) -> tuple[TableRow, ...]:
    """Row by row, in the order of the table."""
    keyed = {_key(row): row for row in (*before, *after)}
    made = _sequence([_key(row) for row in before], [_key(row) for row in after])
    return tuple(TableRow(op, keyed[key]) for op, keys in made for key in keys)


def text_after(pieces: Sequence[Piece]) -> str:
    """What the words say once changed."""
    return "".join(piece.text for piece in pieces if piece.op is not Op.REMOVED)


def text_before(pieces: Sequence[Piece]) -> str:
    """What the words said."""
    return "".join(piece.text for piece in pieces if piece.op is not Op.ADDED)


def rows_after(made: Sequence[TableRow]) -> list[Any]:
    """The table once changed."""
    return [each.row for each in made if each.op is not Op.REMOVED]


def rows_before(made: Sequence[TableRow]) -> list[Any]:
    """The table as it was."""
    return [each.row for each in made if each.op is not Op.ADDED]


def _key(row: Any) -> str:
    return json.dumps(row, sort_keys=True, ensure_ascii=False)


def _table(line: Field, value: Any) -> tuple[Sequence[Any], dict[str, Any]]:
    if isinstance(value, dict):
        return value[line.table] or (), {name: inner for name, inner in value.items() if name != line.table}
    return value or (), {}


def _parts(before: dict[str, Any], after: dict[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    names = dict.fromkeys((*before, *after))
    return tuple((name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name))


def _sequence(before: list[Item], after: list[Item]) -> list[tuple[Op, list[Item]]]:
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    made = [(Op.KEPT, before[:start]), *_middle(old, new), (Op.KEPT, before[len(before) - end :])]
    return [(op, items) for op, items in made if items]


def _common(before: list[Item], after: list[Item]) -> int:
    both = zip(before, after, strict=False)
    return next((rank for rank, (old, new) in enumerate(both) if old != new), min(len(before), len(after)))


def _middle(old: list[Item], new: list[Item]) -> list[tuple[Op, list[Item]]]:
    if len(old) * len(new) > MOST_COMPARISONS:
        return [(Op.REMOVED, old), (Op.ADDED, new)]
    made = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            made.append((Op.KEPT, old[old_from:old_to]))
        else:
            made += [(Op.REMOVED, old[old_from:old_to]), (Op.ADDED, new[new_from:new_to])]
    return made
