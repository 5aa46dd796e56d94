"""The same questions to other engines: counts by type, theme and commune, ten percent of them filtered, 20 answers.

The bare index is a lower bound, not a product: postings and columns in arrays, the filters of these questions only,
no hours, no distance, no order but the score. Every rival but “Whoosh as it is” receives our stems: only speed differs.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import numpy as np
import tantivy
from whoosh import fields, index, qparser, sorting
from whoosh.analysis import LanguageAnalyzer

from app.search.document import IndexDocument
from app.search.query import SearchQuery
from app.search.whoosh_engine import WhooshEngine
from app.search.words import stems
from tests.support.search_samples import SmallCalendar

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
PAGE = 20


@dataclass(frozen=True)
class Question:
    """Words, and perhaps a theme, a commune, an age."""

    text: str
    theme: str = ""
    commune: str = ""
    age: int | None = None


class Rival(Protocol):
    """An engine under measure."""

    def __init__(self, folder: Path, documents: Sequence[IndexDocument]) -> None: ...

    def ask(self, question: Question) -> int:
        """Answer with page, facets and snippets; return how many listings match."""
        ...


class Ours:
    """The engine of the product, with all its facets."""

    def __init__(self, folder: Path, documents: Sequence[IndexDocument]) -> None:
        self._engine = WhooshEngine(folder / "ours", SmallCalendar())
        self._engine.replace_all(documents)

    def ask(self, question: Question) -> int:
        query = SearchQuery(
            now=NOW,
            text=question.text,
            themes=(question.theme,) if question.theme else (),
            communes=(question.commune,) if question.commune else (),
            age_months=question.age,
        )
        return self._engine.find(query).total


class Bare:
    """A numpy inverted index."""

    def __init__(self, folder: Path, documents: Sequence[IndexDocument]) -> None:
        self._postings: dict[str, tuple[Any, Any]] = {}
        found: dict[str, list[tuple[int, int]]] = {}
        for number, one in enumerate(documents):
            for stem, count in Counter(stems(f"{one.name} {one.name} {one.name} {one.body}")).items():
                found.setdefault(stem, []).append((number, count))
        for stem, pairs in found.items():
            docs, counts = np.array(pairs).T
            self._postings[stem] = docs, math.log(len(documents) / len(docs) + 1) * counts / (counts + 1.2)
        self._count = len(documents)
        self._types, self._type = np.unique([one.type for one in documents], return_inverse=True)
        self._themes = {name: _has(documents, "themes", name) for name in {t for d in documents for t in d.themes}}
        self._communes = sorted({commune for one in documents for commune in one.communes})
        self._commune = np.array([self._communes.index(one.communes[0]) for one in documents])
        self._youngest = np.array([one.age_min or 0 for one in documents])
        self._oldest = np.array([1200 if one.age_max is None else one.age_max for one in documents])
        self._ids = np.array([one.id for one in documents])
        self._bodies = [one.body for one in documents]

    def ask(self, question: Question) -> int:
        scores = np.zeros(self._count)
        for stem in stems(question.text):
            if stem in self._postings:
                docs, weights = self._postings[stem]
                scores[docs] += weights
        hits = np.flatnonzero(scores)
        if question.theme:
            hits = hits[self._themes[question.theme][hits]]
        if question.commune:
            hits = hits[self._commune[hits] == self._communes.index(question.commune)]
        if question.age is not None:
            hits = hits[(self._youngest[hits] <= question.age) & (question.age <= self._oldest[hits])]
        self._facets(hits)
        best = hits[np.argsort(-scores[hits])[:PAGE]]
        return len([self._bodies[one][:140] for one in best]) and len(hits)

    def _facets(self, hits: Any) -> dict[str, dict[str, int]]:
        types = np.bincount(self._type[hits], minlength=len(self._types)).tolist()
        communes = np.bincount(self._commune[hits], minlength=len(self._communes)).tolist()
        return {
            "type": {name: count for name, count in zip(self._types, types, strict=True) if count},
            "commune": {name: count for name, count in zip(self._communes, communes, strict=True) if count},
            "theme": {name: int(np.count_nonzero(has[hits])) for name, has in self._themes.items()},
        }


def _has(documents: Sequence[IndexDocument], name: str, value: str) -> Any:
    return np.array([value in getattr(one, name) for one in documents])


class Fts5:
    """SQLite's full text, facets by GROUP BY on a temporary table of the matches."""

    def __init__(self, folder: Path, documents: Sequence[IndexDocument]) -> None:
        self._db = sqlite3.connect(folder / "fts5.db")
        self._db.executescript(
            "CREATE VIRTUAL TABLE words USING fts5(name, body);"
            "CREATE TABLE facts(id INTEGER PRIMARY KEY, type, theme, commune, youngest INT, oldest INT);"
            "CREATE TEMP TABLE found(id INTEGER PRIMARY KEY, score REAL);"
        )
        words = [(one.id, " ".join(stems(one.name)), " ".join(stems(one.body))) for one in documents]
        self._db.executemany("INSERT INTO words(rowid, name, body) VALUES (?, ?, ?)", words)
        self._db.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?)", [_facts(one) for one in documents])
        self._db.execute("INSERT INTO words(words) VALUES ('optimize')")
        self._db.commit()

    def ask(self, question: Question) -> int:
        words = " OR ".join(f'"{stem}"' for stem in stems(question.text))
        wheres, values = [""], [words]
        for column, value in (("theme", question.theme), ("commune", question.commune)):
            if value:
                wheres.append(f"f.{column} = ?")
                values.append(value)
        if question.age is not None:
            wheres.append(f"f.youngest <= {question.age} AND {question.age} <= f.oldest")
        run = self._db.execute
        run("DELETE FROM found")
        run(
            "INSERT INTO found SELECT f.id, bm25(words, 3, 1) FROM words JOIN facts f ON f.id = words.rowid "
            f"WHERE words MATCH ?{' AND '.join(wheres)}",
            values,
        )
        for facet in ("type", "theme", "commune"):
            run(f"SELECT {facet}, count(*) FROM found JOIN facts USING (id) GROUP BY 1").fetchall()
        run(
            "SELECT words.rowid, snippet(words, 1, '', '', '…', 20) FROM words JOIN found ON found.id = words.rowid "
            f"WHERE words MATCH ? ORDER BY score LIMIT {PAGE}",
            (words,),
        ).fetchall()
        return int(run("SELECT count(*) FROM found").fetchone()[0])


