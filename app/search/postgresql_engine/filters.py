"""The asked filters as SQL conditions on a listing `l`: true passes, null is unknown. Meanings of DESIGN.md §7."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.search.postgresql_engine import hours
from app.search.postgresql_engine.hours import Weeks
from app.search.postgresql_engine.rows import word_set
from app.search.postgresql_engine.statement import Values
from app.search.query import SearchQuery

#: The parameters that bear on the same slots are one filter.
HOURS = "horaires"
#: Columns by the parameter that asks for a yes.
ANSWERS = {"gratuit": "free", "places": "has_places", "accessible": "accessible", "handicap": "inclusive"}
#: Columns by the parameter that asks for a word, all of whose values are an OR.
SETS = {"theme": "themes", "type": "type", "commune": "communes", "langue": "languages"}
NOTHING = word_set(()).id


@dataclass(frozen=True)
class Question:
    """A query, and the parts of the statement that are written as it is read."""

    query: SearchQuery
    weeks: Weeks
    values: Values = field(default_factory=Values)


def conditions(question: Question) -> dict[str, str]:
    """Each asked filter and its condition, always in the same order."""
    return {**dict(_sets(question)), **dict(_others(question))}


def has_any(question: Question, column: str, wanted: tuple[str, ...]) -> str:
    """Whether a set of words has one of these; null when it is empty."""
    sought = question.values.bind(wanted, "text[]")
    holding = f"SELECT id FROM search_index.word_set WHERE string_to_array(words, chr(31)) && {sought}"
    return f"CASE WHEN l.{column} <> {NOTHING} THEN l.{column} IN ({holding}) END"


def fits_age(question: Question, months: int) -> str:
    """Whether that age is welcome; a bound that is missing is open, null when both are."""
    age = question.values.bind(months, "float8")
    return (
        "CASE WHEN l.age_min IS NOT NULL OR l.age_max IS NOT NULL "
        f"THEN coalesce(l.age_min, 0) <= {age} AND coalesce({age} <= l.age_max, true) END"
    )


def _sets(question: Question) -> Iterator[tuple[str, str]]:
    query = question.query
    asked = (query.themes, query.types, query.communes, query.languages)
    for (name, column), wanted in zip(SETS.items(), asked, strict=True):
        if wanted:
            yield name, has_any(question, column, wanted)


def _others(question: Question) -> Iterator[tuple[str, str]]:
    query, weeks = question.query, question.weeks
    if query.age_months is not None:
        yield "age_mois", fits_age(question, query.age_months)
    window = (query.opens_by, query.closes_after)
    if query.weekdays or query.period or window != (None, None):
        fits = hours.on_days(weeks.days(query.period, window), query.weekdays)
        yield HOURS, f"CASE WHEN {weeks.trusted()} THEN {fits} END"
    if query.open_now:
        yield "ouvert", "l.open_now"
    asked = (query.free, query.has_places, query.accessible, query.inclusive)
    for (name, column), wanted in zip(ANSWERS.items(), asked, strict=True):
        if wanted:
            yield name, f"l.{column}"
    if query.near is not None and query.radius_km is not None:
        yield "rayon", f"l.metres <= {question.values.bind(query.radius_km * 1000, 'float8')}"
