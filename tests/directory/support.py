"""Short ways to ask the desk of families, and the same answers read straight from the catalogue."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient

from app.catalogue.cards import Card
from app.catalogue.facts import ServiceFacts, SourceFacts
from app.catalogue.hours.model import Period, Slot
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.operations import change_service, create_service
from app.catalogue.queries import service_by_uuid, shown_cards
from app.foundation.actors import Actor, ActorKind
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.search.documents import document_of
from app.territory.queries import calendar
from tests.support.oracle import Oracle

NADIA = Actor(ActorKind.PERSON, "Nadia", 1)
MONTAUBAN, BRESSOLS, MONTBETON, REYNIES = "82121", "82025", "82124", "82150"
_callers = itertools.count(1)
FINE = (200, 400, 404, 414)


def paris(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment on the wall clocks of Montauban."""
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Paris"))


#: The Monday of term at which the tests of the desk stop the clock.
MONDAY = paris(2026, 11, 23)


def caller() -> dict[str, str]:
    """A visitor whom nobody has seen: the pace of the API is per visitor."""
    number = next(_callers)
    return {"REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


def api(client: FlaskClient, asked: str = "", **parameters: Any) -> dict[str, Any]:
    """What `/api/recherche` answers; the question is written as in an address, or given by name."""
    query = asked + ("&" if asked and parameters else "") + urlencode(parameters, doseq=True)
    response = client.get(f"/api/recherche?{query}", environ_overrides=caller())
    assert response.status_code == 200, f"{query}: {response.status} {response.get_data(as_text=True)[:300]}"
    answer: dict[str, Any] = response.get_json()
    return answer


def refused(client: FlaskClient, query: str) -> dict[str, str]:
    """The sentences of a 400 of the API, by field."""
    response = client.get(f"/api/recherche?{query}", environ_overrides=caller())
    assert response.status_code == 400, f"{query}: {response.status}"
    fields: dict[str, str] = response.get_json()["error"]["fields"]
    return fields


def everything(client: FlaskClient, asked: str = "") -> list[dict[str, Any]]:
    """Every item of every page of an answer."""
    items: list[dict[str, Any]] = []
    for page in itertools.count(1):
        answer = api(client, asked, per_page=100, page=page)
        items += answer["items"]
        if page * 100 >= answer["total"]:
            assert len(items) == answer["total"]
            return items
    raise AssertionError


def slugs(items: Iterable[dict[str, Any]]) -> list[str]:
    """The addresses of these items."""
    return [item["slug"] for item in items]


def catalogue(app: Flask) -> list[Card]:
    """Every card that may be shown, read from the database alone."""
    with app.app_context():
        return list(shown_cards())


def oracle(app: Flask) -> Oracle:
    """The naive scan over the whole catalogue."""
    with app.app_context():
        return Oracle(tuple(document_of(card) for card in shown_cards()), calendar())


def facts(**changes: Any) -> ServiceFacts:
    """A plain listing of Montauban, with a source and nothing else."""
    source = SourceFacts("Essai", dated=date(2026, 9, 1))
    return ServiceFacts(**{"name": "Ludothèque des Essais", "type": "ludotheque", "source": source, **changes})


def added(app: Flask, slug: str = "", **changes: Any) -> str:
    """Publish a listing; its address."""
    with app.app_context(), unit_of_work():
        return create_service(facts(**changes), by=NADIA, slug=slug).slug


def changed(app: Flask, slug: str, **changes: Any) -> str:
    """Change a listing; its address afterwards."""
    with app.app_context():
        with unit_of_work():
            service = service_of(slug)
            change_service(service, replace(facts_of(service), **changes), by=NADIA)
        return service.slug


def service_of(slug: str) -> Service:
    """The row at that address; an application context must be open."""
    uuid = session().query(Service.uuid).filter_by(slug=slug).scalar()
    assert isinstance(uuid, UUID), slug
    service = service_by_uuid(uuid)
    assert service is not None
    return service


def weekly(
    opens: int, closes: int, days: Iterable[int] = range(5), period: Period = Period.ALL_YEAR
) -> tuple[Slot, ...]:
    """The same opening on each of these days, in minutes since midnight."""
    return tuple(Slot(period, day, opens, closes) for day in days)


@contextmanager
def no_refusal(client: Any) -> Any:
    """Read a page whose words are not French on purpose: the strict client looks away."""
    before, client.refuses_ill_made_pages = client.refuses_ill_made_pages, False
    try:
        yield client
    finally:
        client.refuses_ill_made_pages = before


def answers(client: FlaskClient, address: str) -> int:
    """The status; never a 500, never a stack, and quickly."""
    began = time.perf_counter()
    response = client.get(address, environ_overrides=caller())
    assert time.perf_counter() - began < 3, f"slow: {address[:120]}"
    body = response.get_data(as_text=True)
    assert "Traceback" not in body and "sqlalchemy" not in body.lower()
    assert not response.headers.getlist("Set-Cookie")
    assert response.status_code in FINE, f"{response.status} for {address[:120]}"
    return response.status_code