class Tantivy:
    """The compiled engine, facets by its aggregations."""

    def __init__(self, folder: Path, documents: Sequence[IndexDocument]) -> None:
        build = tantivy.SchemaBuilder()
        for name in ("name", "body"):
            build.add_text_field(name, stored=True, tokenizer_name="whitespace", index_option="freq")
        for name in ("type", "theme", "commune"):
            build.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        for name in ("youngest", "oldest"):
            build.add_integer_field(name, fast=True, indexed=True)
        self._schema = build.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(num_threads=1)
        for one in documents:
            _, kind, theme, commune, youngest, oldest = _facts(one)
            facts = {"type": kind, "theme": theme, "commune": commune, "youngest": youngest, "oldest": oldest}
            words = {"name": " ".join(stems(one.name)), "body": " ".join(stems(one.body))}
            writer.add_document(tantivy.Document(**words, **facts))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> int:
        term, occur = tantivy.Query.term_query, tantivy.Occur
        words = []
        for stem in stems(question.text):
            words.append((occur.Should, tantivy.Query.boost_query(term(self._schema, "name", stem), 3.0)))
            words.append((occur.Should, term(self._schema, "body", stem)))
        parts = [(occur.Must, tantivy.Query.boolean_query(words))]
        for name, value in (("theme", question.theme), ("commune", question.commune)):
            if value:
                parts.append((occur.Must, term(self._schema, name, value)))
        if question.age is not None:
            kind = tantivy.FieldType.Integer
            between = tantivy.Query.range_query
            parts.append((occur.Must, between(self._schema, "youngest", kind, 0, question.age)))
            parts.append((occur.Must, between(self._schema, "oldest", kind, question.age, 5000)))
        query = tantivy.Query.boolean_query(parts)
        found = self._searcher.search(query, PAGE, count=True)
        facets = {name: {"terms": {"field": name, "size": 500}} for name in ("type", "theme", "commune")}
        self._searcher.aggregate(query, facets)
        snippets = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "body")
        for _, address in found.hits:
            snippets.snippet_from_doc(self._searcher.doc(address)).to_html()
        return int(found.count or 0)


class PlainWhoosh:
    """Whoosh used as its documentation shows."""

    def __init__(self, folder: Path, documents: Sequence[IndexDocument]) -> None:
        text = fields.TEXT(stored=True, analyzer=LanguageAnalyzer("fr"))
        number = fields.NUMERIC(stored=True, sortable=True)
        word = fields.ID(stored=True, sortable=True)
        schema = fields.Schema(
            id=number, name=text, body=text, type=word, theme=word, commune=word, youngest=number, oldest=number
        )
        (folder / "plain").mkdir()
        made = index.create_in(folder / "plain", schema)
        writer = made.writer(limitmb=128)
        for one in documents:
            _, kind, theme, commune, youngest, oldest = _facts(one)
            facts = {"type": kind, "theme": theme, "commune": commune, "youngest": youngest, "oldest": oldest}
            writer.add_document(id=one.id, name=one.name, body=one.body, **facts)
        writer.commit()
        self._searcher = made.searcher()
        self._parser = qparser.MultifieldParser(["name", "body"], schema, group=qparser.OrGroup)

    def ask(self, question: Question) -> int:
        wanted = [f"({question.text})"]
        wanted += [
            f'{name}:"{value}"' for name, value in (("theme", question.theme), ("commune", question.commune)) if value
        ]
        if question.age is not None:
            wanted.append(f"youngest:[0 TO {question.age}] AND oldest:[{question.age} TO 5000]")
        groups = {name: sorting.FieldFacet(name) for name in ("type", "theme", "commune")}
        found = self._searcher.search(self._parser.parse(" AND ".join(wanted)), limit=PAGE, groupedby=groups)
        for name in groups:
            found.groups(name)
        for hit in found:
            hit.highlights("body")
        return len(found)


def _facts(one: IndexDocument) -> tuple[int, str, str, str, int, int]:
    oldest = 1200 if one.age_max is None else one.age_max
    return one.id, one.type, one.themes[0], one.communes[0], one.age_min or 0, oldest


RIVALS: dict[str, type[Rival]] = {
    "ours": Ours,
    "bare numpy": Bare,
    "tantivy": Tantivy,
    "SQLite FTS5": Fts5,
    "Whoosh as it is": PlainWhoosh,
}
