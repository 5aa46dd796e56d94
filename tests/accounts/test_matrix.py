"""Every address × every audience (T19), from the list of routes itself: a new room is looked at the day it opens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, Rule

from app.accounts.gate import audiences_of
from app.foundation.actors import Audience
from tests.support.people import Browser

#: Who each person of the demonstration is; anybody signed in has an account.
PEOPLE = {
    "karim": {Audience.STRUCTURE, Audience.ACCOUNT},
    "ines": {Audience.STRUCTURE, Audience.ACCOUNT},
    "nadia": {Audience.AGENT, Audience.ACCOUNT},
    "claire": {Audience.CTG, Audience.ACCOUNT},
    "paul": {Audience.ADMIN, Audience.ACCOUNT},
}
#: An argument of each kind that names nothing.
SAMPLES = {"UUIDConverter": UUID(int=7), "IntegerConverter": 999_999_999}


def address_of(app: Flask, rule: Rule) -> str:
    """An address that this rule answers; its arguments name nothing."""
    converters = rule._converters
    given = {name: _sample(converters[name]) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, given)


def _sample(converter: BaseConverter) -> Any:
    if isinstance(converter, AnyConverter):  # one of the few words that this address knows
        return min(converter.items)
    return SAMPLES.get(type(converter).__name__, "rien-de-tel")


def reserved(app: Flask) -> list[tuple[str, str, frozenset[Audience]]]:
    """(verb, address, audiences) of what is not for everybody."""
    found = []
    for rule in app.url_map.iter_rules():
        audiences = audiences_of(app.view_functions[rule.endpoint])
        if Audience.PUBLIC not in audiences:
            verbs = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            found += [(verb, address_of(app, rule), audiences) for verb in sorted(verbs)]
    return found


def test_there_is_something_to_look_at(app: Flask):
    assert len(reserved(app)) > 15


def test_nobody_is_asked_to_sign_in(own_app: Flask):
    nobody = Browser(own_app, strict=False)
    token = nobody.token()
    for verb, address, _audiences in reserved(own_app):
        answer = nobody.client.open(address, method=verb, data={"csrf_token": token})
        if verb == "GET" and not address.startswith("/api/"):
            assert answer.status_code == 302 and answer.location.startswith("/connexion?suite="), address
        else:
            assert answer.status_code == 401, f"{verb} {address}"


@pytest.mark.parametrize("who", PEOPLE)
def test_each_one_enters_only_where_they_are_welcome(own_app: Flask, who: str):
    person = Browser(own_app, strict=False)
    assert person.post("/connexion/demonstration", {"personne": who}).status_code == 303
    token = person.token()
    for verb, address, audiences in reserved(own_app):
        welcome = Audience.SIGNED_IN in audiences or not PEOPLE[who].isdisjoint(audiences)
        if not welcome:
            answer = person.client.open(address, method=verb, data={"csrf_token": token})
            assert answer.status_code == 403, f"{who}: {verb} {address} answers {answer.status_code}"
        elif verb == "GET":
            answer = person.get(address)
            assert answer.status_code in (200, 302, 303, 404), f"{who}: {address} answers {answer.status_code}"
            assert not (answer.location or "").startswith("/connexion?"), address
    assert person.get("/compte").status_code == 200, "whoever looks around stays signed in"
