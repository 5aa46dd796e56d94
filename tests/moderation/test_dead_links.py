"""Sites that no longer answer are found by a command, and told on the agents' board with their date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.catalogue import cli
from app.catalogue.facts import ContactFacts, Status
from app.catalogue.links.models import LinkCheck
from app.catalogue.mapping import facts_of
from app.catalogue.models import Contact, Service
from app.catalogue.operations import change_service
from app.foundation import clock
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from tests.conftest import WEDNESDAY_IN_TERM
from tests.foundation.test_visiting import Server, open_to, serving
from tests.moderation.conftest import listing
from tests.support.instance import command
from tests.support.people import Browser

PLATANES = "Accueil de loisirs Les Platanes"
BOARD = "/moderation/qualite?manque=site-muet"


@pytest.fixture
def site(desk: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The only site of the only listing that gives one is on this machine."""
    monkeypatch.setattr(cli, "POLITE", 0)
    with serving() as server:
        with desk.app_context(), unit_of_work():
            session().execute(Contact.__table__.delete().where(Contact.kind == "website"))  # type: ignore[attr-defined]
        give(desk, server)
        desk.extensions["visitor"] = open_to(server)
        yield server


def give(desk: Flask, server: Server, path: str = "/", *, is_public: bool = True) -> None:
    with desk.app_context(), unit_of_work():
        service = session().scalars(select(Service).where(Service.name == PLATANES)).one()
        site_ = ContactFacts("website", f"http://site.exemple:{server.port}{path}", is_public=is_public)
        change_service(service, replace(facts_of(service), contacts=(site_,)), by=SYSTEM)


def check(desk: Flask, days_later: int = 0) -> str:
    with clock.freeze(WEDNESDAY_IN_TERM + timedelta(days=days_later)):
        return command(desk, "catalogue", "check-links")


def test_a_page_that_is_gone_is_told_with_its_reason_and_its_date(desk: Flask, nadia: Browser, site: Server):
    assert "n’ont pas encore été vérifiés" in nadia.client.page(BOARD).visible
    site.answers["/"] = b"HTTP/1.1 404 Not Found\r\n\r\n"
    assert check(desk) == "1 adresses visitées, 1 sans réponse valable.\n"
    page = nadia.client.page(BOARD)
    assert PLATANES in page.visible and "la page n’est plus là (réponse 404)" in page.visible
    assert "18\u00a0novembre 2026" in page.visible and f"site.exemple:{site.port}" in page.visible


def test_a_site_that_is_down_is_told_from_the_second_time_and_forgotten_when_it_is_back(
    desk: Flask, nadia: Browser, site: Server
):
    site.answers["/"] = b"HTTP/1.1 503 Busy\r\n\r\n"
    check(desk)
    assert PLATANES not in nadia.client.page(BOARD).visible
    check(desk, days_later=8)
    assert PLATANES in nadia.client.page(BOARD).visible
    site.answers.clear()
    check(desk, days_later=16)
    assert PLATANES not in nadia.client.page(BOARD).visible


def test_an_address_is_visited_once_a_week(desk: Flask, site: Server):
    for days, visits in ((0, 1), (1, 1), (6, 1), (8, 2)):
        check(desk, days_later=days)
        assert len(site.seen) == visits


@pytest.mark.parametrize("hidden", ["not public", "draft"])
def test_what_families_do_not_read_is_not_visited(desk: Flask, site: Server, hidden: str):
    if hidden == "draft":
        with desk.app_context(), unit_of_work():
            service = session().scalars(select(Service).where(Service.name == PLATANES)).one()
            change_service(service, replace(facts_of(service), status=Status.DRAFT), by=SYSTEM)
    else:
        give(desk, site, is_public=False)
    assert check(desk).startswith("0 adresses") and site.seen == []


def test_an_address_that_no_listing_gives_any_more_is_forgotten(desk: Flask, site: Server):
    check(desk)
    give(desk, site, "/nouvelle")
    check(desk)
    with desk.app_context():
        assert [one.address for one in session().scalars(select(LinkCheck))] == [
            f"http://site.exemple:{site.port}/nouvelle"
        ]


def test_an_agent_of_elsewhere_does_not_see_it(desk: Flask, come_in: Callable[..., Browser], site: Server):
    site.answers["/"] = b"HTTP/1.1 404 Not Found\r\n\r\n"
    check(desk)
    assert listing(desk, PLATANES)
    assert PLATANES not in come_in("sonia@mairie.exemple.fr").client.page(BOARD).visible
