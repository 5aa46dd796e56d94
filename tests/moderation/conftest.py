"""The cast: Nadia decides for everybody, Sonia for Bressols only, Tarek for housing only; Karim proposes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.rules import Role, WantedRole
from app.accounts.sessions import actor_of, living_roles, open_session
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.proposals.models import Proposal
from app.proposals.operations import report, save_draft, start_draft, submit
from app.proposals.values import read
from tests.conftest import WEDNESDAY_IN_TERM
from tests.support.people import Browser, add_person

PLATANES, LAVOIR = "demo-accueil-de-loisirs-les-platanes", "demo-mercredis-du-lavoir"
SONIA, TAREK = "sonia@mairie.exemple.fr", "tarek@agglo.exemple.fr"


@pytest.fixture(autouse=True)
def wednesday() -> Iterator[datetime]:
    with clock.freeze(WEDNESDAY_IN_TERM):
        yield WEDNESDAY_IN_TERM


@pytest.fixture
def desk(own_app: Flask) -> Flask:
    """The site with its cast."""
    Browser(own_app).post("/connexion/demonstration", {"personne": "nadia"})
    add_person(own_app, SONIA, WantedRole(Role.AGENT, communes=("82025",)), name="Sonia")
    add_person(own_app, TAREK, WantedRole(Role.AGENT, themes=("logement",)), name="Tarek")
    return own_app


@pytest.fixture
def come_in(desk: Flask) -> Callable[..., Browser]:
    """Somebody's browser, already signed in."""

    def enter(email: str, **options: Any) -> Browser:
        opened = Browser(desk, **options)
        with desk.test_request_context(), unit_of_work():
            person = session().scalars(select(Person).where(Person.email == email)).one()
            token = open_session(person.id, browser="test", proved=True)
        opened.client.set_cookie("session", token)
        return opened

    return enter


@pytest.fixture
def nadia(come_in: Callable[..., Browser]) -> Browser:
    return come_in("nadia@exemple.fr")


@pytest.fixture
def karim(come_in: Callable[..., Browser]) -> Browser:
    return come_in("karim@exemple.fr")


def actor(email: str) -> Actor:
    """Inside an application context: somebody as an author."""
    person = session().scalars(select(Person).where(Person.email == email)).one()
    return actor_of(person, living_roles(person.id))


def listing(app: Flask, name: str) -> tuple[UUID, str]:
    """Identifier and address of a listing of that name."""
    with app.app_context():
        found = session().scalars(select(Service).where(Service.name == name)).one()
        return found.uuid, found.slug


def live(app: Flask, uuid: UUID, field: str) -> Any:
    """What the public listing says."""
    with app.app_context():
        service = session().scalars(select(Service).where(Service.uuid == uuid)).one()
        return read(facts_of(service), field)


def propose(app: Flask, name: str, wanted: dict[str, Any], *, by: str = "karim@exemple.fr") -> UUID:
    """Karim changes these fields of a listing and sends them."""
    uuid, _slug = listing(app, name)
    with app.app_context(), unit_of_work():
        draft = start_draft(uuid, by=actor(by))
        save_draft(draft.uuid, wanted, by=actor(by))
        return submit(draft.uuid, by=actor(by)).uuid


def tell(app: Flask, name: str, message: str, **more: Any) -> UUID:
    """A family reports an error."""
    uuid, _slug = listing(app, name)
    with app.app_context(), unit_of_work():
        _verdict, proposal = report(uuid, message, network="192.0.2.1", taken=timedelta(seconds=40), **more)
        assert proposal is not None
        return proposal.uuid


def proposal(app: Flask, uuid: UUID) -> Proposal:
    """The row, read again."""
    with app.app_context():
        found = session().scalars(select(Proposal).where(Proposal.uuid == uuid)).one()
        _ = found.fields, found.thread
        session().expunge_all()
        return found


def decision_form(browser: Browser, uuid: UUID, **fields: str) -> dict[str, str]:
    """Everything that the page of a proposal would send as it stands, with these answers changed (`phones='refuser'`)."""
    page = browser.client.page(f"/moderation/propositions/{uuid}")
    sent: dict[str, str] = {}
    for form in page.all("form"):
        if form.get("action", "").split("?")[0] != f"/moderation/propositions/{uuid}":
            continue
        for box in form.iter():
            name = box.get("name")
            if name is None or (box.get("type") in ("radio", "checkbox") and box.get("checked") is None):
                continue
            if box.tag == "select":
                chosen = [one.get("value") for one in box.iter("option") if one.get("selected") is not None]
                sent[name] = (chosen or [one.get("value") for one in box.iter("option")])[0] or ""
            elif box.tag == "textarea":
                sent[name] = "".join(box.itertext())
            elif box.tag == "input":
                sent[name] = box.get("value") or ""
    sent.update({f"decision-{name}" if "-" not in name else name: value for name, value in fields.items()})
    return sent
