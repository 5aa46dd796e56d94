"""The cast at the structures' desk: Karim owns La Ribambelle, Léa helps him, Inès runs another structure, Nadia is an
agent; nobody is a family."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.rules import Role, WantedRole
from app.accounts.sessions import open_session
from app.foundation import clock
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from tests.conftest import WEDNESDAY_IN_TERM
from tests.contribution.support import INES, KARIM, LEA, NADIA, PETITS_PAS, RIBAMBELLE, SONIA
from tests.support.people import Browser, add_person

Open = Callable[[str], Browser]


@pytest.fixture(autouse=True)
def morning() -> Iterator[datetime]:
    with clock.freeze(WEDNESDAY_IN_TERM):
        yield WEDNESDAY_IN_TERM


@pytest.fixture
def cast(own_app: Flask) -> Flask:
    """The site with its cast."""
    add_person(own_app, KARIM, WantedRole(Role.OWNER, RIBAMBELLE), name="Karim")
    add_person(own_app, LEA, WantedRole(Role.EDITOR, RIBAMBELLE), name="Léa")
    add_person(own_app, INES, WantedRole(Role.OWNER, PETITS_PAS), name="Inès")
    add_person(own_app, NADIA, WantedRole(Role.AGENT), name="Nadia")
    add_person(own_app, SONIA, WantedRole(Role.AGENT, communes=("82025",)), name="Sonia")
    return own_app


@pytest.fixture
def enter(cast: Flask) -> Open:
    """Sign somebody in."""

    def opened(email: str) -> Browser:
        browser = Browser(cast)
        browser.sign_in(email)
        return browser

    return opened


@pytest.fixture
def karim(enter: Open) -> Browser:
    return enter(KARIM)


@pytest.fixture
def enter_agent(cast: Flask) -> Open:
    """Sign an agent in, second factor given."""

    def opened(email: str) -> Browser:
        browser = Browser(cast)
        with cast.test_request_context(), unit_of_work():
            person = session().scalars(select(Person).where(Person.email == email)).one()
            token = open_session(person.id, browser="test", proved=True)
        browser.client.set_cookie("session", token)
        return browser

    return opened


@pytest.fixture
def nadia(enter_agent: Open) -> Browser:
    return enter_agent(NADIA)


@pytest.fixture
def platanes() -> UUID:
    """Karim's listing with everything in it."""
    return uuid5(NAMESPACE_URL, "trait-d-union:service:demo-accueil-de-loisirs-les-platanes")
