"""tantivy, the compiled engine: facets by its aggregations, one more for each filter that a facet ignores."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tantivy

from app.search.document import IndexDocument
from app.search.words import stems
from benchmarks.rivals.common import FACETS, PAGE, Counts, Question, ages_of, values_of, without_zeros

_MOST_VALUES = 2000


class Tantivy:
    """In memory, one segment, its own snippets."""

    def __init__(self, folder: Path, documents: Sequence[IndexDocument]) -> None:
        build = tantivy.SchemaBuilder()
        for name in ("name", "body"):
            build.add_text_field(name, stored=True, tokenizer_name="whitespace", index_option="freq")
        for name in FACETS:
            build.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        for name in ("youngest", "oldest"):
            build.add_integer_field(name, fast=True, indexed=True)
        self._schema = build.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(num_threads=1)
        for one in documents:
            writer.add_document(self._document(one))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def _document(self, one: IndexDocument) -> tantivy.Document:
        youngest, oldest = ages_of(one)
        words = {"name": " ".join(stems(one.name)), "body": " ".join(stems(one.body))}
        return tantivy.Document(**words, **values_of(one), youngest=youngest, oldest=oldest)

    def ask(self, question: Question) -> tuple[int, Counts]:
        query = self._query(question, question.filters)
        found = self._searcher.search(query, PAGE, count=True)
        facets = self._counted(query, [name for name in FACETS if name not in question.filters])
        for name in question.filters:
            others = {other: value for other, value in question.filters.items() if other != name}
            facets |= self._counted(self._query(question, others), [name])
        snippets = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "body")
        for _, address in found.hits:
            snippets.snippet_from_doc(self._searcher.doc(address)).to_html()
        return int(found.count or 0), facets  # type: ignore[attr-defined]

    def _query(self, question: Question, filters: dict[str, str]) -> tantivy.Query:
        term, occur = tantivy.Query.term_query, tantivy.Occur
        words = []
        for stem in stems(question.text):
            words.append((occur.Should, tantivy.Query.boost_query(term(self._schema, "name", stem), 3.0)))
            words.append((occur.Should, term(self._schema, "body", stem)))
        parts = [(occur.Must, tantivy.Query.boolean_query(words))]
        for name, value in filters.items():
            parts.append((occur.Must, tantivy.Query.const_score_query(term(self._schema, name, value), 0.0)))
        if question.age is not None:
            between, whole = tantivy.Query.range_query, tantivy.FieldType.Integer
            parts.append((occur.Must, between(self._schema, "youngest", whole, 0, question.age)))
            parts.append((occur.Must, between(self._schema, "oldest", whole, question.age, 100_000)))
        return tantivy.Query.boolean_query(parts)

    def _counted(self, query: tantivy.Query, names: list[str]) -> dict[str, dict[str, int]]:
        asked = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in names}
        answered: Any = self._searcher.aggregate(query, asked)
        return {
            name: without_zeros((bucket["key"], bucket["doc_count"]) for bucket in answered[name]["buckets"])
            for name in names
        }
