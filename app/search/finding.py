"""From a query to an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.search.engine import Found, SearchEngine
from app.search.query import SearchQuery


@dataclass(frozen=True)
class Guidance:
    """What a page must say besides the results: 'urgence', 'question' or 'relais'."""

    kind: str
    topics: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What was found and what was understood."""

    found: Found
    understood: Mapping[str, Any] = field(default_factory=dict)
    did_you_mean: str = ""
    guidance: tuple[Guidance, ...] = ()


def search(query: SearchQuery, engine: SearchEngine, lexicon: object) -> Answer:
    """Understand the text, then ask the engine."""
    return Answer(engine.find(query))
