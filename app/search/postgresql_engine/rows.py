"""One listing as the tables of `search_index` hold it. The migration that makes them says the same columns."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from app.catalogue.hours.model import Period
from app.catalogue.hours.week import Intervals, merge
from app.search.document import IndexDocument
from app.search.postgresql_engine.statement import storable
from app.search.ranking import NAME_BOOST
from app.search.row import WEEKS, Row, row_of
from app.search.words import name_key, stems

#: A week is one set of minutes; between two days stand minutes that do not exist, so that midnight never joins them.
DAY_STRIDE = 1500
#: What the columns of each period end with. ALL_YEAR serves the days whose school calendar is not published.
PERIODS = {
    Period.TERM: "term",
    Period.SHORT_HOLIDAYS: "short_holidays",
    Period.SUMMER: "summer",
    Period.ALL_YEAR: "all_year",
}
assert tuple(PERIODS) == WEEKS
#: Stands between the words of a set; no slug, INSEE code or language holds one.
SEPARATOR = "\x1f"


class Listing(NamedTuple):
    """A row of `listing`.

    Words and typical weeks are numbers of `word_set` and `week`. Dates are ordinals (0: none). `answers` has one bit
    for each yes among the four answers, `days_…` one for each weekday that opens. Sets of times are multiranges.
    """

    id: int
    key: str
    type: int
    themes: int
    communes: int
    languages: int
    lat: float | None
    lon: float | None
    age_min: int | None
    age_max: int | None
    free: bool | None
    has_places: bool | None
    accessible: bool | None
    inclusive: bool | None
    answers: int
    assured: int
    trusted: int
    year_round: bool
    week_term: int
    week_short_holidays: int
    week_summer: int
    week_all_year: int
    days_term: int
    days_short_holidays: int
    days_summer: int
    days_all_year: int
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


class Numbered(NamedTuple):
    """A row of `week` or `word_set`: a distinct value, numbered by its own content."""

    id: int
    value: str


class Entry(NamedTuple):
    """All the rows of one listing."""

    listing: Listing
    name: str
    body: str
    postings: tuple[Posting, ...]
    weeks: tuple[Numbered, ...]
    sets: tuple[Numbered, ...]


def entry_of(document: IndexDocument) -> Entry:
    """The rows of a listing."""
    row = row_of(document)
    row = row._replace(name=storable(row.name), body=storable(row.body))
    in_name, in_body = Counter(stems(row.name)), Counter(stems(row.body))
    length = NAME_BOOST * in_name.total() + in_body.total()
    weeks = tuple(_week(times) for times in row.weeks)
    sets = tuple(word_set(words) for words in ((row.type,), row.themes, row.communes, row.languages))
    postings = (Posting(stem, row.id, in_name[stem], in_body[stem], length) for stem in sorted({*in_name, *in_body}))
    listing = _listing(document, row, weeks, sets)._replace(length=length)
    return Entry(listing, row.name, row.body, tuple(postings), weeks, sets)


def word_set(words: Iterable[str]) -> Numbered:
    """A set of words (themes…) as one value."""
    return _numbered(SEPARATOR.join(sorted(set(words))))


def fingerprint(entry: Entry) -> str:
    """A digest of all that the index should hold of it; `store.fingerprints` makes the same of what it holds."""
    said = ",".join(f"{one.stem} {one.in_name} {one.in_body} {one.length}" for one in entry.postings)
    values = (one.value for one in (*entry.weeks, *entry.sets))
    return digest((*entry.listing, entry.name, entry.body, *values), hashlib.md5(said.encode()).hexdigest())  # noqa: S324


def digest(facts: tuple[Any, ...], postings: str) -> str:
    """The facts of a listing and the MD5 of its postings (which PostgreSQL computes by itself) in a few letters."""
    return f"{hashlib.blake2b(repr(facts).encode(), digest_size=12).hexdigest()}:{postings}"


def _listing(document: IndexDocument, row: Row, weeks: tuple[Numbered, ...], sets: tuple[Numbered, ...]) -> Listing:
    somewhere = row.lat is not None and row.lon is not None
    specials = merge((day * DAY_STRIDE + opens, day * DAY_STRIDE + closes) for day, opens, closes in row.specials)
    return Listing(
        id=row.id,
        key=name_key(row.name),
        type=sets[0].id,
        themes=sets[1].id,
        communes=sets[2].id,
        languages=sets[3].id,
        lat=row.lat if somewhere else None,
        lon=row.lon if somewhere else None,
        age_min=row.age_min,
        age_max=row.age_max,
        free=document.free,
        has_places=document.has_places,
        accessible=document.accessible,
        inclusive=document.inclusive,
        answers=sum(1 << at for at, answer in enumerate(row.answers) if answer == 1),
        assured=row.assured,
        trusted=row.trusted,
        year_round=row.year_round,
        **{f"week_{name}": week.id for name, week in zip(PERIODS.values(), weeks, strict=True)},
        **{f"days_{name}": _days(times) for name, times in zip(PERIODS.values(), row.weeks, strict=True)},
        closures=_multirange(merge((starts, ends + 1) for starts, ends in row.closures)) or None,
        specials=_multirange(specials) or None,
        length=0,
    )


def _week(times: Iterable[tuple[int, int, int]]) -> Numbered:
    spans = tuple((day * DAY_STRIDE + opens, day * DAY_STRIDE + closes) for day, opens, closes in times)
    return _numbered(_multirange(spans) or "{}")


def _days(times: Iterable[tuple[int, int, int]]) -> int:
    return sum({1 << day for day, _, _ in times})


def _numbered(value: str) -> Numbered:
    # Sixty-four bits of a digest: two values of one catalogue will not share a number, and no counter is needed.
    return Numbered(int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), "big", signed=True), value)


def _multirange(spans: Intervals) -> str:
    """As PostgreSQL writes it: sorted, disjoint, never touching; empty text for none."""
    return "{" + ",".join(f"[{start},{end})" for start, end in spans) + "}" if spans else ""
