"""`python -m benchmarks.bench_search`: our engine and others on the same questions, interleaved."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path
from statistics import quantiles

from benchmarks.generate import communes, documents
from benchmarks.search_rivals import RIVALS, Question, Rival

# fmt: off
WORDS = (
    "crèche", "loisirs", "école", "jules guesde", "accueil enfants", "aide devoirs", "mairie", "jeux livres",
    "démarches dossiers", "piscine forêt", "sommeil alimentation", "quotient familial", "vacances scolaires",
    "goûter", "camille claudel", "médiathèque", "loyer", "écoute parents", "fauteuils roulants",
    "repas saison", "les lutins", "marronniers", "multi-accueil", "information logement",
    "entretien individuel",
)
# fmt: on
THEMES = ("petite-enfance", "enfance", "jeunesse", "logement")
#: Whoosh as it is answers in tens of milliseconds: beyond this size it would take all the time of the others.
_SLOW = ("Whoosh as it is",)


def questions(size: int, count: int = 200) -> list[Question]:
    """The same mixed questions for the same size."""
    draw = random.Random(3)
    places = communes(size)[:6]
    return [
        Question(
            text=draw.choice(WORDS),
            theme=draw.choice(THEMES) if draw.random() < 0.25 else "",
            commune=draw.choice(places) if draw.random() < 0.25 else "",
            age=draw.choice((4, 24, 48, 96, 180)) if draw.random() < 0.25 else None,
        )
        for _ in range(count)
    ]


def measure(rivals: dict[str, Rival], asked: list[Question], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every question, the best of the rounds, the rivals taking turns at each question."""
    best: dict[str, list[float]] = {name: [float("inf")] * len(asked) for name in rivals}
    for turn in range(rounds):
        for number, question in enumerate(asked):
            for name, rival in rivals.items():
                if turn and name in _SLOW:
                    continue
                start = time.perf_counter()
                rival.ask(question)
                best[name][number] = min(best[name][number], (time.perf_counter() - start) * 1000)
    return best


def table(size: int, rounds: int, without: set[str]) -> str:
    """The lines of one size."""
    held = list(documents(size))
    rivals: dict[str, Rival] = {}
    built: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, rival in RIVALS.items():
            if name not in without:
                start = time.process_time()
                rivals[name] = rival(Path(folder), held)
                built[name] = time.process_time() - start
        times = measure(rivals, questions(size), rounds)
    ours = _middle(times["ours"])
    return "\n".join(
        f"| {size} | {name} | {_middle(values):.2f} | {quantiles(values, n=20)[18]:.2f} | {max(values):.2f} "
        f"| {ours / _middle(values):.2f} | {size / max(built[name], 1e-9):.0f} |"
        for name, values in times.items()
    )


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="300,3000,30000", help="300000 takes several minutes more")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without", default="", help="rivals to leave out, by name, separated by commas")
    asked = parser.parse_args()
    print("| listings | engine | p50 ms | p95 ms | worst ms | ours / it | indexed per CPU second |")
    print("|---|---|---|---|---|---|---|")
    for size in asked.sizes.split(","):
        print(table(int(size), asked.rounds, set(asked.without.split(","))), flush=True)


if __name__ == "__main__":
    main()
