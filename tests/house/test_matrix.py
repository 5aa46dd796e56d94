"""Every address × every public × own or other scope (T19): what is answered is exactly the table of docs/matrix.md.

`pytest tests/house/test_matrix.py --update-docs` rewrites it; read the diff before you commit it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from app.accounts.gate import audiences_of
from app.accounts.models import Person
from app.accounts.rules import Role, WantedRole
from app.accounts.sessions import actor_of, living_roles, open_session
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.operations import create_service, save_organization
from app.following.operations import announce
from app.following.rules import Wanted
from app.foundation.actors import SYSTEM, Audience
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.proposals.duplicates.operations import merge
from app.proposals.operations import report, save_draft, start_draft, submit, transfer_listing
from app.territory.queries import now
from scripts.common import ROOT
from tests.support.people import Browser, add_person

DOCUMENT = ROOT / "docs" / "matrix.md"
RIBAMBELLE = uuid5(NAMESPACE_URL, "trait-d-union:organization:demo-ribambelle")
PLATANES = uuid5(NAMESPACE_URL, "trait-d-union:service:demo-accueil-de-loisirs-les-platanes")
#: Columns: who asks. Everything asked belongs to Karim's structure, in Montbeton, under the theme of childhood.
PEOPLE = {
    "personne": None,
    "structure": "karim@exemple.fr",
    "autre structure": "ines@exemple.fr",
    "agent": "marie@mairie.exemple.fr",
    "autre agent": "sonia@mairie.exemple.fr",
    "CTG": "claire@exemple.fr",
    "administrateur": "paul@exemple.fr",
}
HEAD = """# Qui peut quoi

Fichier produit par `.venv/bin/pytest tests/house/test_matrix.py --update-docs` : ne le modifiez pas à la main. Chaque
case est la réponse du site lui-même, pour une fiche, une proposition et une structure de Karim : « autre structure » et
« autre agent » n’ont pas affaire à elles.

- **oui** : la page s’ouvre, ou le formulaire est lu (et refusé s’il est vide) ;
- **connexion** : il faut d’abord se connecter ;
- **non** : refusé, et la tentative est notée ;
- **rien** : rien de tel n’existe pour cette personne.

Les adresses ouvertes à tous ne sont pas dans ce tableau : voir `docs/routes.md`.

"""


@pytest.fixture
def site(own_app: Flask) -> Flask:
    """One proposal of Karim, one draft, one report, on a listing of Montbeton; an agent there, another elsewhere."""
    Browser(own_app).post("/connexion/demonstration", {"personne": "nadia"})
    add_person(own_app, PEOPLE["agent"] or "", WantedRole(Role.AGENT, communes=("82124",)))
    add_person(own_app, PEOPLE["autre agent"] or "", WantedRole(Role.AGENT, communes=("82025",)))
    with own_app.app_context(), unit_of_work():
        karim = session().scalars(select(Person).where(Person.email == PEOPLE["structure"])).one()
        actor = actor_of(karim, living_roles(karim.id))
        draft = start_draft(PLATANES, by=actor)
        save_draft(draft.uuid, {"summary": "Jeux le mercredi."}, by=actor)
        own_app.extensions["matrix_proposal"] = submit(draft.uuid, by=actor).uuid
        news = Wanted("Portes ouvertes", "Samedi matin.", now().date(), now().date(), service=PLATANES)
        own_app.extensions["matrix_announcement"] = announce(news, by=actor).uuid
        report(PLATANES, "Le numéro ne répond plus.", network="192.0.2.1", taken=timedelta(minutes=1))
        facts = facts_of(session().scalars(select(Service).where(Service.uuid == PLATANES)).one())
        twin, other = (create_service(facts, by=SYSTEM).uuid for _ in range(2))
        own_app.extensions["matrix_twin"] = twin
        own_app.extensions["matrix_organization"] = _organization_of(twin)
        own_app.extensions["matrix_merge"] = merge(PLATANES, other, by=SYSTEM).uuid
    return own_app


def _organization_of(service: UUID) -> UUID:
    """A structure whose only listing is that one: everything of it is of one commune."""
    found = save_organization(uuid5(NAMESPACE_URL, "matrix"), {"name": "À Karim", "kind": "association"}, by=SYSTEM)
    transfer_listing(service, found.uuid, by=SYSTEM, reason="Pour la table")
    return found.uuid


def test_who_may_what_is_exactly_the_table(site: Flask, request: pytest.FixtureRequest):
    table = HEAD + "\n".join(_lines(site)) + "\n"
    if request.config.getoption("--update-docs"):
        DOCUMENT.write_text(table, encoding="utf-8")
    known = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    assert known == table, "docs/matrix.md is not up to date: pytest tests/house/test_matrix.py --update-docs"


def _lines(app: Flask) -> Iterator[str]:
    yield f"| Adresse | Verbe | {' | '.join(PEOPLE)} |"
    yield "|---" * (len(PEOPLE) + 2) + "|"
    enter = _door(app)
    for rule, verb in sorted(_reserved(app), key=lambda one: (one[0].rule, one[1])):
        address = _address(app, rule)
        said = [_answer(enter(email), verb, address) for email in PEOPLE.values()]
        yield f"| `{rule.rule}` | {verb} | {' | '.join(said)} |"


def _reserved(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if Audience.PUBLIC not in audiences_of(app.view_functions[rule.endpoint]):
            for verb in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield rule, verb


def _address(app: Flask, rule: Rule) -> str:
    """An address of Karim's; what is his nowhere names nothing."""
    kinds = {name: type(converter).__name__ for name, converter in rule._converters.items()}
    given: dict[str, Any] = {name: _argument(app, rule, name, kinds.get(name, "")) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, given)


