"""`python -m benchmarks relevance`: our engines with our understanding, and other engines with the bare words."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import tantivy

from app.search.engine import SearchEngine
from app.search.finding import search
from app.search.query import SearchQuery
from app.search.words import tokens
from benchmarks.judging import Judged, Scores, load, scores
from benchmarks.rivals.common import NOW
from benchmarks.rivals.ours import Ours, OursOnPostgresql
from tests.support.territory_words import REAL, lexicon, listings, table

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "tests" / "search" / "judged_own.csv"
#: Sentences written before looking at what the search made of them; they held its rules to account, then taught it.
FAMILIES = OWN.with_name("judged_families.csv")
#: Searches of every kind, each judged before it was first asked. The first result was right for 0.83 of the 522 first,
#: 0.72 of the 123 next, 0.75 of the 102 then, 0.77 of those that a stranger wrote, 0.97 of the 135 short ones at end
#: (the search had been taught in between); then they taught the vocabulary. `facts_fresh.csv` says which facts each of
#: them holds, and that it holds no other.
FRESH = OWN.with_name("judged_fresh.csv")
#: Searches that taught nothing, and must not: what a stranger may expect.
UNSEEN = OWN.with_name("judged_unseen.csv")
#: The same, short, by a stranger who was asked for the style of the judged file that is handed to us.
SHORT_UNSEEN = OWN.with_name("judged_short_unseen.csv")

Asking = Callable[[str], Sequence[int]]


def shared_file() -> Path:
    """The judged searches that are handed to this project, when they are there."""
    return Path(os.environ.get("BENCH_JUDGED", ROOT.parent / "shared" / "relevance" / "judged.csv"))


def centres() -> dict[str, tuple[float, float]]:
    """The centre of each commune."""
    return {row["insee"]: (float(row["lat"]), float(row["lon"])) for row in table(REAL / "communes.csv")}


def asking(engine: SearchEngine) -> Asking:
    """Our search: the text is understood, then asked of this engine."""

    def ask(text: str) -> list[int]:
        return [hit.id for hit in search(SearchQuery(now=NOW, text=text), engine, lexicon()).found.hits]

    return ask


def measured(searches: Sequence[Judged], ask: Asking) -> Scores:
    """Over the real and the demonstration listings."""
    return scores(searches, listings(), centres(), ask)


def run(without: set[str]) -> str:
    """A table for each file of judged searches."""
    parts = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, ExitStack() as stack:
        engines = _engines(Path(folder), stack, without)
        for path in (shared_file(), OWN, FAMILIES, FRESH, UNSEEN, SHORT_UNSEEN):
            parts.append(f"## {path.name}\n\n{_table(load(path), engines) if path.exists() else 'Fichier absent.'}")
    return "\n\n".join(parts) + "\n"


def _engines(folder: Path, stack: ExitStack, without: set[str]) -> dict[str, Asking]:
    engines = {"ours": asking(Ours(folder, listings()).engine)}
    if "PostgreSQL" not in without:
        ours = OursOnPostgresql(folder, listings())
        stack.callback(ours.close)
        engines["ours on PostgreSQL"] = asking(ours.engine)
        engines["PostgreSQL alone"] = _postgresql(ours.url, stack)
    engines["SQLite FTS5 alone"] = _fts5()
    engines["tantivy alone"] = _tantivy()
    return engines


def _table(searches: Sequence[Judged], engines: dict[str, Asking]) -> str:
    lines = ["| engine | success@1 | success@3 | nDCG@10 | searches |", "|---|---|---|---|---|"]
    lost: tuple[str, ...] = ()
    for name, ask in engines.items():
        found = measured(searches, ask)
        lost = found.lost if name == "ours" else lost
        numbers = f"{found.success_1:.3f} | {found.success_3:.3f} | {found.ndcg_10:.3f} | {found.searches}"
        lines.append(f"| {name} | {numbers} |")
    return "\n".join([*lines, "", f"Our first result is not relevant for: {', '.join(lost) or '—'}."])


def _fts5() -> Asking:
    """As its documentation shows: accents removed, any word, bm25 with the name first."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE words USING fts5(name, body, tokenize = 'unicode61 remove_diacritics 2')")
    db.executemany(
        "INSERT INTO words(rowid, name, body) VALUES (?, ?, ?)", [(d.id, d.name, d.body) for d in listings()]
    )

    def ask(text: str) -> list[int]:
        words = " OR ".join(f'"{word}"' for word in tokens(text))
        query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, 3, 1), rowid LIMIT 10"
        return [row[0] for row in db.execute(query, (words,))] if words else []

    return ask


def _tantivy() -> Asking:
    """As its documentation shows: the French stemmer, any word, the name first."""
    build = tantivy.SchemaBuilder()
    build.add_text_field("name", tokenizer_name="fr_stem")
    build.add_text_field("body", tokenizer_name="fr_stem")
    build.add_integer_field("id", stored=True)
    index = tantivy.Index(build.build())
    writer = index.writer(num_threads=1)
    for one in listings():
        writer.add_document(tantivy.Document(name=one.name, body=one.body, id=one.id))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> list[int]:
        query, _ = index.parse_query_lenient(text.replace(":", " "), ["name", "body"], field_boosts={"name": 3.0})
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, 10).hits]

    return ask


def _postgresql(url: str, stack: ExitStack) -> Asking:
    """As its documentation shows: the French configuration, any word, ts_rank with weights."""
    import psycopg

    connection = stack.enter_context(psycopg.connect(url.replace("+psycopg", ""), autocommit=True))
    connection.execute("CREATE TABLE plain_listings (id int, words tsvector)")
    vector = "setweight(to_tsvector('french', %s), 'A') || setweight(to_tsvector('french', %s), 'C')"
    for one in listings():
        connection.execute(f"INSERT INTO plain_listings VALUES (%s, {vector})", (one.id, one.name, one.body))

    def ask(text: str) -> list[int]:
        words = "replace(plainto_tsquery('french', %s)::text, '&', '|')::tsquery"
        query = f"SELECT id FROM plain_listings, (SELECT {words} AS asked) AS q WHERE words @@ asked"
        rows = connection.execute(f"{query} ORDER BY ts_rank(words, asked) DESC, id LIMIT 10", (text,))
        return [row[0] for row in rows]

    return ask
