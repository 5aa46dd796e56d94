"""The folder of the index: opening, writing under the lock, and noticing that another process wrote."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from operator import attrgetter
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, LockError
from whoosh.writing import CLEAR, SegmentWriter

from app.search.document import IndexDocument
from app.search.engine import IndexBusy, IndexUnavailable
from app.search.row import Row, row_of
from app.search.whoosh_engine.blocks import latest_generation, read_segment, table_of_contents
from app.search.whoosh_engine.merging import merge_small
from app.search.whoosh_engine.schema import INDEX_NAME, TEXT_FIELDS, schema
from app.search.whoosh_engine.segment import Segment, decode, take_rows
from app.search.whoosh_engine.writing import Light, add_rows, writer_in

#: Seconds that a writer waits for another.
PATIENCE = 20
#: A reader that loses a race with a writer (which removes old files) starts again, so many times.
RACES = 20
#: Rows in memory at once, some kilobytes each.
_SORTED = 50_000

Parts = list[tuple[Segment, frozenset[int]]]


class Store:
    """Several processes may read and write; one writes at a time. Broken files never harm a writer of everything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._segments: dict[str, Segment] = {}

    def generation(self) -> int:
        """The current generation; IndexUnavailable when there is no index."""
        try:
            generation = latest_generation(self._storage())
        except OSError as error:
            raise IndexUnavailable(f"no index in {self.folder.name}") from error
        if generation < 0:
            raise IndexUnavailable(f"no index in {self.folder.name}")
        return generation

    def open(self) -> tuple[int, Parts]:
        """The current generation and its segments; only those that are new are read."""
        failure: Exception | None = None
        for _ in range(RACES):
            try:
                return self._open()
            except IndexUnavailable:
                raise
            except Exception as error:  # Whoosh fails in as many ways as files are broken, or merged away meanwhile
                failure = error
        raise IndexUnavailable(f"unreadable index: {failure!r}") from failure

    def _open(self) -> tuple[int, Parts]:
        self.generation()
        storage = self._storage()
        contents = table_of_contents(storage)
        parts, kept = [], {}
        for segment in contents.segments:
            name = segment.segment_id()
            decoded = self._segments.get(name) or decode(read_segment(storage, segment, TEXT_FIELDS, take_rows))
            kept[name] = decoded
            parts.append((decoded, frozenset(segment.deleted_docs())))
        self._segments = kept
        return contents.generation, parts

    def write(self, documents: Iterable[IndexDocument], positions: Callable[[], Collection[int]]) -> None:
        """Delete the documents at these positions (asked once the lock is held), add these, and commit."""
        with self._writer(Light(str(self.folder))) as writer:
            for position in positions():
                writer.delete_document(position)
            add_rows(writer, map(row_of, documents))
            writer.commit(mergetype=merge_small)

    def replace_all(self, documents: Iterable[IndexDocument]) -> None:
        """Commit these documents in the place of all others; whatever is unreadable is thrown away."""
        self._mend()
        with self._writer(self._storage()) as writer:
            add_rows(writer, by_commune(map(row_of, documents)))
            writer.commit(mergetype=CLEAR)

    @contextmanager
    def _writer(self, storage: FileStorage) -> Iterator[SegmentWriter]:
        self.create()
        try:
            writer = self._open_writer(storage)
        except LockError as error:
            raise IndexBusy("another process is writing the index") from error
        except Exception as error:
            raise IndexUnavailable(f"unreadable index: {error!r}") from error
        try:
            yield writer
        except BaseException:
            with suppress(Exception):
                writer.cancel()
            raise

    def _open_writer(self, storage: FileStorage) -> SegmentWriter:
        """Opening reads the table of contents before the lock is held: another writer may just have replaced it."""
        for _ in range(RACES):
            with suppress(FileNotFoundError):
                return writer_in(storage, PATIENCE)
        raise IndexUnavailable("files of the index are missing")

    def create(self) -> None:
        """An empty index, unless there is one."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        storage = self._storage()
        if latest_generation(storage) >= 0:
            return
        with _locked(storage):
            if latest_generation(storage) < 0:
                FileIndex.create(storage, schema(), INDEX_NAME)

    def _mend(self) -> None:
        """Remove what cannot be read, so that a new index can be written in its place."""
        try:
            self.open()
        except IndexUnavailable:
            self._segments = {}
            shutil.rmtree(self.folder, ignore_errors=True)

    def _storage(self) -> FileStorage:
        return FileStorage(str(self.folder))


def by_commune(rows: Iterable[Row]) -> Iterator[Row]:
    """Those of one commune together, so that counting them is quick (see `tally`); so many at a time in memory."""
    left = iter(rows)
    while together := list(islice(left, _SORTED)):
        yield from sorted(together, key=attrgetter("communes"))


@contextmanager
def _locked(storage: FileStorage) -> Iterator[None]:
    lock = storage.lock("CREATELOCK")
    lock.acquire(blocking=True)
    try:
        yield
    finally:
        lock.release()
