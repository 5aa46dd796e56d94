"""PostgreSQL: acts about several listings are written at the same time, and what they share stays right.

A test for each danger: the same listing, an act written alone, one address wanted twice, one family counted twice, the
chain of the history, a draft begun in two windows, a circle of waiting.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.catalogue.fields import Group
from app.catalogue.models import CatalogueState, Revision, Service
from app.catalogue.operations import save_organization
from app.contribution.desk import SectionMoved, keep, listing_desk
from app.contribution.rules import seal
from app.foundation.actors import SYSTEM
from app.foundation.db import db, session
from app.foundation.turns import NotAlone
from app.foundation.unit_of_work import unit_of_work
from app.history.operations import first_broken
from app.proposals.duplicates.operations import merge
from app.proposals.freshness.operations import confirm
from app.proposals.models import Proposal
from app.proposals.operations import edit_listing, report, set_policy
from app.proposals.operations.reporting import REPORT_NETWORK
from app.proposals.rules import Spam
from tests.proposals.support import KARIM, NADIA, PAUL, entries, filed, listing, structure

#: Long enough for an act that nothing holds back; short for whoever waits for one that is held back.
SOON, NOT_YET = 10, 0.4
HANDS = 12
Apart = Callable[..., Future[Any]]


@pytest.fixture
def app(on_postgresql: tuple[Flask, str]) -> Iterator[Flask]:
    with unit_of_work():
        structure("Les Tilleuls")
    yield on_postgresql[0]


@pytest.fixture
def apart(app: Flask) -> Iterator[Apart]:
    """Starts a function in a thread with a context of its own; its future."""
    with ThreadPoolExecutor(HANDS) as pool:

        def run(act: Callable[..., Any], *given: Any) -> Future[Any]:
            def inside() -> Any:
                with app.app_context():
                    try:
                        return act(*given)
                    finally:
                        db.session.remove()

            return pool.submit(inside)

        yield run


def several(count: int) -> list[UUID]:
    return [listing(name=f"Garderie {number}") for number in range(count)]


def all_at_once(apart: Apart, act: Callable[..., Any], each: Sequence[Any]) -> Counter[Any]:
    ready = threading.Barrier(len(each))

    def do(one: Any) -> Any:
        ready.wait(SOON)
        return act(one)

    return Counter(future.result(30) for future in [apart(do, one) for one in each])


def rename(service: UUID, name: str = "Le Jardin bleu") -> str:
    with unit_of_work(service):
        edit_listing(service, {"name": name}, by=NADIA)
    return "done"


def test_an_act_about_one_listing_does_not_wait_for_those_about_others(apart: Apart):
    first, second = several(2)
    with unit_of_work(first):
        edit_listing(first, {"summary": "Ici."}, by=NADIA)
        # The line of history of the first is written: only from there to its commit is the second held back.
        held = apart(rename, second)
        with pytest.raises(Late):
            held.result(NOT_YET)
    assert held.result(SOON) == "done"
    with unit_of_work(first):
        session().scalar(select(Service.id).where(Service.uuid == first).with_for_update())
        assert apart(rename, second, "Autre nom").result(SOON) == "done"


def test_an_act_about_the_same_listing_waits_from_its_first_statement(apart: Apart):
    (service,) = several(1)

    def version() -> int:
        with unit_of_work(service):
            return session().scalars(select(Service.version).where(Service.uuid == service)).one()

    with unit_of_work(service):
        waiting = apart(version)
        with pytest.raises(Late):
            waiting.result(NOT_YET)
        edit_listing(service, {"summary": "Ici."}, by=NADIA)
        after = session().scalars(select(Service.version).where(Service.uuid == service)).one()
    assert waiting.result(SOON) == after


@pytest.mark.parametrize("holds", ["listing", "alone"])
def test_an_act_written_alone_goes_beside_none(apart: Apart, holds: str):
    (service,) = several(1)

    def other() -> str:
        with unit_of_work(None if holds == "listing" else service):
            return "done"

    with unit_of_work(service if holds == "listing" else None):
        waiting = apart(other)
        with pytest.raises(Late):
            waiting.result(NOT_YET)
    assert waiting.result(SOON) == "done"


def test_one_name_given_to_several_listings_at_once_makes_as_many_addresses(apart: Apart):
    services = several(HANDS)
    assert all_at_once(apart, rename, services) == {"done": HANDS}
    session().rollback()
    slugs = session().scalars(select(Service.slug).where(Service.uuid.in_(services))).all()
    assert len(set(slugs)) == HANDS and all(slug.startswith("le-jardin-bleu") for slug in slugs)


def test_a_family_that_reports_everywhere_at_once_is_counted_once_each_time(apart: Apart):
    services = several(HANDS)

    def tell(service: UUID) -> Spam:
        with unit_of_work(service):
            taken = timedelta(minutes=1)
            return report(service, "Le numéro ne répond plus.", network="192.0.2.1", taken=taken)[0]

    told = all_at_once(apart, tell, services)
    assert told == {Spam.NO: REPORT_NETWORK.most, Spam.TOO_MANY: HANDS - REPORT_NETWORK.most}


def test_the_chain_of_the_history_holds_when_all_are_confirmed_at_once(apart: Apart):
    services = several(HANDS)
    before, version = len(entries()), session().scalars(select(CatalogueState.version)).one()

    def assured(service: UUID) -> str:
        with unit_of_work(service):
            confirm(service, by=KARIM)
        return "done"

    assert all_at_once(apart, assured, services) == {"done": HANDS}
    assert len(entries()) == before + HANDS and first_broken() is None
    assert session().scalars(select(CatalogueState.version)).one() == version + HANDS, "whoever keeps cards sees each"


def test_a_draft_begun_in_two_windows_keeps_one_version_and_shows_the_other(apart: Apart):
    (service,) = several(1)
    desk = listing_desk(service, KARIM)
    seen = seal(desk.shown, ["summary"])

    def typed(words: str) -> str:
        try:
            with unit_of_work(service):
                keep(desk, {"summary": words}, seen=seen, by=KARIM)
        except SectionMoved as moved:
            return f"shown {moved.current['summary']}"
        return f"kept {words}"

    told = all_at_once(apart, typed, ["Premier.", "Second."])
    (kept,) = (one.removeprefix("kept ") for one in told if one.startswith("kept"))
    assert told == {f"kept {kept}": 1, f"shown {kept}": 1}
    session().rollback()
    drafts = session().scalars(select(Proposal).where(Proposal.kind == "change")).all()
    assert [draft.draft for draft in drafts] == [{"summary": kept}]


def test_nobody_waits_in_a_circle(apart: Apart):
    """Everything that goes on at the same time, with acts written alone in between; nobody is told of a lock."""
    services = several(4)
    chance = random.Random(824)

    def act(kind: int, service: UUID, number: int) -> str:
        if kind == 0:
            with unit_of_work():
                save_organization(uuid4(), {"name": f"Structure {number}", "kind": "association"}, by=SYSTEM)
        elif kind == 1:
            rename(service, f"Nom {number % 3}")
        elif kind == 2:
            with unit_of_work(service):
                report(service, "Une erreur ici.", network=f"192.0.2.{number % 5}", taken=timedelta(minutes=1))
        elif kind == 3:
            with unit_of_work(service):
                confirm(service, by=KARIM, said_by=f"Karim {number}")
        else:
            with unit_of_work(service):
                edit_listing(service, {"summary": f"Texte {number}"}, by=NADIA)
        return "done"

    work = [(chance.randrange(5), chance.choice(services), number) for number in range(150)]
    assert Counter(future.result(60) for future in [apart(act, *each) for each in work]) == {"done": 150}
    assert first_broken() is None
    for service in services:
        wanted = select(func.count(), func.max(Revision.number)).join(Service, Revision.service_id == Service.id)
        count, last = session().execute(wanted.where(Service.uuid == service)).one()
        assert count == last, "each change has its revision"


def test_what_looks_at_more_than_one_listing_refuses_to_go_beside_others(app: Flask):
    first, second = several(2)
    acts: list[Callable[[], object]] = [
        lambda: merge(first, second, by=NADIA),
        lambda: save_organization(uuid4(), {"name": "Autre", "kind": "association"}, by=SYSTEM),
        lambda: set_policy(None, Group.HOURS, allowed=True, by=PAUL),
        lambda: unit_of_work().__enter__(),
        lambda: unit_of_work(second).__enter__(),
    ]
    for act in acts:
        with pytest.raises(NotAlone), unit_of_work(first):
            act()
    with unit_of_work(first), unit_of_work(first):
        pass
    filed(first, {"summary": "La suite."})
