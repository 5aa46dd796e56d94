"""Random catalogues and questions for the search, and the engines that must all answer the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from app.catalogue.hours.model import Closure, Hours, Period, Slot, SpecialOpening
from app.search.document import IndexDocument
from app.search.query import Order, Point, SearchQuery
from app.search.wanted import Facts, Unit, Wanted

PARIS = ZoneInfo("Europe/Paris")
#: A Wednesday in term.
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=PARIS)


@dataclass(frozen=True)
class SmallCalendar:
    """Term but for one summer month, one short holiday, one public holiday, and nothing published from 2027."""

    def period(self, day: date) -> Period | None:
        if day >= date(2027, 1, 1):
            return None
        if day.month == 7:
            return Period.SUMMER
        return Period.SHORT_HOLIDAYS if (day.month, day.day) >= (12, 19) else Period.TERM

    def is_public_holiday(self, day: date) -> bool:
        return (day.month, day.day) in ((11, 11), (12, 25), (1, 1))


WORDS = (
    "crèche",
    "accueil",
    "école",
    "Montauban",
    "jeux",
    "mercredi",
    "activités",
    "cœur",
    "l’enfant",
    "Guesde",
    "PMI",
)
TYPES = ("creche", "ecole", "alsh", "mairie")
THEMES = ("petite-enfance", "enfance", "jeunesse")
COMMUNES = ("82121", "82124", "82025")
LANGUAGES = ("fr", "en", "ar")
NOWS = st.sampled_from(
    [
        NOW,
        datetime(2026, 11, 11, 10, 0, tzinfo=PARIS),
        datetime(2026, 7, 8, 8, 30, tzinfo=PARIS),
        datetime(2026, 12, 21, 17, 59, tzinfo=PARIS),
        datetime(2027, 3, 3, 12, 0, tzinfo=PARIS),
    ]
)
DAYS = st.sampled_from([date(2026, 7, 8), date(2026, 11, 11), date(2026, 11, 25), date(2026, 12, 21), date(2027, 3, 3)])
MINUTES = st.sampled_from([0, 420, 480, 510, 600, 720, 840, 1080, 1439])
MAYBE = st.sampled_from([None, True, False])
PLACES = st.sampled_from([(None, None), (44.018, 1.355), (44.02, 1.30), (43.97, 1.36)])


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    opens, closes = sorted(draw(st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] != pair[1])))
    return opens, closes


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    if draw(st.booleans()) and draw(st.booleans()):
        return Hours()
    slots = draw(st.lists(st.builds(lambda p, d, s: Slot(p, d, *s), st.sampled_from(Period), _weekday(), spans())))
    closures = draw(st.lists(st.builds(lambda a, b: Closure(min(a, b), max(a, b)), DAYS, DAYS), max_size=1))
    specials = draw(st.lists(st.builds(lambda day, span: SpecialOpening(day, *span), DAYS, spans()), max_size=2))
    trusted = draw(st.sampled_from([None, date(2026, 11, 25), date(2030, 1, 1), date(2030, 1, 1)]))
    return Hours(tuple(slots), tuple(closures), tuple(specials), known=draw(_often()), trusted_until=trusted)


def _weekday() -> st.SearchStrategy[int]:
    return st.sampled_from([0, 2, 2, 5])


def _often() -> st.SearchStrategy[bool]:
    return st.sampled_from([True, True, True, False])


def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


def _phrase(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), min_size=1, max_size=most).map(" ".join)


@st.composite
def documents(draw: st.DrawFn, number: int) -> IndexDocument:
    lat, lon = draw(PLACES)
    return IndexDocument(
        id=number,
        name=draw(_phrase(3)),
        type=draw(st.sampled_from(TYPES)),
        themes=draw(_some(THEMES)),
        communes=draw(_some(COMMUNES)),
        body=draw(st.one_of(st.just(""), _phrase(6))),
        organization=draw(st.sampled_from(["", "Ville de Montauban"])),
        lat=lat,
        lon=lon,
        age_min=draw(st.sampled_from([None, 0, 3, 36])),
        age_max=draw(st.sampled_from([None, 36, 144, 1200])),
        hours=draw(hours()),
        free=draw(MAYBE),
        has_places=draw(MAYBE),
        accessible=draw(MAYBE),
        inclusive=draw(MAYBE),
        languages=draw(_some(LANGUAGES)),
        assured_on=draw(st.one_of(st.none(), DAYS)),
    )


@st.composite
def catalogues(draw: st.DrawFn, most: int = 12) -> tuple[IndexDocument, ...]:
    numbers = draw(st.lists(st.integers(1, 99), unique=True, max_size=most))
    return tuple(draw(documents(number)) for number in numbers)


@st.composite
def wanted(draw: st.DrawFn) -> Wanted:
    stems_ = st.sampled_from(["crech", "ecol", "montauban", "jeux", "guesd", "inconnu", "activit"])
    units = st.builds(
        Unit,
        st.lists(st.tuples(st.sampled_from(TYPES), st.sampled_from([100, 60])), max_size=2).map(tuple),
        st.lists(st.lists(stems_, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple),
        st.sampled_from([1, 2]),
    )
    facts = st.builds(
        Facts,
        communes=_some(COMMUNES),
        age_months=st.sampled_from([None, 2, 36]),
        weekdays=st.sampled_from([(), (2,)]),
        period=st.sampled_from([None, Period.SUMMER]),
        open_now=st.booleans(),
        free=st.booleans(),
    )
    return draw(st.builds(Wanted, st.lists(units, max_size=3).map(tuple), facts, st.sampled_from(["", "ecole guesde"])))


def _rarely(values: Any) -> st.SearchStrategy[Any]:
    return st.one_of(st.just(()), st.just(()), values)


def queries() -> st.SearchStrategy[SearchQuery]:
    flag = st.sampled_from([False, False, False, True])
    near = st.sampled_from([None, Point(44.0, 1.35), Point(44.02, 1.30, "Montbeton", "82124")])
    return st.builds(
        SearchQuery,
        now=NOWS,
        text=st.one_of(st.just(""), _phrase(3), st.sampled_from(["zzz", "le la les", "🙂"])),
        wanted=st.one_of(st.none(), wanted()),
        near=near,
        radius_km=st.sampled_from([None, None, 0.0, 3.0, 50.0]),
        themes=_rarely(_some(THEMES)),
        types=_rarely(_some(TYPES)),
        communes=_rarely(_some(COMMUNES)),
        age_months=st.sampled_from([None, None, 0, 36, 200]),
        weekdays=st.sampled_from([(), (), (2,), (0, 2)]),
        period=st.sampled_from([None, None, Period.TERM, Period.SHORT_HOLIDAYS, Period.SUMMER]),
        opens_by=st.one_of(st.none(), st.none(), MINUTES),
        closes_after=st.one_of(st.none(), st.none(), MINUTES),
        open_now=flag,
        free=flag,
        has_places=flag,
        accessible=flag,
        inclusive=flag,
        languages=_rarely(_some(LANGUAGES)),
        include_unknown=flag,
        order=st.sampled_from(Order),
        per_page=st.just(100),
    )