def _argument(app: Flask, rule: Rule, name: str, kind: str) -> Any:
    if name == "organization":
        return app.extensions["matrix_organization"] if rule.rule.startswith("/moderation") else RIBAMBELLE
    if name in ("autre", "fusion"):
        return app.extensions["matrix_twin" if name == "autre" else "matrix_merge"]
    if kind == "UUIDConverter" and name != "person" and name != "offer":
        is_proposal = "proposition" in rule.rule or name in ("proposal", "draft")
        if "annonces" in rule.rule and not rule.rule.startswith("/espace/fiches"):
            told: UUID = app.extensions["matrix_announcement"]
            return told
        found: UUID = app.extensions["matrix_proposal"] if is_proposal else PLATANES
        return found
    if name == "room" or "monter" in rule.rule:
        return {"act": "monter", "room": "urgences" if "urgences" in rule.rule else "types"}.get(name, "rien-de-tel")
    if name in ("partie", "group", "section"):
        return "horaires"
    usual = {"UUIDConverter": UUID(int=7), "IntegerConverter": 999_999, "AnyConverter": "fermer"}
    return usual.get(kind, "rien-de-tel")


def _door(app: Flask) -> Callable[[str | None], Browser]:
    """A browser for one request: what it does to its session is nobody else's business."""

    def enter(email: str | None) -> Browser:
        browser = Browser(app, strict=False)
        if email is not None:
            with app.test_request_context(), unit_of_work():
                person = session().scalars(select(Person).where(Person.email == email)).one()
                token = open_session(person.id, browser="test", proved=True)
            browser.client.set_cookie("session", token)
        return browser

    return enter


def _answer(browser: Browser, verb: str, address: str) -> str:
    token = {} if verb == "GET" else {"csrf_token": browser.token()}
    answer = browser.client.open(address, method=verb, data=token)
    if answer.status_code == 401 or (answer.location or "").startswith("/connexion?suite="):
        return "connexion"
    if answer.status_code >= 500:
        raise AssertionError(f"{verb} {address} answers {answer.status}")
    return {403: "non", 404: "rien"}.get(answer.status_code, "oui")


def test_the_table_itself():
    """What must never be in it."""
    rows = [line.split(" | ") for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| `/")]
    assert len(rows) > 40
    for row in rows:
        nobody, other_structure, other_agent = row[2], row[4], row[6]
        assert nobody == "connexion", row
        if row[0].startswith("| `/moderation") and "<uuid" in row[0]:
            assert other_agent in ("non", "rien") and other_structure == "non", row
        if row[0].startswith("| `/espace") and "<" in row[0]:
            assert other_structure in ("non", "rien"), row
