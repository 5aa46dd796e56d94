"""The cast: Paul and Rose administer; everybody else may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.rules import Role, WantedRole
from app.accounts.sessions import actor_of, living_roles, open_session
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from tests.catalogue.small import small, small_instance
from tests.support.people import Browser, add_person

__all__ = ["small", "small_instance"]

PAUL, ROSE = "paul@exemple.fr", "rose@agglo.exemple.fr"


@pytest.fixture
def desk(own_app: Flask) -> Flask:
    """The site with its cast."""
    Browser(own_app).post("/connexion/demonstration", {"personne": "nadia"})
    add_person(own_app, ROSE, WantedRole(Role.ADMIN), name="Rose")
    return own_app


@pytest.fixture
def come_in(desk: Flask) -> Callable[..., Browser]:
    """Somebody's browser, already signed in."""

    def enter(email: str, app: Flask = desk) -> Browser:
        opened = Browser(app)
        with app.test_request_context(), unit_of_work():
            person = session().scalars(select(Person).where(Person.email == email)).one()
            token = open_session(person.id, browser="test", proved=True)
        opened.client.set_cookie("session", token)
        return opened

    return enter


@pytest.fixture
def paul(come_in: Callable[..., Browser]) -> Browser:
    return come_in(PAUL)


@pytest.fixture
def rose(come_in: Callable[..., Browser]) -> Browser:
    return come_in(ROSE)


def actor(email: str) -> Actor:
    """Inside an application context: somebody as an author."""
    person = session().scalars(select(Person).where(Person.email == email)).one()
    return actor_of(person, living_roles(person.id))
