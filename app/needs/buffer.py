"""Counts wait in memory and are written together: no page waits for them, and no page writes.

One buffer per process, bounded; a thread writes it every thirty seconds, sooner when it is full, and once more when
the process ends. A process that is killed loses what it had: counts, half a minute of them.
"""

from __future__ import annotations

import atexit
import os
from datetime import date
from threading import Event, Lock, Thread

import structlog
from flask import Flask

from app.foundation.unit_of_work import unit_of_work
from app.needs.operations import Batch, add
from app.needs.rules import Sought, counters, may_be_kept

log = structlog.get_logger()

SECONDS = 30.0
#: Searches that are enough to write at once.
FULL = 500
#: Different counters, and different unknown words, that one batch holds; beyond, new ones are not counted.
MOST_COUNTERS, MOST_WORDS = 5_000, 500


class Buffer:
    """The counts of this process that are not written yet."""

    def __init__(self, app: Flask, *, writes_alone: bool = True, seconds: float = SECONDS) -> None:
        """`writes_alone`: a thread writes; otherwise only `flush()` does (tests)."""
        self._app, self._alone, self._seconds = app, writes_alone, seconds
        self._days: dict[date, Batch] = {}
        self._waiting, self._process = 0, 0
        self._lock, self._writing, self._wake = Lock(), Lock(), Event()

    def note(self, sought: Sought, day: date) -> None:
        """Count one search of that day. Costs microseconds; never raises for being full."""
        in_vain, words = sought.in_vain, set(filter(may_be_kept, sought.unknown_words))
        with self._lock:
            batch = self._days.get(day)
            if batch is None:
                batch = self._days[day] = Batch(day)
            for counter in counters(sought):
                if counter in batch.asked or len(batch.asked) < MOST_COUNTERS:
                    batch.asked[counter] += 1
                    if in_vain:
                        batch.in_vain[counter] += 1
            for word in words:
                if word in batch.unknown or len(batch.unknown) < MOST_WORDS:
                    batch.unknown[word] += 1
            self._waiting += 1
            full = self._waiting >= FULL
        if self._alone:
            self._start()
            if full:
                self._wake.set()

    @property
    def waiting(self) -> int:
        """Searches that are not written yet."""
        return self._waiting

    def flush(self) -> None:
        """Write what waits, in one act. What cannot be written is given up: counts are not worth a retry."""
        with self._writing:
            with self._lock:
                days, self._days, self._waiting = self._days, {}, 0
            if not days:
                return
            with self._app.app_context():
                try:
                    with unit_of_work():
                        for batch in days.values():
                            add(batch)
                except Exception as failure:
                    log.warning("search_counts_lost", error=type(failure).__name__)

    def _start(self) -> None:
        """One thread in each process: a fork leaves it behind."""
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
        Thread(target=self._run, daemon=True, name="search-counts").start()
        atexit.register(self.flush)

    def _run(self) -> None:
        while True:
            self._wake.wait(self._seconds)
            self._wake.clear()
            self.flush()
