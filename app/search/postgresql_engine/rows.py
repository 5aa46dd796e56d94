"""One listing as the tables of `search_index` hold it. The migration that makes them says the same columns."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from app.catalogue.hours.model import DAY_PERIODS, Period
from app.catalogue.hours.week import Intervals, merge
from app.search.document import IndexDocument
from app.search.postgresql_engine.statement import storable
from app.search.whoosh_engine.ranking import NAME_BOOST
from app.search.whoosh_engine.row import Row, row_of
from app.search.words import name_key, stems

#: A week is one set of minutes; between two days stand minutes that do not exist, so that midnight never joins them.
DAY_STRIDE = 1500
#: The columns that say which week holds in which period. ALL_YEAR serves the days whose calendar is not published.
WEEK_COLUMNS = {
    Period.TERM: "week_term",
    Period.SHORT_HOLIDAYS: "week_short_holidays",
    Period.SUMMER: "week_summer",
    Period.ALL_YEAR: "week_all_year",
}
assert (*DAY_PERIODS, Period.ALL_YEAR) == tuple(WEEK_COLUMNS)
#: Stands between the words of a set; no slug, INSEE code or language holds one.
SEPARATOR = "\x1f"


class Listing(NamedTuple):
    """A row of `listing`. Days are ordinals (0: none); sets are sorted; a set of times is a multirange or None."""

    id: int
    key: str
    type: str
    themes: str
    communes: str
    languages: str
    lat: float | None
    lon: float | None
    age_min: int | None
    age_max: int | None
    free: bool | None
    has_places: bool | None
    accessible: bool | None
    inclusive: bool | None
    assured: int
    trusted: int
    year_round: bool
    week_term: int
    week_short_holidays: int
    week_summer: int
    week_all_year: int
    closures: str | None
    specials: str | None
    length: int


class Posting(NamedTuple):
    """A row of `posting`: how often a listing says a stem. Its length is repeated, to rank without joining."""

    stem: str
    listing_id: int
    in_name: int
    in_body: int
    length: int


class Week(NamedTuple):
    """A row of `week`: a distinct typical week, numbered by its content, and one bit for each day that opens."""

    id: int
    minutes: str
    days: int


class Entry(NamedTuple):
    """All the rows of one listing."""

    listing: Listing
    name: str
    body: str
    postings: tuple[Posting, ...]
    weeks: tuple[Week, ...]


def entry_of(document: IndexDocument) -> Entry:
    """The rows of a listing."""
    row = row_of(document)
    row = row._replace(name=storable(row.name), body=storable(row.body))
    in_name, in_body = Counter(stems(row.name)), Counter(stems(row.body))
    length = NAME_BOOST * in_name.total() + in_body.total()
    weeks = tuple(_week(times) for times in row.weeks)
    postings = (Posting(stem, row.id, in_name[stem], in_body[stem], length) for stem in sorted({*in_name, *in_body}))
    return Entry(_listing(document, row, weeks, length), row.name, row.body, tuple(postings), weeks)


def fingerprint(entry: Entry) -> str:
    """A digest of all that the index should hold of it; `store.fingerprints` makes the same of what it holds."""
    said = ",".join(f"{one.stem} {one.in_name} {one.in_body} {one.length}" for one in entry.postings)
    weeks = [(week.minutes, week.days) for week in entry.weeks]
    return digest((*entry.listing, entry.name, entry.body, *weeks), hashlib.md5(said.encode()).hexdigest())  # noqa: S324


def digest(facts: tuple[Any, ...], postings: str) -> str:
    """The facts of a listing and the MD5 of its postings (which PostgreSQL computes by itself) in a few letters."""
    return f"{hashlib.blake2b(repr(facts).encode(), digest_size=12).hexdigest()}:{postings}"


def _listing(document: IndexDocument, row: Row, weeks: tuple[Week, ...], length: int) -> Listing:
    somewhere = row.lat is not None and row.lon is not None
    specials = merge((day * DAY_STRIDE + opens, day * DAY_STRIDE + closes) for day, opens, closes in row.specials)
    return Listing(
        id=row.id,
        key=name_key(row.name),
        type=row.type,
        themes=_set(row.themes),
        communes=_set(row.communes),
        languages=_set(row.languages),
        lat=row.lat if somewhere else None,
        lon=row.lon if somewhere else None,
        age_min=row.age_min,
        age_max=row.age_max,
        free=document.free,
        has_places=document.has_places,
        accessible=document.accessible,
        inclusive=document.inclusive,
        assured=row.assured,
        trusted=row.trusted,
        year_round=row.year_round,
        **{column: week.id for column, week in zip(WEEK_COLUMNS.values(), weeks, strict=True)},
        closures=_multirange(merge((starts, ends + 1) for starts, ends in row.closures)) or None,
        specials=_multirange(specials) or None,
        length=length,
    )


def _week(times: Iterable[tuple[int, int, int]]) -> Week:
    listed = list(times)
    spans = tuple((day * DAY_STRIDE + opens, day * DAY_STRIDE + closes) for day, opens, closes in listed)
    minutes = _multirange(spans) or "{}"
    digest = hashlib.blake2b(minutes.encode(), digest_size=8).digest()
    return Week(int.from_bytes(digest, "big", signed=True), minutes, sum({1 << day for day, _, _ in listed}))


def _multirange(spans: Intervals) -> str:
    """As PostgreSQL writes it: sorted, disjoint, never touching; empty text for none."""
    return "{" + ",".join(f"[{start},{end})" for start, end in spans) + "}" if spans else ""


def _set(words: Iterable[str]) -> str:
    return SEPARATOR.join(sorted(set(words)))
