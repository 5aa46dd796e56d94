"""Who may change the reference data, and what stops a change. Nothing here knows the web or the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import Any

from app.accounts.rules import Refused
from app.foundation.actors import Actor, Audience

Values = Mapping[str, Any]


class AdministratorsOnly(Refused):
    """Somebody who may not change what holds for everybody."""


class NoSuchThing(LookupError):
    """What was to be changed does not exist, or exists no longer."""


class Impossible(ValueError):
    """These values cannot stand together. `problems`: path of a field → French sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = dict(problems)


class StillNeeded(ValueError):
    """What cannot be removed while others need it. `reasons`: French sentences."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


class CannotUndo(ValueError):
    """An act that cannot be undone as it stands; the message says why, in French."""


@dataclass(frozen=True)
class Clash:
    """One field that two people changed: what is kept now, and what the second one wants."""

    path: str
    theirs: Any
    mine: Any


class Conflict(ValueError):
    """Somebody changed the same fields meanwhile. `values` is everything that is wanted, their other changes in it."""

    def __init__(self, clashes: Iterable[Clash], values: Values) -> None:
        self.clashes, self.values = tuple(clashes), dict(values)
        super().__init__(", ".join(clash.path for clash in self.clashes))


def require_administrator(by: Actor) -> None:
    """Raises AdministratorsOnly for anybody else, the house itself included: this is for people who sign."""
    if not by.is_person or Audience.ADMIN not in by.audiences:
        raise AdministratorsOnly


def digest(value: Any) -> str:
    """A short mark of a value, to see later whether it has moved."""
    return sha256(dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]


def marks(values: Values) -> dict[str, str]:
    """The mark of each field of a page that is being shown."""
    return {path: digest(value) for path, value in values.items()}


def together(now: Values, wanted: Values, seen: Mapping[str, str]) -> dict[str, Any]:
    """What to write when `wanted` was typed over what had the marks `seen`, and `now` is what is kept.

    A field that its author left alone follows what is kept. Raises Conflict when both moved, to different values; a
    field without a mark counts as one that moved.
    """
    merged, clashes = {}, []
    for path, mine in wanted.items():
        theirs, base = now[path], seen.get(path)
        untouched = digest(mine) == base
        merged[path] = theirs if untouched else mine
        if not untouched and mine != theirs and digest(theirs) != base:
            clashes.append(Clash(path, theirs, mine))
    if clashes:
        raise Conflict(clashes, merged)
    return merged
