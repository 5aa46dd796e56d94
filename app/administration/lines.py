"""Changing one line of a list: the whole list is written, by the verb that writes any other value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.administration import operations
from app.administration.rules import NoSuchThing, digest, require_administrator
from app.administration.subjects import ListSubject
from app.administration.subjects.lists import Item
from app.foundation.actors import Actor
from app.territory.queries import reference

Lines = list[Item]


def lines_of(subject: ListSubject, key: str) -> Lines:
    """The lines of a list. Raises NoSuchThing."""
    row = subject.find(key)
    if row is None:
        raise NoSuchThing(key)
    found: Lines = subject.values(row, subject.fields(key, row, reference()))[subject.path]
    return found


def rank_of(lines: Lines, mark: str) -> int:
    """Where the line of that mark stands. Raises NoSuchThing when nobody says that any more."""
    rank = next((rank for rank, line in enumerate(lines) if digest(line) == mark), None)
    if rank is None:
        raise NoSuchThing(mark)
    return rank


def add_line(subject: ListSubject, key: str, typed: Mapping[str, Any], *, by: Actor, reason: str = "") -> bool:
    """One line more, at the end. Raises AdministratorsOnly, NoSuchThing, Impossible."""
    return _rewrite(subject, key, lambda lines: [*lines, subject.made(dict(typed), lines)], by, reason)


def change_line(
    subject: ListSubject, key: str, mark: str, typed: Mapping[str, Any], *, by: Actor, reason: str = ""
) -> bool:
    """Make the line of that mark say this; False when it said so. Raises as `add_line` does."""

    def write(lines: Lines) -> Lines:
        rank = rank_of(lines, mark)
        others = lines[:rank] + lines[rank + 1 :]
        return [*lines[:rank], subject.made({**lines[rank], **typed}, others), *lines[rank + 1 :]]

    return _rewrite(subject, key, write, by, reason)


def remove_line(subject: ListSubject, key: str, mark: str, *, by: Actor, reason: str = "") -> bool:
    """One line less. Raises as `add_line` does."""

    def write(lines: Lines) -> Lines:
        rank = rank_of(lines, mark)
        return lines[:rank] + lines[rank + 1 :]

    return _rewrite(subject, key, write, by, reason)


def raise_line(subject: ListSubject, key: str, mark: str, *, by: Actor, reason: str = "") -> bool:
    """The line one place nearer the top; the first one stays. Raises as `add_line` does."""

    def write(lines: Lines) -> Lines:
        rank = rank_of(lines, mark)
        above = max(rank - 1, 0)
        rest = lines[:rank] + lines[rank + 1 :]
        return [*rest[:above], lines[rank], *rest[above:]]

    return _rewrite(subject, key, write, by, reason)


def _rewrite(subject: ListSubject, key: str, write: Callable[[Lines], Lines], by: Actor, reason: str) -> bool:
    require_administrator(by)
    operations.one_at_a_time()
    wanted = {subject.path: write(lines_of(subject, key))}
    return bool(operations.change(subject, key, wanted, by=by, reason=reason))
