"""`python -m benchmarks writes`: what writing costs, what opening costs, and the worst that anyone can type.

Each measure runs in a process of its own where it must (`benchmarks.once`), for memory and starting are of a process.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

from app.search.document import IndexDocument
from app.search.finding import search
from app.search.query import SearchQuery
from app.search.whoosh_engine import WhooshEngine
from benchmarks.generate import documents
from benchmarks.rivals.common import NOW
from benchmarks.rivals.plain_whoosh import PlainWhoosh
from tests.support.hostile import HOSTILE
from tests.support.search_samples import SmallCalendar
from tests.support.territory_words import lexicon

UPDATES = 100
HEADER = (
    "| listings | re-index s | listings per CPU s | ÷ full Whoosh schema | update visible here p50 / p95 ms "
    "| in another process p50 / worst ms | memory added MB (total) | first answer s | worst of {} hostile texts ms |\n"
    "|---|---|---|---|---|---|---|---|---|\n"
)
#: A full Whoosh schema is built on so many listings at most: its rate does not grow with more.
_ENOUGH = 3_000


def run(sizes: list[int]) -> str:
    """The table of all sizes."""
    lines = ""
    for size in sizes:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            lines += (line := _line(size, Path(folder)))
            print(line, end="", flush=True)
    return HEADER.format(len(HOSTILE)) + lines


def _line(size: int, folder: Path) -> str:
    held = list(documents(size))
    engine = WhooshEngine(folder / "index", SmallCalendar())
    seconds, spent = _timed(lambda: engine.replace_all(held))
    sample = held[:_ENOUGH]
    plain = _timed(lambda: PlainWhoosh(folder, sample))[1] / len(sample)
    memory = once("memory", folder / "index")
    started = once("first_answer", folder / "index")
    here, there = updates(engine, held, folder / "index")
    return (
        f"| {size} | {seconds:.1f} | {size / spent:.0f} | {plain / (spent / size):.1f} "
        f"| {median(here):.0f} / {quantiles(here, n=20)[18]:.0f} | {median(there):.0f} / {max(there):.0f} "
        f"| {memory['added']:.1f} ({memory['total']:.0f}) | {started['seconds']:.2f} | {hostile(engine):.1f} |\n"
    )


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    start, spent = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - start, time.process_time() - spent


def updates(engine: WhooshEngine, held: list[IndexDocument], index: Path) -> tuple[list[float], list[float]]:
    """Milliseconds from a change to an answer that has it: in this process, and in one that only reads."""
    draw, here, there = random.Random(8), [], []
    words = [sys.executable, "-m", "benchmarks.once", "watch", str(index)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as watcher:
        assert watcher.stdin and watcher.stdout
        assert watcher.stdout.readline() == "ready\n"
        for number in range(UPDATES):
            word, one = f"neuf{number}", draw.choice(held)
            print(word, file=watcher.stdin, flush=True)
            start = time.monotonic()
            engine.put([replace(one, body=f"{one.body} {word}")])
            assert engine.find(SearchQuery(now=NOW, text=word)).total == 1
            here.append((time.monotonic() - start) * 1000)
            there.append((float(watcher.stdout.readline()) - start) * 1000)
        watcher.stdin.close()
    return here, there


def hostile(engine: WhooshEngine) -> float:
    """Milliseconds of the slowest hostile text, the best of five for each; understanding included."""
    known = lexicon()
    return (
        max(min(_timed(lambda text=text: _asked(text, engine, known))[0] for _ in range(5)) for text in HOSTILE) * 1000
    )  # type: ignore[misc]


def _asked(text: str, engine: WhooshEngine, known: object) -> None:
    search(SearchQuery(now=NOW, text=text), engine, known)  # type: ignore[arg-type]


def once(what: str, index: Path) -> dict[str, float]:
    """One measure in a new process."""
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.once", what, str(index)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(said.stdout)
    return found
