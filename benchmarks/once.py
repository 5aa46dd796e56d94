"""What is measured in a process of its own: `python -m benchmarks.once memory|first_answer|watch INDEX`."""

from __future__ import annotations

import time

STARTED = time.time()

import json  # noqa: E402 the start comes before what is loaded
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from app.search.query import SearchQuery  # noqa: E402
from app.search.whoosh_engine import WhooshEngine  # noqa: E402
from benchmarks.bench_search import WORDS  # noqa: E402
from benchmarks.rivals.common import NOW  # noqa: E402
from tests.support.search_samples import SmallCalendar  # noqa: E402

#: Seconds between two looks of a process that only reads; a site that is asked more often sees sooner.
LOOK = 0.01


def memory(engine: WhooshEngine) -> dict[str, float]:
    """What opening the index and answering usual questions adds to the memory that is this process's own."""
    before = _own_megabytes()
    for text in WORDS:
        engine.find(SearchQuery(now=NOW, text=text))
    total = _own_megabytes()
    return {"added": total - before, "total": total}


def first_answer(engine: WhooshEngine) -> dict[str, float]:
    """From the first line of this program to the first page of results."""
    engine.find(SearchQuery(now=NOW, text="crèche"))
    return {"seconds": time.time() - STARTED}


def watch(engine: WhooshEngine) -> None:
    """Read a word, look until a listing has it, say when: without end."""
    engine.snapshot()
    print("ready", flush=True)
    for line in sys.stdin:
        while not engine.find(SearchQuery(now=NOW, text=line.strip())).total:
            time.sleep(LOOK)
        print(time.monotonic(), flush=True)


def _own_megabytes() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


if __name__ == "__main__":
    opened = WhooshEngine(Path(sys.argv[2]), SmallCalendar())
    if sys.argv[1] == "watch":
        watch(opened)
    else:
        print(json.dumps({"memory": memory, "first_answer": first_answer}[sys.argv[1]](opened)))
