"""The search, said again as naively as possible: plain Python over the documents, with the rules of the hours.

What every engine must equal: ids, order, facets, what was left out. Only the ranking of words is left to a function.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from app.catalogue.hours.model import DAY_PERIODS, Calendar, Period
from app.catalogue.hours.rules import answers_week, open_at, usable
from app.search.document import IndexDocument
from app.search.query import Order, Point, SearchQuery
from app.search.wanted import Facts, Unit, Wanted
from app.search.words import name_key, stems

DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
Answer = bool | None


@dataclass(frozen=True)
class Expected:
    """What an engine must answer; `ids` are all of them, in order."""

    ids: list[int]
    facets: dict[str, dict[str, int]]
    left_out: dict[str, int]
    full_matches: int | None


@dataclass(frozen=True)
class Oracle:
    """The same answers, without index."""

    documents: tuple[IndexDocument, ...]
    calendar: Calendar

    def answer(self, query: SearchQuery) -> Expected:
        wanted = query.wanted or plain(query.text)
        answering = [doc for doc in self.documents if self.matches(doc, wanted)]
        tests = self._tests(query)
        kept = [doc for doc in answering if self._passes(doc, query, tests)]
        facts = self._fact_tests(wanted.facts, query)
        fitted = {doc.id: sum(test(doc) is True for test in facts) for doc in kept}
        ordered = sorted(kept, key=lambda doc: self.sort_key(doc, query, wanted, fitted[doc.id]))
        full = sum(count == len(facts) for count in fitted.values()) if facts else None
        return Expected([d.id for d in ordered], self._facets(answering, query), self._left(answering, query), full)

    # ---------------------------------------------------------------- text

    @cached_property
    def words(self) -> dict[int, tuple[Counter[str], Counter[str]]]:
        return {
            doc.id: (Counter(stems(doc.name)), Counter(stems(f"{doc.organization}\n{doc.body}")))
            for doc in self.documents
        }

    def matches(self, doc: IndexDocument, wanted: Wanted) -> bool:
        own = bool(wanted.name) and any(name_key(other.name) == wanted.name for other in self.documents)
        if not wanted.units and not own:
            return True
        return name_key(doc.name) == wanted.name or any(self.strength(doc, unit) for unit in wanted.units)

    def strength(self, doc: IndexDocument, unit: Unit) -> int:
        by_type = max((weight for slug, weight in unit.types if slug == doc.type), default=0)
        name, body = self.words[doc.id]
        by_words, in_name = 0, 70 if unit.types else 100
        for group in unit.words:
            if group and all(stem in name or stem in body for stem in group):
                by_words = max(by_words, in_name if all(stem in name for stem in group) else 25)
        return max(by_type, by_words)

    def word_weight(self, doc: IndexDocument, unit: Unit) -> int:
        name, body = self.words[doc.id]
        weights = [
            sum(self.impact(doc, stem) for stem in dict.fromkeys(group))
            for group in unit.words
            if group and all(stem in name or stem in body for stem in group)
        ]
        first_of_several = len(unit.types) > 1 and doc.type == unit.types[0][0]
        return max([*weights, int(first_of_several)])

    @cached_property
    def _lengths(self) -> dict[int, int]:
        return {one: 3 * name.total() + body.total() for one, (name, body) in self.words.items()}

    def impact(self, doc: IndexDocument, stem: str) -> int:
        """BM25F of one stem in one listing, in eighths."""
        name, body = self.words[doc.id]
        holding = sum(stem in n or stem in b for n, b in self.words.values())
        rarity = math.log(1 + (len(self.documents) - holding + 0.5) / (holding + 0.5))
        frequency = float(3 * name[stem] + body[stem])
        average = sum(self._lengths.values()) / len(self.documents) or 1.0
        norm = 1.2 * (1 - 0.75 + 0.75 * self._lengths[doc.id] / average)
        return round(8 * rarity * frequency * (1.2 + 1) / (frequency + norm))

    # ---------------------------------------------------------------- order

    def sort_key(self, doc: IndexDocument, query: SearchQuery, wanted: Wanted, fitted: int) -> tuple[object, ...]:
        name = (name_key(doc.name), doc.id)
        away = math.inf if query.near is None else _unknown_last(distance(doc, query.near))
        if query.order is Order.NAME:
            return name
        if query.order is Order.VERIFICATION:
            return (-(doc.assured_on.toordinal() if doc.assured_on else 0), *name)
        if query.order is Order.DISTANCE and query.near is not None:
            return (away, *name)
        tier = 6
        if wanted.name and name_key(doc.name) == wanted.name:
            tier = 7
        elif wanted.units:
            answered = sum(self.strength(doc, unit) * unit.importance for unit in wanted.units)
            tier = 6 * answered // (100 * sum(unit.importance for unit in wanted.units))
        elif any(name_key(other.name) == wanted.name for other in self.documents):
            tier = 0
        words = min(4095, sum(self.word_weight(doc, unit) for unit in wanted.units))
        if not wanted.units and tier != 7:
            words = made_for_age(doc, wanted.facts.age_months)
        return (-tier, -fitted, away, -words, *name)

    def _fact_tests(self, facts: Facts, query: SearchQuery) -> list[Callable[[IndexDocument], Answer]]:
        asked = replace(
            SearchQuery(now=query.now),
            communes=facts.communes or ((query.near.commune,) if query.near and query.near.commune else ()),
            age_months=facts.age_months,
            weekdays=facts.weekdays,
            period=facts.period,
            opens_by=facts.opens_by,
            closes_after=facts.closes_after,
            open_now=facts.open_now,
            free=facts.free,
        )
        return list(self._tests(asked).values())

    # ---------------------------------------------------------------- filters

    def _tests(self, query: SearchQuery) -> dict[str, Callable[[IndexDocument], Answer]]:
        return {**self._plain_tests(query), **self._other_tests(query)}

    def _plain_tests(self, query: SearchQuery) -> dict[str, Callable[[IndexDocument], Answer]]:
        tests: dict[str, Callable[[IndexDocument], Answer]] = {}
        if query.themes:
            tests["theme"] = lambda doc: _any(doc.themes, query.themes)
        if query.types:
            tests["type"] = lambda doc: doc.type in query.types
        if query.communes:
            tests["commune"] = lambda doc: _any(doc.communes, query.communes)
        if query.languages:
            tests["langue"] = lambda doc: _any(doc.languages, query.languages)
        return tests

    def _other_tests(self, query: SearchQuery) -> dict[str, Callable[[IndexDocument], Answer]]:
        tests: dict[str, Callable[[IndexDocument], Answer]] = {}
        if query.age_months is not None:
            tests["age_mois"] = lambda doc: age_fits(doc, query.age_months or 0)
        if query.weekdays or query.period or query.opens_by is not None or query.closes_after is not None:
            tests["horaires"] = lambda doc: self.week_fits(doc, query)
        if query.open_now:
            tests["ouvert"] = lambda doc: open_at(doc.hours, query.now, self.calendar)
        for name, wanted, get in _ANSWERS:
            if wanted(query):
                tests[name] = get
        if query.near is not None and query.radius_km is not None:
            near, limit = query.near, query.radius_km * 1000
            tests["rayon"] = lambda doc: None if (away := distance(doc, near)) is None else away <= limit
        return tests

    def week_fits(self, doc: IndexDocument, query: SearchQuery) -> Answer:
        return answers_week(
            doc.hours,
            weekdays=query.weekdays,
            period=query.period,
            opens_by=query.opens_by,
            closes_after=query.closes_after,
            on=query.now.date(),
        )

    def _passes(
        self, doc: IndexDocument, query: SearchQuery, tests: dict[str, Callable[[IndexDocument], Answer]]
    ) -> bool:
        answers = [test(doc) for test in tests.values()]
        return all(answer or (answer is None and query.include_unknown) for answer in answers)

    def _left(self, answering: Iterable[IndexDocument], query: SearchQuery) -> dict[str, int]:
        tests = self._tests(query)
        left = dict.fromkeys(tests, 0)
        for doc in answering:
            for name in tests:
                others = {other: test for other, test in tests.items() if other != name}
                left[name] += tests[name](doc) is None and self._passes(doc, query, others)
        return left

    # ---------------------------------------------------------------- facets

    def _facets(self, answering: list[IndexDocument], query: SearchQuery) -> dict[str, dict[str, int]]:
        def base(**ignored: object) -> list[IndexDocument]:
            asked = replace(query, **ignored)  # type: ignore[arg-type]
            tests = self._tests(asked)
            return [doc for doc in answering if self._passes(doc, asked, tests)]

        no_hours = base(weekdays=(), period=None, opens_by=None, closes_after=None)
        return {
            "theme": _count(theme for doc in base(themes=()) for theme in set(doc.themes)),
            "type": _count(doc.type for doc in base(types=())),
            "commune": _count(commune for doc in base(communes=()) for commune in set(doc.communes)),
            "langue": _count(language for doc in base(languages=()) for language in set(doc.languages)),
            "jour": _count(
                name
                for number, name in enumerate(DAYS)
                for doc in no_hours
                if self.week_fits(doc, replace(query, weekdays=(number,)))
            ),
            "periode": _count(
                str(period)
                for period in DAY_PERIODS
                for doc in no_hours
                if any_day(doc, query, period) and self.week_fits(doc, replace(query, period=period))
            ),
            "ouvert": _count(
                "maintenant" for doc in base(open_now=False) if open_at(doc.hours, query.now, self.calendar)
            ),
            "gratuit": _count("1" for doc in base(free=False) if doc.free),
            "places": _count("1" for doc in base(has_places=False) if doc.has_places),
            "accessible": _count("1" for doc in base(accessible=False) if doc.accessible),
            "handicap": _count("1" for doc in base(inclusive=False) if doc.inclusive),
        }


_ANSWERS: tuple[tuple[str, Callable[[SearchQuery], bool], Callable[[IndexDocument], Answer]], ...] = (
    ("gratuit", lambda query: query.free, lambda doc: doc.free),
    ("places", lambda query: query.has_places, lambda doc: doc.has_places),
    ("accessible", lambda query: query.accessible, lambda doc: doc.accessible),
    ("handicap", lambda query: query.inclusive, lambda doc: doc.inclusive),
)


def plain(text: str) -> Wanted:
    """Each word is a need."""
    return Wanted(tuple(Unit(words=((stem,),)) for stem in dict.fromkeys(stems(text))), name=name_key(text))


def any_day(doc: IndexDocument, query: SearchQuery, period: Period) -> bool:
    """Whether the hours of that period may be used at all."""
    return usable(doc.hours, query.now.date()) and period in DAY_PERIODS


def age_fits(doc: IndexDocument, months: int) -> Answer:
    """None when neither bound is known; a bound that is missing is open."""
    if doc.age_min is None and doc.age_max is None:
        return None
    return (doc.age_min or 0) <= months and (doc.age_max is None or months <= doc.age_max)


def made_for_age(doc: IndexDocument, months: int | None) -> int:
    """200 for a range of six years at most that holds this age, 100 for eighteen."""
    if months is None or not age_fits(doc, months) or doc.age_max is None:
        return 0
    width = doc.age_max - (doc.age_min or 0)
    return 200 if width <= 72 else 100 if width <= 216 else 0


def distance(doc: IndexDocument, near: Point) -> int | None:
    """Metres, by the haversine formula."""
    if doc.lat is None or doc.lon is None:
        return None
    lat, lon, here_lat, here_lon = (math.radians(x) for x in (doc.lat, doc.lon, near.lat, near.lon))
    across = math.cos(lat) * math.cos(here_lat) * math.sin((lon - here_lon) / 2) ** 2
    half = math.sin((lat - here_lat) / 2) ** 2 + across
    return round(2 * 6_371_008.8 * math.asin(math.sqrt(min(half, 1.0))))


def _unknown_last(value: int | None) -> float:
    return math.inf if value is None else value


def _any(held: tuple[str, ...], wanted: tuple[str, ...]) -> Answer:
    return None if not held else bool(set(held) & set(wanted))


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values))
