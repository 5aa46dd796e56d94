"""The results page under gunicorn against a bare page, interleaved in one run.

`python -m benchmarks pages [--sizes 300,30000] [--rounds 4]` writes a Markdown table to benchmarks/pages.md.
"""

from __future__ import annotations

import http.client
import os
import pickle
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlencode

from flask import Flask
from flask.signals import before_render_template

from app import create_app
from app.foundation.settings import Settings
from benchmarks.catalogue import NAMES, WORDS, build

ROOT = Path(__file__).resolve().parents[1]
ADDRESSES = 128
CLIENTS = 8
COMMUNES = ("Montauban", "Montbeton", "Bressols", "Corbarieu", "Léojac", "Villemade")
THEMES = ("petite-enfance", "enfance", "jeunesse", "logement")


@dataclass(frozen=True)
class Measure:
    """Milliseconds a page (median, 95th centile) and pages a second with eight clients."""

    p50: float
    p95: float
    throughput: float
    bytes: int


def addresses(rng: random.Random) -> list[str]:
    """Mixed searches: words, places, filters, ages, days, orders, pages."""
    made = []
    for number in range(ADDRESSES):
        asked: list[tuple[str, str]] = []
        if number % 4:
            words = rng.choices((*WORDS, *NAMES, "crèche", "nounou", "mairie"), k=rng.randint(1, 3))
            asked.append(("q", " ".join(words)))
        if rng.random() < 0.5:
            asked.append(("ou", rng.choice(COMMUNES)))
        if rng.random() < 0.3:
            asked.append(("theme", rng.choice(THEMES)))
        if rng.random() < 0.3:
            asked.append(("jour", rng.choice(("lun", "mer", "ven"))))
        if rng.random() < 0.2:
            asked.append(("age_mois", str(rng.choice((4, 18, 36, 96, 180)))))
        if rng.random() < 0.2:
            asked.append(("tri", rng.choice(("nom", "verification"))))
        if rng.random() < 0.1:
            asked.append(("page", "2"))
        made.append("/recherche?" + urlencode(asked))
    return made


def settings_of(folder: Path) -> dict[str, str]:
    """The environment of an instance of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANNUAIRE_")}
    return {**kept, "ANNUAIRE_ENV": "development", "ANNUAIRE_INSTANCE": str(folder), "ANNUAIRE_LOG_LEVEL": "ERROR"}


def contexts(app: Flask, paths: list[str]) -> dict[str, Any]:
    """What the template of each address receives, with the addresses of the site."""
    kept: dict[str, Any] = {}
    rendered: list[dict[str, Any]] = []

    def keep(_sender: Flask, template: Any, context: dict[str, Any], **_: Any) -> None:
        _ = context["results"].views
        rendered.append({key: value for key, value in context.items() if key not in {"request", "session", "g"}})

    with before_render_template.connected_to(keep, app):
        client = app.test_client()
        for path in paths:
            client.get(path, base_url="http://127.0.0.1:8000")
            kept[path] = rendered[-1]
    prefix = "directory."
    rules = [(r.rule, r.endpoint[len(prefix) :]) for r in app.url_map.iter_rules() if r.endpoint.startswith(prefix)]
    return {"contexts": kept, "rules": rules}


@contextmanager
def serving(
    target: str, environment: dict[str, str], *, workers: int = 1, log: IO[bytes] | None = None
) -> Iterator[int]:
    """gunicorn with the product's own settings, on a free port; what it says goes to `log`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), "-w", str(workers)]
    process = subprocess.Popen([*command, "-b", f"127.0.0.1:{port}", target], cwd=ROOT, env=environment, stderr=log)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)  # gunicorn gives its workers ten seconds


def _wait(port: int) -> None:
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("gunicorn did not start")


def fetch(connection: http.client.HTTPConnection, path: str) -> tuple[float, int]:
    """Milliseconds and size of one page."""
    start = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return (time.perf_counter() - start) * 1000, len(body)


def measure(ports: tuple[int, int], paths: list[tuple[str, str]], rounds: int) -> tuple[Measure, Measure]:
    """Both sites in turn, address by address; the first round warms up."""
    lines = [http.client.HTTPConnection("127.0.0.1", port) for port in ports]
    times: tuple[list[float], list[float]] = ([], [])
    sizes: tuple[list[int], list[int]] = ([], [])
    for turn in range(rounds + 1):
        for pair in paths:
            for side in (0, 1):
                spent, size = fetch(lines[side], pair[side])
                if turn:
                    times[side].append(spent)
                    sizes[side].append(size)
    rates = _rates(ports, paths, rounds)
    return tuple(  # type: ignore[return-value]
        Measure(statistics.median(spent), statistics.quantiles(spent, n=20)[18], rate, max(size))
        for spent, rate, size in zip(times, rates, sizes, strict=True)
    )


def _rates(ports: tuple[int, int], paths: list[tuple[str, str]], rounds: int) -> list[float]:
    """Pages a second of each site, the middle one of as many bursts as rounds and one more, taken in turn."""
    bursts = [
        [throughput(port, [pair[side] for pair in paths]) for side, port in enumerate(ports)]
        for _turn in range(rounds + 1)
    ]
    return [statistics.median(rates) for rates in zip(*bursts, strict=True)]


def throughput(port: int, paths: list[str]) -> float:
    """Pages a second with eight clients at once."""

    def client(offset: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port)
        for number in range(len(paths) // 2):
            fetch(line, paths[(number + offset * 7) % len(paths)])

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(client, range(CLIENTS)))
    return CLIENTS * (len(paths) // 2) / (time.perf_counter() - start)


def run(sizes: list[int], rounds: int) -> str:
    """The whole measure, as a Markdown table."""
    rows = []
    for size in sizes:
        print(f"{size} fiches : préparation…", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            rows.append(_row(size, Path(folder), rounds))
    head = "| fiches | page p50 | nue p50 | rapport | page p95 | nue p95 | rapport | débit | taille |\n|" + "---|" * 9
    return "\n".join([head, *rows])


def _row(size: int, folder: Path, rounds: int) -> str:
    environment = settings_of(folder)
    app = create_app(Settings.from_environ(environment))
    build(app, size)
    paths = addresses(random.Random(size))
    kept = folder / "contexts.pickle"
    kept.write_bytes(pickle.dumps(contexts(app, paths)))
    bare = {**environment, "BENCH_CONTEXTS": str(kept)}
    pairs = [(path, f"/bare?page={quote(path, safe='')}") for path in paths]
    with serving("wsgi:app", environment) as ours, serving("benchmarks.bare:create_bare()", bare) as plain:
        page, nue = measure((ours, plain), pairs, rounds)
    return (
        f"| {size} | {page.p50:.1f} ms | {nue.p50:.1f} ms | {page.p50 / nue.p50:.2f} | {page.p95:.1f} ms "
        f"| {nue.p95:.1f} ms | {page.p95 / nue.p95:.2f} | {page.throughput / nue.throughput:.2f} | {page.bytes} o |"
    )
