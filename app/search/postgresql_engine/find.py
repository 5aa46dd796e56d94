"""Answering one query: one statement selects, filters, counts, orders and cuts the page out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from app.catalogue.hours.model import Calendar
from app.search.engine import Found, Hit
from app.search.postgresql_engine import matching, ordering
from app.search.postgresql_engine.corpus import Corpus, look
from app.search.postgresql_engine.facets import Counts, answers, verdicts
from app.search.postgresql_engine.filters import Question, conditions
from app.search.postgresql_engine.hours import Weeks
from app.search.query import SearchQuery
from app.search.snippets import fold_in_place, needles, snippet
from app.search.wanted import Unit, Wanted
from app.search.words import name_key, stems

#: Nobody reads further; PostgreSQL would count so far for nothing.
_FURTHEST = 10_000_000
_BODIES = "SELECT listing_id, body FROM search_index.document WHERE listing_id = ANY(%(ids)s::int[])"
#: What is read of a listing once it is known to answer the text.
_READ = (
    "id", "key", "type", "themes", "communes", "languages", "age_min", "age_max", "free", "has_places", "accessible",
    "inclusive", "answers", "assured", "trusted", "days_term", "days_short_holidays", "days_summer", "days_all_year",
)  # fmt: skip
#: What is kept of it once it is judged.
_KEPT = ("id", "key", "type", "themes", "communes", "languages", "assured", "open_now", "metres")


def find(connection: Connection, query: SearchQuery, calendar: Calendar) -> Found:
    """The listings that answer. The transaction must see one moment throughout."""
    wanted = query.wanted or plain_words(query.text)
    corpus = look(connection, wanted)
    question = Question(query, Weeks(query.now, calendar))
    statement, counts = written(question, wanted, corpus)
    row = connection.exec_driver_sql(statement, question.values.bound).one()
    total, full, facets, left_out = counts.read(row[1:])
    return Found(_hits(connection, row[0] or [], wanted, query), total, facets, left_out, full)


def plain_words(text: str) -> Wanted:
    """Each word is a need: what an engine makes of a text that nobody understood first."""
    return Wanted(tuple(Unit(words=((stem,),)) for stem in dict.fromkeys(stems(text))), name=name_key(text))


def written(question: Question, wanted: Wanted, corpus: Corpus) -> tuple[str, Counts]:
    """The text of the statement, whose values are in the question, and who reads its counts."""
    filters, facts = conditions(question), ordering.facts(question, wanted)
    counts = Counts(list(filters), len(facts), include_unknown=question.query.include_unknown)
    judged = _judged(question, wanted, corpus, list(filters.values()), facts)
    tables = {
        "judged_week": question.weeks.table(),
        "judged": judged,
        "profile": counts.profiles(),
        "page": _page(question.query, counts.passing()),
    }
    first = ", ".join(f"{name} AS MATERIALIZED ({table})" for name, table in tables.items())
    columns = ", ".join(["(SELECT json_agg(page) FROM page)", *counts.columns()])
    return f"WITH {first} SELECT {columns} FROM profile", counts


def _judged(question: Question, wanted: Wanted, corpus: Corpus, filters: list[str], facts: list[str]) -> str:
    """Each listing that answers the text: what each filter says of it, its answers, and what it is sorted by."""
    columns = {
        "tier": matching.tier(wanted, corpus, question.values),
        "fitted": " + ".join(f"({fact})::int" for fact in facts) or "0",
        "words": matching.weight() if wanted.units else ordering.made_for_age(question, wanted),
        "verdicts": verdicts(filters),
        "answers": answers(question),
    }
    made = [f"{expression} AS {name}" for name, expression in columns.items()]
    kept = [f"l.{name}" for name in _KEPT]
    return f"SELECT {', '.join([*kept, *made])} FROM ({_listings(question, wanted, corpus)}) l"


def _listings(question: Question, wanted: Wanted, corpus: Corpus) -> str:
    """The listings that answer, with what is computed once for several uses (OFFSET 0 keeps it from being repeated)."""
    source, condition = matching.source(wanted, corpus, question.values)
    columns = [
        *(f"l.{name}" for name in _READ),
        *(["a.strength", "a.words"] if wanted.units else []),
        *question.weeks.columns(),
        f"{ordering.metres(question)} AS metres",
        f"{question.weeks.open_now()} AS open_now",
    ]
    return f"SELECT {', '.join(columns)} FROM {source} {question.weeks.joins()} WHERE {condition} OFFSET 0"


def _snippet(body: str, sought: tuple[str, ...]) -> str:
    return snippet(body, fold_in_place(body), sought) if sought else ""


def _page(query: SearchQuery, passing: str) -> str:
    first = min((query.page - 1) * query.per_page, _FURTHEST)
    return (
        f"SELECT j.id, j.metres::int AS away, j.open_now AS open FROM judged j WHERE {passing} "
        f"ORDER BY {ordering.columns(query)} LIMIT {int(query.per_page)} OFFSET {int(first)}"
    )


def _hits(
    connection: Connection, page: Iterable[dict[str, Any]], wanted: Wanted, query: SearchQuery
) -> tuple[Hit, ...]:
    shown = list(page)
    bodies: dict[int, str] = {}
    sought = needles(wanted) if query.snippets else ()
    if sought and shown:
        rows = connection.exec_driver_sql(_BODIES, {"ids": [one["id"] for one in shown]})
        bodies = {row.listing_id: row.body for row in rows}
    return tuple(Hit(one["id"], one["away"], one["open"], _snippet(bodies.get(one["id"], ""), sought)) for one in shown)
