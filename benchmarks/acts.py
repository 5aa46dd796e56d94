"""Families, structures and agents writing at the same time, under gunicorn, on SQLite and on PostgreSQL.

`python -m benchmarks acts` writes benchmarks/acts.md: so many acts a second in total, for a minute, four workers. Each
act is one form sent through the page as a browser sends it, on a listing of its own, as full as the fullest of the
seed, so that none is refused for another reason than the load. What was answered “done” is then looked for in the
database. The people who act are threads of this process, over lines that stay open: it is asked for its own time too.
"""

from __future__ import annotations

import http.client
import os
import random
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.acts_prepared import MIX, Act, Prepared, drained, found_lost, prepare
from benchmarks.pages import serving, settings_of
from tests.support.postgresql import SAFE, server

WORKERS, RATE, SECONDS = 4, 50, 60
#: People who act at once: more than the threads of four workers, so that the site decides who waits.
HANDS = 24
HEADER = "| acte | demandés | p50 ms | p95 ms | pire ms | réponses autres que « fait » |\n|---|---|---|---|---|---|\n"


@dataclass(frozen=True)
class Answer:
    """What came of one act: its kind, the status, milliseconds from when it was due, the page if it was refused."""

    kind: str
    status: int
    waited: float
    page: str = ""


@dataclass(frozen=True)
class Outcome:
    """The whole run. `lost`: acts answered “done” of which the database knows nothing."""

    answers: list[Answer]
    seconds: float
    log: str
    lost: int
    chain_holds: bool
    drained_in: float
    site_ms: float
    hands_ms: float

    @property
    def rate(self) -> float:
        return len(self.answers) / self.seconds

    @property
    def refused(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.status != 303]

    @property
    def locked(self) -> int:
        """How often somebody, or the log, was told that the database was busy."""
        told = sum("locked" in answer.page for answer in self.answers)
        return told + self.log.count("database is locked")


def run(seconds: int = SECONDS, rate: int = RATE, workers: int = WORKERS) -> str:
    """The tables of both databases."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        kept = write(Path(folder) / "instance", seconds, rate, workers)
        with server(SAFE) as running:
            url = running.create("acts")
            other = write(Path(folder) / "other", seconds, rate, workers, url)
    return f"## SQLite\n\n{table(kept, rate, workers)}\n## PostgreSQL\n\n{table(other, rate, workers)}"


def write(folder: Path, seconds: int, rate: int, workers: int, url: str = "") -> Outcome:
    """Prepare what will be done, do it at that rate, look at what remains."""
    prepared = prepare(folder, seconds * rate, url)
    log = folder.parent / f"{folder.name}.log"
    environment = {**settings_of(folder), "ANNUAIRE_DEMONSTRATION": "1", "ANNUAIRE_TRUSTED_PROXIES": "1"}
    if url:
        environment["ANNUAIRE_DATABASE_URL"] = url
    with log.open("wb") as said, serving("wsgi:app", environment, workers=workers, log=said) as port:
        for browser in prepared.browsers.values():
            browser.open(port)
        began, mine, theirs = time.monotonic(), time.process_time(), others_time()
        answers = _all(prepared, port, rate, began)
        took, mine, theirs = time.monotonic() - began, time.process_time() - mine, others_time() - theirs
    began = time.monotonic()
    drained(folder, url)
    drained_in = time.monotonic() - began
    done = Counter(one.kind for one in answers if one.status == 303)
    lost, holds = found_lost(folder, prepared, done, url)
    spent = (1000 * each / len(answers) for each in (theirs, mine))
    return Outcome(answers, took, log.read_text(errors="replace"), lost, holds, drained_in, *spent)


def others_time() -> float:
    """Seconds of processor of the processes that this one started, and of theirs."""
    waiting, spent = [os.getpid()], 0
    while waiting:
        pid = waiting.pop()
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            children = [int(child) for child in task.read_text().split()]
            waiting += children
            spent += sum(_ticks(child) for child in children)
    return spent / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _all(prepared: Prepared, port: int, rate: int, began: float) -> list[Answer]:
    acts = list(prepared.acts)
    random.Random(50).shuffle(acts)
    lines = threading.local()

    def do(numbered: tuple[int, Act]) -> Answer:
        number, act = numbered
        due = began + number / rate
        time.sleep(max(0.0, due - time.monotonic()))
        if not hasattr(lines, "line"):
            lines.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        status, page = send(lines.line, act, prepared, number)
        return Answer(act.kind, status, (time.monotonic() - due) * 1000, page if status != 303 else "")

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(do, enumerate(acts)))


def send(line: http.client.HTTPConnection, act: Act, prepared: Prepared, number: int) -> tuple[int, str]:
    """Send one form; 0 when no answer came. Each family writes from an address of its own."""
    browser = prepared.browsers[act.who]
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        **({"Cookie": f"session={browser.cookie}"} if browser.cookie else {}),
    }
    body = urlencode({"csrf_token": browser.token, **act.fields})
    try:
        line.request("POST", act.address, body, headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as failure:
        line.close()
        return 0, repr(failure)


def table(outcome: Outcome, rate: int, workers: int) -> str:
    """What it says, in Markdown."""
    lines = "".join(_line(kind, [one for one in outcome.answers if one.kind == kind]) for kind in MIX)
    return (
        f"{len(outcome.answers)} actes demandés à {rate} par seconde, {workers} processus : "
        f"{outcome.rate:.1f} par seconde faits en {outcome.seconds:.0f} s. "
        f"« database is locked » : {outcome.locked}. Actes confirmés puis perdus : {outcome.lost}. "
        f"Chaîne de l’historique : {'intacte' if outcome.chain_holds else 'ROMPUE'}. "
        f"Courses restées pour la boucle, faites ensuite en {outcome.drained_in:.0f} s. Un acte prend au site, courses "
        f"comprises, {outcome.site_ms:.0f} ms de processeur, et {outcome.hands_ms:.1f} ms à l’appareil de mesure, qui "
        f"partage les mêmes cœurs.\n\n{HEADER}{lines}"
        f"{_line('tous', outcome.answers)}\n"
        "Un acte attend depuis l’instant où il devait partir.\n"
    )


def _line(kind: str, answers: Sequence[Answer]) -> str:
    waited = sorted(answer.waited for answer in answers)
    others = Counter(answer.status for answer in answers if answer.status != 303)
    said = ", ".join(f"{status} : {count}" for status, count in others.items()) or "0"
    p95 = statistics.quantiles(waited, n=20)[18]
    return f"| {kind} | {len(waited)} | {statistics.median(waited):.0f} | {p95:.0f} | {waited[-1]:.0f} | {said} |\n"
