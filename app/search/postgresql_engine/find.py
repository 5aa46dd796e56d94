"""Answering one query: one statement, so that a page, its total and its facets are of one moment."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from app.catalogue.hours.model import Calendar
from app.search.engine import Found, Hit
from app.search.postgresql_engine import hours, matching, ordering
from app.search.postgresql_engine.facets import Counts, answers
from app.search.postgresql_engine.filters import Question, conditions
from app.search.postgresql_engine.statement import Values, bits
from app.search.query import SearchQuery
from app.search.wanted import Unit, Wanted
from app.search.whoosh_engine.snippets import snippet
from app.search.words import name_key, stems

#: Nobody reads further; PostgreSQL would count so far for nothing.
_FURTHEST = 10_000_000


def find(connection: Connection, query: SearchQuery, calendar: Calendar) -> Found:
    """Select by the text, filter, count, order, and cut the page out."""
    wanted = query.wanted or plain_words(query.text)
    question = Question(query, calendar, Values())
    statement, counts = _statement(question, wanted)
    row = connection.exec_driver_sql(statement, question.values.bound).one()
    total, full, facets, left_out = counts.read(row[1:])
    return Found(tuple(_hit(one, query, wanted) for one in row[0] or ()), total, facets, left_out, full)


def plain_words(text: str) -> Wanted:
    """Each word is a need: what an engine makes of a text that nobody understood first."""
    return Wanted(tuple(Unit(words=((stem,),)) for stem in dict.fromkeys(stems(text))), name=name_key(text))


def _statement(question: Question, wanted: Wanted) -> tuple[str, Counts]:
    query, values = question.query, question.values
    said = wanted.facts
    windows = hours.Asked((query.opens_by, query.closes_after), (said.opens_by, said.closes_after), query.now)
    filters, facts = conditions(question), ordering.facts(question, wanted)
    counts = Counts(list(filters), len(facts))
    tables = [
        ("judged_week", hours.judged_weeks(windows)),
        *matching.tables(wanted, values),
        ("judged", _judged(question, wanted, list(filters.values()), facts)),
        ("profile", counts.profiles()),
        ("page", _page(question)),
    ]
    said_first = ", ".join(f"{name} AS MATERIALIZED ({table})" for name, table in tables)
    columns = ["(SELECT json_agg(page) FROM page)", *counts.columns()]
    return f"WITH {said_first} SELECT {', '.join(columns)} FROM profile", counts


def _judged(question: Question, wanted: Wanted, filters: list[str], facts: list[str]) -> str:
    """Each listing that answers the text: which filters it fails, of which nobody knows, and what it is sorted by."""
    fails = "is false" if question.query.include_unknown else "is not true"
    kept = ("id", "key", "type", "themes", "communes", "languages", "assured", "open_now", "metres")
    columns = {
        "tier": matching.tier(wanted),
        "fitted": " + ".join(f"({fact})::int" for fact in facts) or "0",
        "words": ordering.words(question, wanted),
        "failing": bits(f"({filter_}) {fails}" for filter_ in filters),
        "unknown": bits(f"({filter_}) is null" for filter_ in filters),
        "answers": answers(question),
    }
    made = [f"{expression} AS {name}" for name, expression in columns.items()]
    return f"SELECT {', '.join([*(f'l.{name}' for name in kept), *made])} FROM ({_listings(question, wanted)}) l"


def _listings(question: Question, wanted: Wanted) -> str:
    """The listings that answer, with what is computed once for several uses (OFFSET 0 keeps it from being repeated)."""
    source, condition = matching.source(wanted)
    columns = [
        "l.*",
        *(["a.strength", "a.words"] if wanted.units else []),
        hours.week_days(),
        f"{ordering.metres(question)} AS metres",
        f"{hours.open_now(question.query.now, question.calendar)} AS open_now",
    ]
    return f"SELECT {', '.join(columns)} FROM {source} {hours.joined_weeks()} WHERE {condition} OFFSET 0"


def _page(question: Question) -> str:
    query, order = question.query, ordering.columns(question.query)
    first = min((query.page - 1) * query.per_page, _FURTHEST)
    cut = f"SELECT * FROM judged j WHERE failing = 0 ORDER BY {order} LIMIT {int(query.per_page)} OFFSET {int(first)}"
    return (
        f"SELECT j.id, j.metres::int AS away, j.open_now AS open, d.body FROM ({cut}) j "
        f"JOIN search_index.document d ON d.listing_id = j.id ORDER BY {order}"
    )


def _hit(found: dict[str, Any], query: SearchQuery, wanted: Wanted) -> Hit:
    return Hit(found["id"], found["away"], found["open"], snippet(found["body"], wanted))
