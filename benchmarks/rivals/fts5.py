"""SQLite's full text search: facets by one GROUP BY over the values of what was found."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from app.search.document import IndexDocument
from app.search.words import stems
from benchmarks.rivals.common import FACETS, PAGE, Counts, Question, ages_of, values_of

_TABLES = """
CREATE VIRTUAL TABLE words USING fts5(name, body);
CREATE TABLE ages(id INTEGER PRIMARY KEY, youngest INT, oldest INT);
CREATE TABLE held(facet, value, id INT, PRIMARY KEY(facet, value, id)) WITHOUT ROWID;
CREATE TABLE of_listing(id INT, facet, value, PRIMARY KEY(id, facet, value)) WITHOUT ROWID;
CREATE TEMP TABLE found(id INTEGER PRIMARY KEY, score REAL);
CREATE TEMP TABLE answers(id INTEGER PRIMARY KEY, score REAL);
"""
_PASSES = "id IN (SELECT id FROM held WHERE facet = ? AND value = ?)"


class Fts5:
    """Matches once in a temporary table, then the filters on it."""

    def __init__(self, folder: Path, documents: Sequence[IndexDocument]) -> None:
        self._db = sqlite3.connect(folder / "fts5.db")
        self._db.executescript(_TABLES)
        words = ((one.id, " ".join(stems(one.name)), " ".join(stems(one.body))) for one in documents)
        self._db.executemany("INSERT INTO words(rowid, name, body) VALUES (?, ?, ?)", words)
        self._db.executemany("INSERT INTO ages VALUES (?, ?, ?)", [(one.id, *ages_of(one)) for one in documents])
        held = [(one.id, name, v) for one in documents for name, values in values_of(one).items() for v in values]
        self._db.executemany("INSERT INTO of_listing VALUES (?, ?, ?)", held)
        self._db.execute("INSERT INTO held SELECT facet, value, id FROM of_listing")
        self._db.execute("INSERT INTO words(words) VALUES ('optimize')")
        self._db.execute("ANALYZE")
        self._db.commit()

    def ask(self, question: Question) -> tuple[int, Counts]:
        words = " OR ".join(f'"{stem}"' for stem in stems(question.text))
        run = self._db.execute
        run("DELETE FROM found")
        run("DELETE FROM answers")
        age = ""
        if question.age is not None:
            age = f"JOIN ages ON ages.id = words.rowid AND youngest <= {question.age} AND {question.age} <= oldest"
        matching = f"SELECT words.rowid, bm25(words, 3, 1) FROM words {age} WHERE words MATCH ?"
        run(f"INSERT INTO found {matching}", (words,))
        wheres = " AND ".join([_PASSES for _ in question.filters]) or "1"
        run(f"INSERT INTO answers SELECT * FROM found WHERE {wheres}", _flat(question.filters))
        facets = self._facets(question)
        run(
            "SELECT words.rowid, snippet(words, 1, '', '', '…', 20) FROM words JOIN (SELECT id FROM answers ORDER BY "
            f"score LIMIT {PAGE}) ON id = words.rowid WHERE words MATCH ?",
            (words,),
        ).fetchall()
        return int(run("SELECT count(*) FROM answers").fetchone()[0]), facets

    def _facets(self, question: Question) -> dict[str, dict[str, int]]:
        facets: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        counted = self._db.execute(
            "SELECT facet, value, count(*) FROM answers JOIN of_listing USING (id) GROUP BY 1, 2"
        )
        for facet, value, count in counted:
            facets[facet][value] = count
        for name in question.filters:
            others = {other: value for other, value in question.filters.items() if other != name}
            wheres = " AND ".join([_PASSES for _ in others]) or "1"
            one = "SELECT value, count(*) FROM found JOIN of_listing USING (id) WHERE facet = ?"
            facets[name] = dict(self._db.execute(f"{one} AND {wheres} GROUP BY 1", [name, *_flat(others)]))
        return facets


def _flat(filters: dict[str, str]) -> list[str]:
    return [part for pair in filters.items() for part in pair]
