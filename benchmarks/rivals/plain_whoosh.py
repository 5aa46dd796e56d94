"""Whoosh used as its documentation shows: its French analyser, its sortable columns, its facets, its highlights.

Only three facets (type, theme, commune), which do not ignore their own filter: it is already the slowest.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whoosh import fields, index, qparser, sorting
from whoosh.analysis import LanguageAnalyzer

from app.search.document import IndexDocument
from benchmarks.rivals.common import PAGE, Counts, Question, ages_of

_FACETS = ("type", "theme", "commune")


class PlainWhoosh:
    """A full schema."""

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
            writer.add_document(**_facts(one))
        writer.commit()
        self._searcher = made.searcher()
        self._parser = qparser.MultifieldParser(["name", "body"], schema, group=qparser.OrGroup)

    def ask(self, question: Question) -> tuple[int, Counts]:
        wanted = [f"({question.text})", *(f'{name}:"{value}"' for name, value in question.filters.items())]
        if question.age is not None:
            wanted.append(f"youngest:[0 TO {question.age}] AND oldest:[{question.age} TO 100000]")
        groups = {name: sorting.FieldFacet(name) for name in _FACETS}
        found = self._searcher.search(self._parser.parse(" AND ".join(wanted)), limit=PAGE, groupedby=groups)
        facets = {name: {str(value): len(ids) for value, ids in found.groups(name).items()} for name in groups}
        for hit in found:
            hit.highlights("body")
        return len(found), facets


def _facts(one: IndexDocument) -> dict[str, Any]:
    youngest, oldest = ages_of(one)
    return {
        "id": one.id,
        "name": one.name,
        "body": one.body,
        "type": one.type,
        "theme": one.themes[0],
        "commune": one.communes[0],
        "youngest": youngest,
        "oldest": oldest,
    }
