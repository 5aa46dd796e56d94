"""`python -m benchmarks search`: our engines and others on the same questions, taking turns at each question."""

from __future__ import annotations

import gc
import math
import random
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from benchmarks.generate import communes, documents
from benchmarks.rivals import RIVALS, Question, Rival

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
PLAIN = "Whoosh as it is"
#: Those that would take all the time of the others beyond this size.
LARGEST = {PLAIN: 30_000, "ours on PostgreSQL": 30_000}
HEADER = (
    "| listings | engine | p50 ms | p95 ms | worst ms | ours / it | indexed per CPU second | same answers |\n"
    "|---|---|---|---|---|---|---|---|\n"
)


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
    best: dict[str, list[float]] = {name: [math.inf] * len(asked) for name in rivals}
    for turn in range(rounds):
        for number, question in enumerate(asked):
            for name, rival in rivals.items():
                if turn and name == PLAIN:
                    continue
                start = time.perf_counter()
                rival.ask(question)
                best[name][number] = min(best[name][number], (time.perf_counter() - start) * 1000)
    return best


def same(rivals: dict[str, Rival], asked: list[Question]) -> dict[str, int]:
    """How many of these questions each rival answers with our total and our facets."""
    agreed = dict.fromkeys(rivals, 0)
    for question in asked:
        ours = rivals["ours"].ask(question)
        for name, rival in rivals.items():
            agreed[name] += rival.ask(question) == ours
    return agreed


def of_size(size: int, rounds: int, names: list[str]) -> tuple[str, dict[str, float]]:
    """The lines of one size, and the medians."""
    held = list(documents(size))
    asked = questions(size)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        rivals, built = _build(Path(folder), held, [name for name in names if size <= LARGEST.get(name, size)])
        gc.collect()
        gc.freeze()  # the rivals' own objects are not collected again and again at the expense of whoever runs
        times = measure(rivals, asked, rounds)
        agreed = same(rivals, asked[:25])
        for rival in rivals.values():
            getattr(rival, "close", lambda: None)()
        gc.unfreeze()
    middles = {name: median(values) for name, values in times.items()}
    lines = [
        f"| {size} | {name} | {middles[name]:.3f} | {quantiles(values, n=20)[18]:.3f} | {max(values):.2f} "
        f"| {middles['ours'] / middles[name]:.2f} | {size / built[name]:.0f} | {agreed[name]}/25 |"
        for name, values in times.items()
    ]
    return "\n".join(lines) + "\n", middles


def _build(folder: Path, held: list, names: list[str]) -> tuple[dict[str, Rival], dict[str, float]]:  # type: ignore[type-arg]
    rivals: dict[str, Rival] = {}
    seconds: dict[str, float] = {}
    for name in names:
        start = time.process_time()
        rivals[name] = RIVALS[name](folder, held)
        seconds[name] = max(1e-9, time.process_time() - start)
    return rivals, seconds


def run(sizes: list[int], rounds: int, without: set[str]) -> str:
    """The table of all sizes, and the growth of our median."""
    lines, middles = "", {}
    for size in sizes:
        text, medians = of_size(size, rounds, [name for name in RIVALS if name not in without])
        print(text, end="", flush=True)
        lines, middles[size] = lines + text, medians["ours"]
    first, last = min(middles), max(middles)
    if first == last:
        return HEADER + lines
    growth = math.log(middles[last] / middles[first]) / math.log(last / first)
    return f"{HEADER}{lines}\nGrowth of our p50 from {first} to {last} listings: exponent {growth:.2f}.\n"
