"""One field, a before, an after: by words, by rows, or as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.catalogue.fields import Field, Shape
from app.foundation.text import typography
from app.moderation.presenting.values import Words, is_table, lines_of, table_of
from app.proposals.diffs import Op, Piece, diff
from app.proposals.diffs import rows as row_by_row


@dataclass(frozen=True)
class RowView:
    """A row of a comparison; '' where that side does not have it."""

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether both sides differ."""
        return self.before != self.after


@dataclass(frozen=True)
class ChangeView:
    """What a field becomes. Only one of `words`, `rows` and `lines` is filled."""

    words: tuple[Piece, ...] = ()
    rows: tuple[RowView, ...] = ()
    lines: tuple[Piece, ...] = ()


def change_view(line: Field, before: Any, after: Any, words: Words) -> ChangeView:
    """The difference between two values of a field."""
    if line.shape is Shape.TEXT:
        pieces = diff(line, before, after).words
        return ChangeView(words=tuple(Piece(piece.op, typography(piece.text)) for piece in pieces))
    if is_table(line):
        return ChangeView(rows=compare(table_of(line, before, words), table_of(line, after, words)))
    made = row_by_row(lines_of(line, before, words), lines_of(line, after, words))
    return ChangeView(lines=tuple(Piece(row.op, row.row) for row in made))


def compare(before: dict[str, str], after: dict[str, str]) -> tuple[RowView, ...]:
    """Rows of both sides, in the order of the second, those that vanish where they stood."""
    names = [row.row for row in row_by_row(list(before), list(after))]
    return tuple(RowView(name, before.get(name, ""), after.get(name, "")) for name in dict.fromkeys(names))


__all__ = ["ChangeView", "Op", "RowView", "change_view", "compare"]
