"""`python -m benchmarks search`: our engines and others on the same questions, taking turns at each question."""

from __future__ import annotations

import gc
import math
import random
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from app.search.document import IndexDocument
from app.search.query import SearchQuery
from app.search.whoosh_engine import WhooshEngine
from app.search.words import content, stems
from benchmarks.generate import communes, documents
from benchmarks.rivals import RIVALS, Question, Rival
from benchmarks.rivals.common import NOW
from tests.support.search_samples import SmallCalendar

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
PLAIN, FTS5 = "Whoosh as it is", "SQLite FTS5"
#: Those that would take all the time of the others beyond this size.
LARGEST = {PLAIN: 3_000, "ours on PostgreSQL": 30_000}
#: Those that are asked once only, for the same reason.
ONCE = {PLAIN: 0, FTS5: 30_000}
#: Words asked for the first time, to see what their first reader pays.
FIRST_TOUCHES = 200
HEADER = (
    "| listings | engine | p50 ms | p95 ms | worst ms | ours / it | indexed per CPU second | same answers |\n"
    "|---|---|---|---|---|---|---|---|\n"
)
TOUCH_HEADER = "| listings | p50 | p95 | p95 / our p50 |\n|---|---|---|---|\n"
#: The columns of the second table.
SHOWN = ("ours", "bare numpy", "tantivy", FTS5)


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


def measure(rivals: dict[str, Rival], asked: list[Question], rounds: int, size: int) -> dict[str, list[float]]:
    """Milliseconds of every question, the best of the rounds, the rivals taking turns at each question."""
    best: dict[str, list[float]] = {name: [math.inf] * len(asked) for name in rivals}
    for turn in range(rounds):
        for number, question in enumerate(asked):
            for name, rival in rivals.items():
                if turn and size > ONCE.get(name, size):
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


def first_touch(folder: Path, held: list[IndexDocument]) -> list[float]:
    """Milliseconds of the first question that holds each word, by an engine just opened that answered one question."""
    engine = WhooshEngine(folder / "ours", SmallCalendar())
    engine.find(SearchQuery(now=NOW, text="zzz"))
    known = sorted({word for one in held[:5000] for word in content(f"{one.name} {one.body}")})
    times = []
    for word in random.Random(5).sample(known, min(FIRST_TOUCHES, len(known))):
        start = time.perf_counter()
        engine.find(SearchQuery(now=NOW, text=word))
        times.append((time.perf_counter() - start) * 1000)
    return times


def kind_of(question: Question) -> str:
    """The class of a question."""
    words = "one word" if len(stems(question.text)) == 1 else "several words"
    filters = bool(question.theme) + bool(question.commune) + (question.age is not None)
    return f"{words}, {('no filter', 'one filter', 'filters')[min(filters, 2)]}"


def by_kind(size: int, asked: list[Question], times: dict[str, list[float]]) -> str:
    """The lines of one size: median and 95th centile of each class, for each engine."""
    kinds = [kind_of(question) for question in asked]
    return "".join(
        f"| {size} | {kind} ({kinds.count(kind)}) | "
        + " | ".join(
            _middle([v for v, k in zip(times[name], kinds, strict=True) if k == kind])
            for name in SHOWN
            if name in times
        )
        + " |\n"
        for kind in sorted(set(kinds))
    )


def _middle(values: list[float]) -> str:
    ordered = sorted(values)
    return f"{median(ordered):.2f} / {ordered[int(0.95 * (len(ordered) - 1))]:.2f}"


def of_size(size: int, rounds: int, names: list[str]) -> tuple[str, str, str, dict[str, float]]:
    """The lines of one size in each table, and the medians."""
    held = list(documents(size))
    asked = questions(size)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        rivals, built = _build(Path(folder), held, [name for name in names if size <= LARGEST.get(name, size)])
        gc.collect()
        gc.freeze()  # the rivals' own objects are not collected again and again at the expense of whoever runs
        times = measure(rivals, asked, rounds, size)
        first = first_touch(Path(folder), held) if size <= 30_000 else []
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
    touched = ""
    if first:
        ratio = quantiles(first, n=20)[18] / middles["ours"]
        touched = f"| {size} | {median(first):.2f} | {quantiles(first, n=20)[18]:.2f} | {ratio:.1f} |\n"
    return "\n".join(lines) + "\n", by_kind(size, asked, times), touched, middles


def _build(folder: Path, held: list[IndexDocument], names: list[str]) -> tuple[dict[str, Rival], dict[str, float]]:
    rivals: dict[str, Rival] = {}
    seconds: dict[str, float] = {}
    for name in names:
        start = time.process_time()
        rivals[name] = RIVALS[name](folder, held)
        seconds[name] = max(1e-9, time.process_time() - start)
    return rivals, seconds


def run(sizes: list[int], rounds: int, without: set[str]) -> str:
    """The tables of all sizes, and the growth of our median."""
    lines, kinds, touches, middles = "", "", "", {}
    names = [name for name in RIVALS if name not in without]
    for size in sizes:
        text, classes, touched, medians = of_size(size, rounds, names)
        print(text, end="", flush=True)
        lines, kinds, touches = lines + text, kinds + classes, touches + touched
        middles[size] = medians["ours"]
    shown = [name for name in SHOWN if name in names]
    head = f"| listings | questions (how many) | {' | '.join(shown)} |\n|---|---|{'---|' * len(shown)}\n"
    text = f"{HEADER}{lines}\n## By kind of question: p50 / p95, ms\n\n{head}{kinds}"
    if touches:
        text += f"\n## First question that holds a word, ms\n\n{TOUCH_HEADER}{touches}"
    first, last = min(middles), max(middles)
    if first == last:
        return text
    growth = math.log(middles[last] / middles[first]) / math.log(last / first)
    return f"{text}\nGrowth of our p50 from {first} to {last} listings: exponent {growth:.2f}.\n"
