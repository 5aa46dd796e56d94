"""A bare numpy inverted index: the lower bound. The least code that gives the same answers, and nothing of a product.

Terms to arrays of listings with their BM25 computed beforehand; the filters of these questions only; the same eleven
facets, exact, each ignoring its own filter; sorted by score; 20 answers with a snippet cut around the first word.
It has no hours to work out, no distance, no facts, no types of the vocabulary, no unknown values, no stable order, no
other process that writes, and never forgets a listing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from app.search.document import IndexDocument
from app.search.words import fold, stems
from benchmarks.rivals.common import FACETS, PAGE, Counts, Question, ages_of, values_of

Column = tuple[Any, list[str], Any, Any]


class Bare:
    """Arrays, and one pass over them."""

    def __init__(self, folder: Path, documents: Sequence[IndexDocument]) -> None:
        words = [Counter(stems(f"{one.name} {one.name} {one.name} {one.body}")) for one in documents]
        average = sum(one.total() for one in words) / len(words)
        found: dict[str, list[tuple[int, int, float]]] = {}
        for number, counts in enumerate(words):
            norm = 1.2 * (0.25 + 0.75 * counts.total() / average)
            for stem, count in counts.items():
                found.setdefault(stem, []).append((number, count, norm))
        self._postings = {stem: _posting(entries, len(documents)) for stem, entries in found.items()}
        self._size = len(documents)
        values = [values_of(one) for one in documents]
        self._columns = {name: _column([one[name] for one in values]) for name in FACETS}
        self._youngest, self._oldest = np.array([ages_of(one) for one in documents], np.int16).T.copy()
        self._ids = np.array([one.id for one in documents])
        self._bodies = [one.body for one in documents]
        self._folded = [fold(one.body) for one in documents]

    def ask(self, question: Question) -> tuple[int, Counts]:
        scores, asked = np.zeros(self._size, np.float32), stems(question.text)
        for stem in asked:
            if stem in self._postings:
                docs, weights = self._postings[stem]
                scores[docs] += weights
        hits = np.flatnonzero(scores)
        if question.age is not None:
            hits = hits[(self._youngest[hits] <= question.age) & (question.age <= self._oldest[hits])]
        passing = {name: self._has(name, value, hits) for name, value in question.filters.items()}
        rows = {name: hits[_all([passing[other] for other in passing if other != name], hits)] for name in passing}
        answers = hits[_all(list(passing.values()), hits)]
        facets = {name: _count(column, rows.get(name, answers)) for name, column in self._columns.items()}
        best = answers[np.argsort(-scores[answers])[:PAGE]]
        page = [(self._ids[one], self._snippet(one, asked)) for one in best.tolist()]
        return len(answers) if page else 0, facets

    def _has(self, name: str, value: str, hits: Any) -> Any:
        codes, words, of, word = self._columns[name]
        having = np.zeros(int(codes.max()) + 1, np.bool_)
        having[of[word == words.index(value)]] = True
        return having[codes[hits]]

    def _snippet(self, number: int, asked: Sequence[str]) -> str:
        start = max(0, min((at for stem in asked if (at := self._folded[number].find(stem)) >= 0), default=0) - 40)
        return self._bodies[number][start : start + 140]


def _posting(entries: list[tuple[int, int, float]], size: int) -> tuple[Any, Any]:
    docs, counts, norms = (np.array(part) for part in zip(*entries, strict=True))
    rarity = math.log(1 + (size - len(docs) + 0.5) / (len(docs) + 0.5))
    return docs, (rarity * counts * 2.2 / (counts + norms)).astype(np.float32)


def _column(values: Sequence[Sequence[str]]) -> Column:
    """The number of each listing's set of values; the words; and each (set, word of it)."""
    sets: dict[tuple[str, ...], int] = {}
    codes = np.array([sets.setdefault(tuple(one), len(sets)) for one in values], np.int32)
    words = sorted({word for one in sets for word in one})
    pairs = [(code, words.index(word)) for one, code in sets.items() for word in one]
    of, word = np.array(pairs, np.intp).reshape(-1, 2).T
    return codes, words, of, word


def _count(column: Column, rows: Any) -> dict[str, int]:
    codes, words, of, word = column
    by_set = np.bincount(codes[rows], minlength=int(of.max(initial=0)) + 1)
    counts = np.bincount(word, by_set[of], len(words)).tolist()
    return {name: int(count) for name, count in zip(words, counts, strict=True) if count}


def _all(passing: list[Any], hits: Any) -> Any:
    return np.logical_and.reduce(passing) if passing else slice(None)
