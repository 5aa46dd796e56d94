"""When results are not enough: a question instead of a guess, emergency numbers first, a type that is never listed."""

from __future__ import annotations

from collections.abc import Sequence

from app.search.understanding.lexicon import AMBIGUOUS, SENSITIVE, Entry, Lexicon
from app.search.understanding.model import Guidance


def guidance_of(entries: Sequence[Entry], lexicon: Lexicon) -> tuple[Guidance, ...]:
    """What these phrases ask of the page, urgent things first."""
    return (*_urgent(entries), *_questions(entries), *_relays(entries, lexicon))


def _urgent(entries: Sequence[Entry]) -> list[Guidance]:
    sensitive = [entry for entry in entries if SENSITIVE in entry.kinds]
    if not sensitive:
        return []
    topics = dict.fromkeys(topic for entry in sensitive for topic in entry.topics)
    types = dict.fromkeys(slug for entry in sensitive for slug in entry.types)
    return [Guidance("urgence", tuple(topics), tuple(types))]


def _questions(entries: Sequence[Entry]) -> list[Guidance]:
    return [Guidance("question", entry.topics, entry.types) for entry in entries if AMBIGUOUS in entry.kinds]


def _relays(entries: Sequence[Entry], lexicon: Lexicon) -> list[Guidance]:
    asked = dict.fromkeys(slug for entry in entries for slug in entry.types if slug in lexicon.leads)
    return [Guidance("relais", types=(slug, lexicon.leads[slug])) for slug in asked]
