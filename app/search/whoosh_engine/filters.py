"""The asked filters: for each, which listings surely pass and which are unknown. Meanings of DESIGN.md §7."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.catalogue.hours.model import Calendar
from app.search.query import SearchQuery
from app.search.ranking import NOWHERE
from app.search.whoosh_engine.bits import Bits, pack, pack_rows, rows_of
from app.search.whoosh_engine.distances import metres
from app.search.whoosh_engine.hours import UNKNOWN, fits_week, is_open, open_now, trusted
from app.search.whoosh_engine.segment import Segment
from app.search.whoosh_engine.snapshot import Snapshot

#: The parameters that bear on the same slots are one filter.
HOURS = "horaires"
#: Answers by the parameter that asks for them, in the order of `Columns.answers`.
ANSWERS = ("gratuit", "places", "accessible", "handicap")
#: The coded column of each filter by words.
WORDS = {"theme": "themes", "type": "types", "commune": "communes", "langue": "languages"}


@dataclass(frozen=True)
class Asked:
    """One filter: the listings that surely pass, and those of which nobody knows (the dead may be among them)."""

    name: str
    yes: Bits
    unknown: Bits


@dataclass(frozen=True)
class Context:
    """A question to one generation."""

    snapshot: Snapshot
    query: SearchQuery
    calendar: Calendar


def asked_filters(context: Context, answering: Bits) -> list[Asked]:
    """The filters of the query; what is not kept for the next question is worked out for these listings only."""
    return [filter_ for build in _BUILDERS for filter_ in build(context, answering)]


def having(snapshot: Snapshot, name: str, words: tuple[str, ...]) -> Bits:
    """The listings that have at least one of these themes, types…"""
    return snapshot.while_asked((name, words), lambda: pack(snapshot.coded(WORDS[name]).any_of(words)))


def answering_yes(snapshot: Snapshot, which: int) -> Bits:
    """The listings whose answer is yes."""
    return snapshot.fixed(("yes", which), lambda segment: pack(segment.columns.answers[which] == 1))


def fits_age(snapshot: Snapshot, months: int) -> Bits:
    """The listings that surely welcome that age."""

    def make(segment: Segment) -> Bits:
        columns = segment.columns
        return pack(columns.age_known & (columns.age_min <= months) & (months <= columns.age_max))

    return snapshot.asked(("age", months), make)


def _words(context: Context, _answering: Bits) -> Iterator[Asked]:
    query, snapshot = context.query, context.snapshot
    asked = (query.themes, query.types, query.communes, query.languages)
    for name, wanted in zip(WORDS, asked, strict=True):
        if wanted:
            column = WORDS[name]
            unknown = snapshot.once(("none", name), lambda column=column: pack(snapshot.coded(column).none_at_all))  # type: ignore[misc]
            yield Asked(name, having(snapshot, name, wanted), unknown)


def _age(context: Context, _answering: Bits) -> Iterator[Asked]:
    snapshot, months = context.snapshot, context.query.age_months
    if months is not None:
        unknown = snapshot.fixed("age unknown", lambda segment: pack(~segment.columns.age_known))
        yield Asked("age_mois", fits_age(snapshot, months), unknown)


def _hours(context: Context, _answering: Bits) -> Iterator[Asked]:
    query, snapshot = context.query, context.snapshot
    if query.weekdays or query.period or query.opens_by is not None or query.closes_after is not None:
        window = (query.opens_by, query.closes_after)
        yes = fits_week(snapshot, query.now, query.weekdays, query.period, window)
        yield Asked(HOURS, yes, ~trusted(snapshot, query.now))


def _open(context: Context, _answering: Bits) -> Iterator[Asked]:
    if context.query.open_now:
        asked = context.snapshot, context.query.now, context.calendar
        yield Asked("ouvert", is_open(*asked), pack(open_now(*asked) == UNKNOWN))


def _answers(context: Context, _answering: Bits) -> Iterator[Asked]:
    query, snapshot = context.query, context.snapshot
    asked = (query.free, query.has_places, query.accessible, query.inclusive)
    for which, (name, wanted) in enumerate(zip(ANSWERS, asked, strict=True)):
        if wanted:
            yield Asked(name, answering_yes(snapshot, which), _unanswered(snapshot, which))


def _unanswered(snapshot: Snapshot, which: int) -> Bits:
    return snapshot.fixed(("unknown", which), lambda segment: pack(segment.columns.answers[which] == UNKNOWN))


def _radius(context: Context, answering: Bits) -> Iterator[Asked]:
    query, size = context.query, context.snapshot.size
    if query.near is not None and query.radius_km is not None:
        rows = rows_of(answering)
        distance = metres(context.snapshot, query.near, rows)
        within = pack_rows(rows[distance <= query.radius_km * 1000], size)
        yield Asked("rayon", within, pack_rows(rows[distance == NOWHERE], size))


_BUILDERS: tuple[Callable[[Context, Bits], Iterator[Asked]], ...] = (_words, _age, _hours, _open, _answers, _radius)
