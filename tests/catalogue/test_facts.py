"""Whatever a listing says is read back exactly: from its rows, from JSON, from a revision."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.catalogue.facts import (
    AvailabilityFacts,
    CampaignFacts,
    ContactFacts,
    DatePrecision,
    FeeFacts,
    FeeKind,
    PlaceFacts,
    ServiceFacts,
    SourceFacts,
    Status,
    changed_fields,
    from_json,
    to_json,
)
from app.catalogue.hours.model import Closure, Period, Slot, SpecialOpening
from app.catalogue.mapping import facts_of
from app.catalogue.models import Organization, Revision, Service
from app.catalogue.operations import change_service, create_service, restore
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.history.operations import first_broken
from tests.catalogue.support import DOWN, NADIA, UP, facts

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
NAMES = st.text("abcdéèœ’ -", min_size=1, max_size=30)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
NUMBERS = st.none() | st.integers(0, 5000)
UNKNOWN_OR = st.none() | st.booleans()
TYPES = st.sampled_from(["garderie-exemple", "guichet-exemple", "abri-exemple"])
TUPLES = st.lists(WORDS, max_size=3).map(tuple)


def ordered(first: st.SearchStrategy, *, unknown: bool = True) -> st.SearchStrategy[tuple]:
    both = st.tuples(first, first).map(sorted).map(tuple)
    return both | st.tuples(st.none(), first) | st.tuples(first, st.none()) if unknown else both


@st.composite
def slots(draw: st.DrawFn) -> tuple[Slot, ...]:
    found = []
    for period, weekday in draw(st.sets(st.tuples(st.sampled_from(Period), st.integers(0, 6)), max_size=4)):
        edges = sorted(draw(st.sets(st.integers(0, 1440), min_size=2, max_size=6)))
        found += [Slot(period, weekday, *pair) for pair in zip(edges[::2], edges[1::2], strict=False)]
    return tuple(sorted(found))


@st.composite
def openings(draw: st.DrawFn) -> tuple[SpecialOpening, ...]:
    minutes = ordered(st.integers(0, 1440), unknown=False).filter(lambda pair: pair[0] < pair[1])
    made = st.builds(lambda day, pair: SpecialOpening(day, *pair), DAYS, minutes)
    return tuple(sorted(draw(st.lists(made, max_size=3, unique_by=lambda one: (one.day, one.opens)))))


PLACES = st.builds(
    lambda position, **values: PlaceFacts(lat=position[0], lon=position[1], **values),
    position=st.tuples(st.none(), st.none()) | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    commune=st.sampled_from([UP, DOWN]),
    address=WORDS,
    postcode=st.from_regex(r"\A[0-9]{5}\Z"),
    precision=st.sampled_from(["", "numero", "rue", "commune"]),
    address_is_private=st.booleans(),
    transport=WORDS,
    accessible=UNKNOWN_OR,
    accessibility_note=WORDS,
)
CONTACTS = st.builds(
    ContactFacts, st.sampled_from(["phone", "email", "website", "person"]), WORDS, WORDS, st.booleans()
)
FEES = st.builds(
    lambda amount, quotient, valid, **values: FeeFacts(
        amount, qf_min=quotient[0], qf_max=quotient[1], valid_from=valid[0], valid_to=valid[1], **values
    ),
    st.integers(0, 10**6),
    ordered(st.integers(0, 3000)),
    ordered(DAYS),
    unit=st.sampled_from(["heure", "mois"]),
    label=WORDS,
)
BANDS = st.builds(AvailabilityFacts, DAYS, WORDS, WORDS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
CAMPAIGNS = st.builds(
    lambda label, days, note: CampaignFacts(label, days[0], days[1], note), WORDS, ordered(DAYS, unknown=False), WORDS
)
CLOSURES = st.builds(lambda days, reason: Closure(days[0], days[1], reason), ordered(DAYS, unknown=False), WORDS)
SOURCES = st.builds(
    SourceFacts,
    WORDS,
    WORDS,
    st.none() | DAYS,
    st.sampled_from(DatePrecision),
    st.none() | DAYS,
    st.sampled_from(["", "A", "B", "C"]),
    WORDS,
)


@st.composite
def services(draw: st.DrawFn, organization: str | None = None) -> ServiceFacts:
    ages = draw(ordered(st.integers(0, 1200)) | st.just((None, None)))
    said = ("description", "age_note", "eligibility", "inclusive_note", "registration", "hours_note", "fee_note")
    texts: dict[str, Any] = {name: draw(WORDS) for name in said}
    lists: dict[str, Any] = {name: draw(TUPLES) for name in ("extra_themes", "languages", "documents")}
    return ServiceFacts(
        name=draw(NAMES),
        type=draw(TYPES),
        source=draw(SOURCES),
        status=draw(st.sampled_from(Status)),
        organization=draw(st.sampled_from([None, organization])),
        summary=draw(WORDS),
        place=draw(st.none() | PLACES),
        communes_served=tuple(sorted(draw(st.sets(st.sampled_from([UP, DOWN]))))),
        age_min_months=ages[0],
        age_max_months=ages[1],
        inclusive=draw(UNKNOWN_OR),
        contact_fallback=draw(st.sampled_from(["", "mairie"])),
        contacts=tuple(draw(st.lists(CONTACTS, max_size=3))),
        slots=draw(slots()),
        closures=tuple(sorted(draw(st.lists(CLOSURES, max_size=3, unique_by=lambda one: one.starts)))),
        special_openings=draw(openings()),
        hours_known=draw(st.booleans()),
        hours_reliable=draw(st.booleans()),
        fee_kind=draw(st.sampled_from(FeeKind)),
        fees=tuple(draw(st.lists(FEES, max_size=3))),
        availability=tuple(draw(st.lists(BANDS, max_size=2))),
        campaigns=tuple(sorted(draw(st.lists(CAMPAIGNS, max_size=2)), key=lambda one: one.starts)),
        internal_note=draw(WORDS),
        is_fictional=draw(st.booleans()),
        **lists,
        **texts,
    )


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(services("00000000-0000-0000-0000-000000000001"))
def test_json_gives_the_same_facts_back(said: ServiceFacts):
    assert from_json(to_json(said)) == said


def test_rows_give_the_same_facts_back_and_any_revision_can_be_restored(small):
    organization = str(session().scalars(select(Organization.uuid)).one())

    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(services(organization), services(organization))
    def examine(first: ServiceFacts, second: ServiceFacts):
        assume(first != second)
        with unit_of_work():
            key = create_service(first, by=NADIA).id
        assert facts_of(session().get_one(Service, key)) == first
        with unit_of_work():
            changed = change_service(session().get_one(Service, key), second, by=NADIA)
        assert changed == changed_fields(first, second)
        assert facts_of(session().get_one(Service, key)) == second
        with unit_of_work():
            restore(session().get_one(Service, key), revision(key, 1), by=NADIA, reason="essai")
        assert facts_of(session().get_one(Service, key)) == first
        assert [from_json(revision(key, number).snapshot) for number in (1, 2, 3)] == [first, second, first]

    examine()
    assert first_broken() is None


def test_the_fields_that_differ_are_named():
    assert changed_fields(facts(), facts()) == ()
    assert changed_fields(facts(), facts(summary="x", place=PlaceFacts(UP))) == ("summary", "place")


def revision(key: int, number: int) -> Revision:
    return session().scalars(select(Revision).where(Revision.service_id == key, Revision.number == number)).one()
