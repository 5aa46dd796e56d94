"""The engine port on Whoosh's index."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from threading import RLock

import numpy as np

from app.catalogue.hours.model import Calendar
from app.search.document import IndexDocument
from app.search.engine import CatalogueWords, Found
from app.search.query import SearchQuery
from app.search.row import row_of
from app.search.whoosh_engine.find import find
from app.search.whoosh_engine.fingerprints import fingerprint, fingerprints
from app.search.whoosh_engine.snapshot import Snapshot
from app.search.whoosh_engine.store import Parts, Store
from app.search.whoosh_engine.suggest import SnapshotWords, names_with

#: Another process's write is noticed by the folder's date, looked at so often (in seconds); as dates are coarse, the
#: generation is read from time to time too.
_LOOK, _LOOK_AGAIN = 0.02, 0.5


class WhooshEngine:
    """See `SearchEngine`. One object per process, shared by its threads."""

    def __init__(self, folder: Path, calendar: Calendar) -> None:
        self._store = Store(folder)
        self._calendar = calendar
        self._opening = RLock()
        self._current: tuple[int, Snapshot, Parts] | None = None
        self._looked = 0.0
        self._seen = (-1, 0.0)

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add these listings, or replace them by id; of two with the same id the last one holds."""
        last = {document.id: document for document in documents}
        if last:
            self._write(last.values(), set(last))

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these listings; without any, nothing is written."""
        if gone := set(ids):
            self._write((), gone)

    def clear(self) -> None:
        """Forget everything."""
        self.replace_all(())

    def replace_all(self, documents: Iterable[IndexDocument]) -> None:
        """Hold these listings and no other."""
        self._store.replace_all(documents)
        self._reopen()

    def ids(self) -> set[int]:
        """The listings that the index holds."""
        snapshot = self.snapshot()
        return set(snapshot.column("ids")[snapshot.live].tolist())

    def fingerprints(self) -> Mapping[int, str]:
        """What the index holds of each listing."""
        return fingerprints(self.snapshot())

    def fingerprint(self, document: IndexDocument) -> str:
        """What it should hold of this one."""
        return fingerprint(row_of(document))

    def words(self) -> CatalogueWords:
        """The words of the listings as they are now."""
        return SnapshotWords(self.snapshot())

    def find(self, query: SearchQuery) -> Found:
        """The listings that answer."""
        return find(self.snapshot(), query, self._calendar)

    def suggest(self, prefix: str, limit: int = 8) -> Sequence[str]:
        """Names that continue what is being typed."""
        return names_with(self.snapshot(), prefix, limit)

    def snapshot(self) -> Snapshot:
        """The current generation, opened again when it has moved."""
        current = self._current
        if current is None or self._moved(current[0]):
            return self._reopen()
        return current[1]

    def _moved(self, generation: int) -> bool:
        now = time.monotonic()
        if now - self._looked < _LOOK:
            return False
        self._looked = now
        try:
            changed = self._store.folder.stat().st_mtime_ns
        except OSError:
            changed = -1
        if changed == self._seen[0] and now - self._seen[1] < _LOOK_AGAIN:
            return False
        moved = self._store.generation() != generation
        self._seen = (changed, now)
        return moved

    def _reopen(self) -> Snapshot:
        with self._opening:
            if self._current is not None and self._store.generation() == self._current[0]:
                return self._current[1]
            generation, parts = self._store.open()
            snapshot = Snapshot(parts)
            snapshot.warm()
            self._current = (generation, snapshot, parts)
            return snapshot

    def _write(self, documents: Iterable[IndexDocument], ids: set[int]) -> None:
        self._store.create()
        self._store.write(documents, partial(self._positions, ids))
        self._reopen()

    def _positions(self, ids: set[int]) -> list[int]:
        """Where the index holds these listings now (asked while the writer's lock is held)."""
        self._reopen()
        assert self._current is not None
        positions, offset, wanted = [], 0, np.array(sorted(ids), np.int64)
        for segment, deleted in self._current[2]:
            held = np.isin(segment.columns.ids[: segment.count], wanted).nonzero()[0].tolist()
            positions += [offset + number for number in held if number not in deleted]
            offset += segment.count
        return positions
