"""The order of the answers: the factors of `ranking`, as the columns that PostgreSQL sorts by."""

from __future__ import annotations

from collections.abc import Iterator

from app.search.postgresql_engine import hours
from app.search.postgresql_engine.filters import Question, fits_age, has_any
from app.search.query import Order, SearchQuery
from app.search.ranking import MADE_FOR_AGE
from app.search.wanted import Facts, Wanted

#: Mean radius of the Earth, in metres.
EARTH = 6_371_008.8
#: Two equal listings always stand in the same order.
_NAME = "j.key, j.id"


def columns(query: SearchQuery) -> str:
    """What the answers `j` are sorted by."""
    if query.real_order is Order.NAME:
        return _NAME
    if query.real_order is Order.VERIFICATION:
        return f"j.assured DESC, {_NAME}"
    if query.real_order is Order.DISTANCE:
        return f"j.metres NULLS LAST, {_NAME}"
    return f"j.tier DESC, j.fitted DESC, j.metres NULLS LAST, j.words DESC, {_NAME}"


def metres(question: Question) -> str:
    """Straight-line metres from the asked point to `l` by the haversine formula, rounded; null without either."""
    near = question.query.near
    if near is None:
        return "NULL::float8"
    lat, lon = question.values.bind(near.lat, "float8"), question.values.bind(near.lon, "float8")
    across = f"cos(radians(l.lat)) * cos(radians({lat})) * sin((radians(l.lon) - radians({lon})) / 2) ^ 2"
    half = f"sin((radians(l.lat) - radians({lat})) / 2) ^ 2 + {across}"
    # LEAST passes over a null: what is nowhere would be at the other end of the Earth.
    return f"CASE WHEN l.lat IS NOT NULL THEN round({2 * EARTH}::float8 * asin(sqrt(least({half}, 1)))) END"


def facts(question: Question, wanted: Wanted) -> list[str]:
    """A condition, never null, for each fact recognised in the text."""
    near = question.query.near
    communes = wanted.facts.communes or ((near.commune,) if near and near.commune else ())
    found = [has_any(question, "communes", communes)] if communes else []
    return [f"coalesce({test}, false)" for test in (*found, *_others(question, wanted.facts))]


def _others(question: Question, said: Facts) -> Iterator[str]:
    if said.age_months is not None:
        yield fits_age(question, said.age_months)
    if said.weekdays or said.period or said.opens_by is not None or said.closes_after is not None:
        days = question.weeks.days(said.period, (said.opens_by, said.closes_after))
        yield f"{question.weeks.trusted()} AND {hours.on_days(days, said.weekdays)}"
    if said.open_now:
        yield "l.open_now"
    if said.free:
        yield "l.free"


def made_for_age(question: Question, wanted: Wanted) -> str:
    """In the place of words, when an age was said: services made for that age come before those for everyone."""
    age = wanted.facts.age_months
    if age is None:
        return "0"
    width = "l.age_max - coalesce(l.age_min, 0)"
    ranges = " ".join(f"WHEN {width} <= {widest} THEN {weight}" for widest, weight in MADE_FOR_AGE)
    return f"CASE WHEN NOT coalesce({fits_age(question, age)}, false) THEN 0 {ranges} ELSE 0 END"
