"""A folder of listings while it is being loaded: its rows, what was seen, and what must be told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from app.foundation.actors import Actor, ActorKind
from app.foundation.tables import Report, Row, RowRefused, rows


@dataclass
class Folder:
    """`organizations` goes from the ids of the files to UUIDs; `seen` holds the ids of the listings read so far."""

    path: Path
    report: Report
    fictional: bool
    organizations: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    extra: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        """Who signs what this folder changes."""
        return Actor(ActorKind.IMPORT, f"Données de départ ({self.path.name})")

    def read_extra(self, name: str) -> None:
        """Put the rows of a file that adds to listings under the listing each is about."""
        by_service: dict[str, list[Row]] = defaultdict(list)
        for row in rows(self.path / name):
            try:
                by_service[row.required("service")].append(row)
            except RowRefused as refusal:
                self.report.refuse(row, str(refusal))
        self.extra[name] = by_service

    def lines(self, name: str, key: str) -> list[Row]:
        """The rows of that file about that listing."""
        return self.extra[name].get(key, [])


def stable_uuid(kind: str, key: str) -> UUID:
    """The UUID of what a file calls `key`: the same in every database, at every loading."""
    return uuid5(NAMESPACE_URL, f"trait-d-union:{kind}:{key}")


def merged(last: dict[str, Any], wanted: dict[str, Any], current: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values to write, and the names of those that a person changed while the file changed too.

    A value that is still what the seed last wrote follows the file; any other was changed by a person and stays.
    """
    follows = {name for name in wanted if current[name] == last.get(name, current[name])}
    values = {name: wanted[name] if name in follows else current[name] for name in wanted}
    kept = [name for name in wanted if name not in follows and wanted[name] not in (last.get(name), current[name])]
    return values, kept
