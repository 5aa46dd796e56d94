"""`python -m benchmarks pages|search|writes|relevance|acts`: measure, print, and keep the table beside this file."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from app.foundation import clock

FOLDER = Path(__file__).resolve().parent
SIZES = {"pages": "300,30000", "search": "300,3000", "writes": "300", "relevance": "", "acts": "60"}


def main() -> None:
    """One measure."""
    parser = argparse.ArgumentParser(description="Mesures, en rapports dans un même passage.")
    parser.add_argument("what", nargs="?", default="pages", choices=list(SIZES))
    parser.add_argument(
        "--sizes",
        default="",
        help="fiches, séparées par des virgules : 300,3000,30000,300000 prend une heure ; pour acts, des secondes",
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without", default="", help="moteurs à laisser de côté, par leur nom")
    asked = parser.parse_args()
    sizes = [int(size) for size in (asked.sizes or SIZES[asked.what]).split(",") if size]
    title, table = _MEASURES[asked.what](sizes, asked.rounds, set(asked.without.split(",")))
    text = f"# {title}\n\n{_said()}\n\n{table}"
    (FOLDER / f"{asked.what}.md").write_text(text, encoding="utf-8")
    print(text)


def _pages(sizes: list[int], rounds: int, without: set[str]) -> tuple[str, str]:
    from benchmarks import pages

    return "Page de résultats contre page nue (gunicorn, un processus)", pages.run(sizes, rounds) + "\n"


def _search(sizes: list[int], rounds: int, without: set[str]) -> tuple[str, str]:
    from benchmarks import bench_search

    return "Moteurs de recherche sur les mêmes questions", bench_search.run(sizes, rounds, without)


def _writes(sizes: list[int], rounds: int, without: set[str]) -> tuple[str, str]:
    from benchmarks import bench_writes

    return "Écrire dans l’index", bench_writes.run(sizes)


def _relevance(sizes: list[int], rounds: int, without: set[str]) -> tuple[str, str]:
    from benchmarks import bench_relevance

    return "Pertinence sur des recherches jugées", bench_relevance.run(without)


def _acts(sizes: list[int], rounds: int, without: set[str]) -> tuple[str, str]:
    from benchmarks import acts

    return "Écrire à plusieurs en même temps (gunicorn)", acts.run(sizes[0])


def _said() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "whoosh", "tantivy"))
    machine = f"{platform.machine()}, {os.cpu_count()} cœurs"
    return f"Mesuré le {clock.now().date().isoformat()}, {machine}, Python {platform.python_version()}, {packages}."


_MEASURES: dict[str, Callable[[list[int], int, set[str]], tuple[str, str]]] = {
    "pages": _pages,
    "search": _search,
    "writes": _writes,
    "relevance": _relevance,
    "acts": _acts,
}


if __name__ == "__main__":
    main()
