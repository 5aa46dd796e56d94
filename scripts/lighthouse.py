"""`make lighthouse`: five pages as a slow telephone meets them; the medians of five runs in benchmarks/.

Lighthouse is too heavy for `make test`: it is installed in build/, at this version, the first time it is asked for.
The site is served by gunicorn with the settings of production, on a demonstration of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from scripts.common import BUILD, ROOT, is_stamped, quietly, say, stop, write_stamp
from scripts.node_packages import ensure_front_end
from scripts.python_packages import PYTHON, ensure_node_from_wheel, ensure_python_packages
from scripts.run import free_port, prepare

VERSION = "13.5.0"
#: On a loaded machine it sometimes misses the beginning of its own recording.
TRIES = 4
FOLDER = BUILD / "lighthouse"
TABLE = ROOT / "benchmarks" / "lighthouse.md"
PAGES = {
    "accueil": "/",
    "résultats": "/recherche?q=creche&ou=Montauban",
    "fiche": "/services/mairie-de-montbeton",
    "commune": "/communes/montauban",
    "situation de vie": "/situations/je-reprends-le-travail",
}
CATEGORIES = {"performance": "performance", "accessibility": "accessibilité", "best-practices": "bonnes pratiques",
              "seo": "référencement"}  # fmt: skip
METRICS = {"largest-contentful-paint": "LCP (ms)", "total-blocking-time": "blocage (ms)",
           "cumulative-layout-shift": "décalage"}  # fmt: skip
#: Refusing robots is what the results page means to do.
MEANT = {("résultats", "is-crawlable")}


@dataclass(frozen=True)
class Report:
    """What one run of Lighthouse says: scores of 100, measures, and the audits that are not perfect."""

    scores: dict[str, float]
    measures: dict[str, float]
    faults: frozenset[str]


def main(runs: int) -> None:
    """Install what is missing, serve, measure, write the table."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        stop("Chromium n’est pas installé : sudo apt-get install -y --no-install-recommends chromium")
    ensure_python_packages("requirements.txt", "du site")
    ensure_front_end()
    lighthouse = ensure_lighthouse()
    load = os.getloadavg()
    with served() as base:
        reports = {name: [measure(lighthouse, chromium, base + path) for _ in range(runs)]
                   for name, path in PAGES.items()}  # fmt: skip
    text = table(reports, runs, (load, os.getloadavg()))
    TABLE.write_text(text, encoding="utf-8")
    print(text)


def ensure_lighthouse() -> list[str]:
    """The command, with the Node that it needs (22 at least)."""
    node = ensure_node_from_wheel()
    if not is_stamped(FOLDER / ".stamp", VERSION):
        say(f"J’installe Lighthouse {VERSION} dans build/…")
        FOLDER.mkdir(parents=True, exist_ok=True)
        command: list[str | Path] = [node / "npm", "install", "--no-audit", "--no-fund", "--prefix", FOLDER]
        path = f"{node}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        problem = quietly("lighthouse", [*command, f"lighthouse@{VERSION}"], {"PATH": path})
        if problem:
            stop("Lighthouse n’a pas pu être installé :", problem)
        write_stamp(FOLDER / ".stamp", VERSION)
    return [str(node / "node"), str(FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js")]


@contextmanager
def served() -> Iterator[str]:
    """A demonstration of this measure's own, under gunicorn."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    os.environ.update(ANNUAIRE_INSTANCE=str(FOLDER / "instance"), ANNUAIRE_ENV="development",
                      ANNUAIRE_DEMONSTRATION="1", ANNUAIRE_BASE_URL=base, PORT=str(port))  # fmt: skip
    prepare(FOLDER / "instance")
    command = [str(PYTHON), "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for path in PAGES.values():
            _wait_for(base + path)
        yield base
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str) -> None:
    for _ in range(60):
        try:
            with urllib.request.urlopen(address, timeout=30):  # noqa: S310 our own server
                return
        except OSError:
            time.sleep(0.5)
    stop(f"Le site ne répond pas : {address}")


def measure(lighthouse: list[str], chromium: str, address: str) -> Report:
    """One run, on the telephone and the network that Lighthouse imitates when nothing is asked."""
    flags = ["--headless=new", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    command = [*lighthouse, address, "--output=json", "--quiet", f"--chrome-flags={' '.join(flags)}"]
    env = {**os.environ, "CHROME_PATH": chromium}
    for _ in range(TRIES):
        done = subprocess.run(command, cwd=FOLDER, env=env, check=False, capture_output=True, text=True, timeout=300)
        if done.returncode == 0:
            break
    else:
        stop(f"Lighthouse a échoué sur {address} :", done.stderr[-2000:])
    return read(json.loads(done.stdout))


def read(said: dict[str, Any]) -> Report:
    """A report from the JSON of Lighthouse."""
    audits, counted = said["audits"], set()
    for name in CATEGORIES:
        counted |= {each["id"] for each in said["categories"][name]["auditRefs"] if each["weight"]}
    faults = {name for name in counted if (audits[name]["score"] or 0) < 0.9 and audits[name]["score"] is not None}
    return Report(
        {name: round(100 * (said["categories"][name]["score"] or 0)) for name in CATEGORIES},
        {name: audits[name]["numericValue"] for name in METRICS},
        frozenset(faults),
    )


def table(reports: dict[str, list[Report]], runs: int, loads: tuple[tuple[float, ...], ...]) -> str:
    """The medians, in Markdown, with what weighed on the machine."""
    heads = ["page", *CATEGORIES.values(), *METRICS.values(), "à reprendre"]
    rows = [heads, ["---"] * len(heads), *(_row(name, each) for name, each in reports.items())]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return (
        f"# Lighthouse, téléphone, médiane de {runs}\n\n"
        f"Mesuré le {time.strftime('%F')} par `make lighthouse` : Lighthouse {VERSION}, profil de téléphone et "
        f"réseau lent simulés par défaut, gunicorn sur la même machine ({os.cpu_count()} cœurs).\n"
        f"Charge de la machine au début {loads[0][0]:.1f}, à la fin {loads[1][0]:.1f} : au-dessus du nombre de cœurs, "
        f"les durées sont celles d’une machine encombrée.\n\n{lines}\n"
    )


def _row(name: str, reports: list[Report]) -> list[str]:
    scores = [f"{median(each.scores[one] for each in reports):.0f}" for one in CATEGORIES]
    measures = [f"{median(each.measures[one] for each in reports):.{3 if 'shift' in one else 0}f}" for one in METRICS]
    faults = sorted({fault for each in reports for fault in each.faults if (name, fault) not in MEANT})
    return [name, *scores, *measures, ", ".join(faults) or "rien"]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
