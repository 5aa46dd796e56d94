"""What a guide on paper may be: decided without a database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

#: Listings in one document: beyond, a commune or a theme must be chosen.
MOST_LISTINGS = 1500
#: A guide is kept so long; after, its data would no longer be those of the site.
KEPT = timedelta(days=3)
#: New guides that one address may ask for in an hour, and guides that may wait at once, from everybody.
ASKED_PER_HOUR, MOST_WAITING = 6, 12
#: Finished guides kept on the disk at once: the oldest leave first.
MOST_KEPT = 60
#: Moves when the pages change, so that an older file is not given for a new one.
EDITION = 3


class State(StrEnum):
    """Where a guide is in its life."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    CANCELLED = "cancelled"
    FAILED = "failed"


#: The states in which the same request is the same guide.
LIVING = (State.WAITING, State.MAKING, State.READY)


class TooManyAsked(Exception):
    """This address has asked for many guides within an hour."""


class TooManyWaiting(Exception):
    """Many guides are waiting already."""


@dataclass(frozen=True)
class Wanted:
    """What is printed: the whole territory when nothing is said. `slugs` is a selection, which stands alone."""

    theme: str = ""
    commune: str = ""
    slugs: tuple[str, ...] = ()
    large: bool = False

    def to_json(self) -> dict[str, Any]:
        """For the row."""
        return {**asdict(self), "slugs": list(self.slugs)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Wanted:
        """Back from the row."""
        return cls(data["theme"], data["commune"], tuple(data["slugs"]), data["large"])


def fingerprint(wanted: Wanted, edition: tuple[Any, ...]) -> str:
    """The same for the same request of the same data: `edition` is all that moves when the pages would differ."""
    said = json.dumps([wanted.to_json(), [str(part) for part in edition], EDITION], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
