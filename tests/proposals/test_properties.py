"""What holds for any listing and any change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.types import String

from app.catalogue import models
from app.catalogue.facts import ServiceFacts, from_json, to_json
from app.catalogue.fields import FIELDS, PROPOSABLE, Shape
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.operations import create_service
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.history.operations import first_broken
from app.proposals.access import pending_fields
from app.proposals.checks import LENGTHS, ImpossibleValue
from app.proposals.diffs import Op, diff, rows, rows_after, rows_before, text_after, text_before, words
from app.proposals.models import Proposal
from app.proposals.operations import decide
from app.proposals.rules import Decision, Status, Verdict, next_status, superseded
from app.proposals.values import apply, canonical, differing, read_all
from tests.catalogue.test_facts import services
from tests.proposals.support import KARIM, NADIA, TILLEULS, filed, structure

ANY = services()
TEXTS = st.text(st.sampled_from("ab é\n’.,  1x"), max_size=60)
ROWS = st.lists(st.dictionaries(st.sampled_from("abc"), st.none() | st.booleans() | st.integers(0, 2), max_size=2))
NAMES = sorted(PROPOSABLE)
few: Any = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@few
@given(ANY, ANY)
def test_applying_what_differs_gives_what_was_wanted(before: ServiceFacts, after: ServiceFacts):
    before, after = tidy(before), tidy(after)
    wanted = differing(before, after)
    made = apply(before, wanted)
    assert read_all(made) == read_all(after)
    assert differing(made, after) == {}
    kept = {name: getattr(made, name) for name in ("status", "organization", "source", "internal_note", "is_fictional")}
    assert kept == {name: getattr(before, name) for name in kept}, "what nobody proposed is untouched"


@few
@given(ANY, ANY, st.data())
def test_any_part_of_a_change_is_applied_alone_or_refused_whole(
    before: ServiceFacts, after: ServiceFacts, data: st.DataObject
):
    before = tidy(before)
    wanted = differing(before, tidy(after))
    some = data.draw(st.sets(st.sampled_from(sorted(wanted)))) if wanted else set()
    try:
        made = apply(before, {name: wanted[name] for name in some})
    except ImpossibleValue as refusal:
        assert refusal.field == "access" and refusal.why == "no-place"
        return
    now, was = read_all(made), read_all(before)
    untouched = set(NAMES) - some - ({"access"} if "place" in some else set())
    assert {name: now[name] for name in some} == {name: wanted[name] for name in some}
    assert {name: now[name] for name in untouched} == {name: was[name] for name in untouched}
    assert canonical(before, {name: wanted[name] for name in some}) == {name: wanted[name] for name in some}


@few
@given(ANY, ANY)
def test_a_difference_says_both_sides_exactly(before: ServiceFacts, after: ServiceFacts):
    was, now = read_all(tidy(before), FIELDS), read_all(tidy(after), FIELDS)
    for name, line in FIELDS.items():
        made = diff(line, was[name], now[name])
        assert (made.before, made.after) == (was[name], now[name])
        if line.shape is Shape.TEXT:
            assert (text_before(made.words), text_after(made.words)) == (was[name], now[name])
        elif line.shape is Shape.LIST:
            assert (rows_before(made.rows), rows_after(made.rows)) == (was[name], now[name])
        elif line.shape is Shape.TABLE:
            sides = (was[name], now[name])
            tables = [side[line.table] if isinstance(side, dict) else side for side in sides]
            assert [rows_before(made.rows), rows_after(made.rows)] == tables
        assert was[name] != now[name] or not made.parts


@few
@given(TEXTS, TEXTS)
def test_words_kept_removed_and_added_are_all_there(before: str, after: str):
    made = words(before, after)
    assert (text_before(made), text_after(made)) == (before, after)
    assert before != after or all(piece.op is Op.KEPT for piece in made)


@few
@given(ROWS, ROWS)
def test_rows_kept_removed_and_added_are_all_there(before: list[Any], after: list[Any]):
    made = rows(before, after)
    assert (rows_before(made), rows_after(made)) == (before, after)


def test_a_very_long_text_is_compared_at_once():
    before, after = "mot " * 10_000, "autre chose " * 10_000
    made = words(before, after)
    assert (text_before(made), text_after(made)) == (before, after)
    near = words(before + "fin", before + "faim")
    assert [piece.op for piece in near] == [Op.KEPT, Op.REMOVED, Op.ADDED]


@given(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_superseding_takes_what_overlaps_and_nothing_else(earlier: set[str], later: set[str]):
    taken = superseded(earlier, later)
    assert taken == earlier & later
    assert earlier - taken == earlier - later, "a field that does not overlap is never lost"


@given(st.lists(st.sampled_from(Verdict), max_size=6))
def test_the_status_follows_from_the_fields(verdicts: list[Verdict]):
    status = next_status(verdicts)
    assert (status is Status.SUBMITTED) == (Verdict.PENDING in verdicts)
    if Verdict.PENDING not in verdicts:
        applied = {Verdict.ACCEPTED, Verdict.EDITED} & set(verdicts)
        assert (status in (Status.ACCEPTED, Status.PARTLY_ACCEPTED)) == bool(applied)
        assert (status is Status.PARTLY_ACCEPTED) == (bool(applied) and Verdict.REFUSED in verdicts)


def test_lengths_are_those_of_the_tables():
    tables = {"place": models.Location, "photo": models.Photo, "access": models.Location, "fees": models.Fee, "campaigns": models.Campaign,
              "availability": models.Availability, "closures": models.ServiceClosure, "ages": models.Service,
              **dict.fromkeys(("phones", "emails", "websites", "people"), models.Contact)}  # fmt: skip
    columns = {"type": "type_slug", "source.name": "source_name", "source.url": "source_url",
               "source.licence": "source_licence", "source.confidence": "source_confidence"}  # fmt: skip
    for path, length in LENGTHS.items():
        field, _, part = path.partition(".")
        table = tables.get(field, models.Service).__table__
        kind = table.c[columns.get(path, part or field)].type
        assert isinstance(kind, String)
        assert kind.length == length, path


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANY, ANY, st.lists(st.sets(st.sampled_from(NAMES), min_size=1, max_size=5), min_size=2, max_size=4))
def test_whatever_is_sent_one_after_the_other_no_field_is_lost(
    small: Any, before: ServiceFacts, after: ServiceFacts, sets: list[set[str]]
):
    """Several proposals on one listing: the last word on each field waits, and accepting all of it makes it true."""
    before, after = (replace(tidy(each), extra_themes=(), organization=str(TILLEULS)) for each in (before, after))
    after = replace(after, place=after.place or before.place)
    with unit_of_work():
        structure("Les Tilleuls")
        service = create_service(before, by=SYSTEM)
        uuid, key = service.uuid, service.id
    wanted = differing(before, after)
    last: dict[str, Any] = {}
    for names in sets:
        sent = {name: wanted[name] for name in names & wanted.keys() if last.get(name, ...) != wanted[name]}
        try:
            if sent:
                filed(uuid, sent, by=KARIM)
                last |= sent
        except ImpossibleValue:
            session().rollback()
    assert {field.field: field.wanted for _, field in pending_fields(key)} == last
    accept_all(key)
    assert {name: value for name, value in read_all(facts(key)).items() if name in last} == last
    assert first_broken() is None


def accept_all(service_id: int) -> None:
    waiting = select(Proposal.uuid).where(Proposal.service_id == service_id, Proposal.status == "submitted")
    for uuid in session().scalars(waiting.order_by(Proposal.id)).all():
        found = session().scalars(select(Proposal).where(Proposal.uuid == uuid)).one()
        pending = [field.field for field in found.fields if field.decision == "pending"]
        with unit_of_work():
            version = session().scalar(select(Service.version).where(Service.id == service_id))
            decide(uuid, {name: Decision(Verdict.ACCEPTED) for name in pending}, by=NADIA, knowing=version)


def facts(service_id: int) -> ServiceFacts:
    session().rollback()
    return facts_of(session().get_one(Service, service_id))


def tidy(facts: ServiceFacts) -> ServiceFacts:
    """As the rows would give it back; a name of spaces only is no name."""
    data = to_json(facts)
    data["name"] = facts.name if facts.name.strip() else "Sans nom"
    return apply(from_json(data), {})
