"""`python -m benchmarks writes`: what writing costs, what opening costs, and the worst that anyone can type.

Everything starts from the database, as on the site: `flask search rebuild` for the whole (a full Whoosh schema reads
the same cards), an act of somebody for one listing. Each measure runs in a process of its own where it must
(`benchmarks.once`), for memory and starting are of a process.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import event

from app import create_app
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.operations import change_service
from app.catalogue.queries import shown_cards
from app.foundation.actors import SYSTEM
from app.foundation.db import db, session
from app.foundation.settings import Settings
from app.foundation.unit_of_work import unit_of_work
from app.search.documents import document_of
from app.search.engine import SearchEngine
from app.search.finding import search
from app.search.query import SearchQuery
from benchmarks.catalogue import build
from benchmarks.pages import settings_of
from benchmarks.rivals.common import NOW
from benchmarks.rivals.plain_whoosh import PlainWhoosh
from tests.support.hostile import HOSTILE
from tests.support.territory_words import lexicon

UPDATES = 100
HEADER = (
    "| listings | re-index s | listings per CPU s | ÷ full Whoosh schema | update visible here p50 / p95 ms "
    "| in another process p50 / worst ms | memory added MB (total) | first answer s | worst of {} hostile texts ms |\n"
    "|---|---|---|---|---|---|---|---|---|\n"
)


def run(sizes: list[int]) -> str:
    """The table of all sizes."""
    lines = ""
    for size in sizes:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            lines += (line := _line(size, Path(folder)))
            print(line, end="", flush=True)
    return HEADER.format(len(HOSTILE)) + lines


def _line(size: int, folder: Path) -> str:
    app = create_app(Settings.from_environ(settings_of(folder)))
    build(app, size)
    engine, index = app.extensions["search_engine"], folder / "index"
    seconds, spent = _timed(lambda: app.test_cli_runner().invoke(args=["search", "rebuild"], catch_exceptions=False))
    with app.app_context():
        plain = _timed(lambda: PlainWhoosh(folder, [document_of(card) for card in shown_cards()]))[1]
    memory, started = once("memory", index), once("first_answer", index)
    with app.app_context():
        here, there = updates(engine, size, index)
        worst = hostile(engine)
    return (
        f"| {size} | {seconds:.1f} | {size / spent:.0f} | {plain / spent:.1f} "
        f"| {median(here):.0f} / {quantiles(here, n=20)[18]:.0f} | {median(there):.0f} / {max(there):.0f} "
        f"| {memory['added']:.1f} ({memory['total']:.0f}) | {started['seconds']:.2f} | {worst:.1f} |\n"
    )


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    start, spent = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - start, time.process_time() - spent


def updates(engine: SearchEngine, size: int, index: Path) -> tuple[list[float], list[float]]:
    """Milliseconds from the end of an act's commit to an answer that has it: here, and in a process that only reads."""
    draw, here, there = random.Random(8), [], []
    words = [sys.executable, "-m", "benchmarks.once", "watch", str(index)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as watcher:
        assert watcher.stdin and watcher.stdout
        assert watcher.stdout.readline() == "ready\n"
        for number in range(UPDATES):
            word = f"neuf{number}"
            print(word, file=watcher.stdin, flush=True)
            with _commits() as commits:
                _rename(draw.randint(1, size), word)
            assert engine.find(SearchQuery(now=NOW, text=word)).total == 1
            here.append((time.monotonic() - commits[0]) * 1000)
            there.append((float(watcher.stdout.readline()) - commits[0]) * 1000)
        watcher.stdin.close()
    return here, there


def _rename(key: int, word: str) -> None:
    with unit_of_work():
        service = session().get_one(Service, key)
        facts = facts_of(service)
        change_service(service, replace(facts, name=f"{facts.name} {word}"), by=SYSTEM)


@contextmanager
def _commits() -> Iterator[list[float]]:
    """When each commit ended; the first one is the act's, the others are the errands'."""
    ended: list[float] = []

    def note(_session: object) -> None:
        ended.append(time.monotonic())

    event.listen(db.session, "after_commit", note)
    try:
        yield ended
    finally:
        event.remove(db.session, "after_commit", note)


def hostile(engine: SearchEngine) -> float:
    """Milliseconds of the slowest hostile text, the best of five for each; understanding included."""
    known = lexicon()
    return (
        max(min(_timed(lambda text=text: _asked(text, engine, known))[0] for _ in range(5)) for text in HOSTILE) * 1000
    )  # type: ignore[misc]


def _asked(text: str, engine: SearchEngine, known: object) -> None:
    search(SearchQuery(now=NOW, text=text), engine, known)  # type: ignore[arg-type]


def once(what: str, index: Path) -> dict[str, float]:
    """One measure in a new process."""
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.once", what, str(index)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(said.stdout)
    return found
