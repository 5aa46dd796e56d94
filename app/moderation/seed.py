"""What waits on the agents' desk in a demonstration: two proposals, a report, a duplicate, three overdue listings.

Done once, in one act; the duplicate listing, whose identifier is fixed, says that it was done.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select

from app.accounts import demonstration as people
from app.accounts.queries import person_by_email
from app.accounts.sessions import actor_of, living_roles
from app.catalogue.mapping import facts_of
from app.catalogue.models import Organization, Service
from app.catalogue.operations import assure, create_service
from app.catalogue.queries import service_by_uuid
from app.catalogue.rules import add_months
from app.foundation.actors import SYSTEM, Actor
from app.foundation.db import session
from app.proposals.operations import report, save_draft, start_draft, submit
from app.proposals.values import read
from app.territory.queries import now, reference

DUPLICATE = uuid5(NAMESPACE_URL, "trait-d-union:demonstration:duplicate")
PHONE = [{"value": "+33536490000", "label": "accueil, dès 8 h", "is_public": True}]
SUMMARY = "Jeux, sorties, potager et ateliers le mercredi et pendant les vacances, pour les enfants de 3 à 11 ans."
REPORT = "Bonjour, samedi la porte était fermée à 10 h alors que la fiche dit ouvert. Merci de vérifier."
OVERDUE = ("demo-mjc-les-coulisses", "demo-espace-jeunes-le-hangar", "demo-laep-la-balancoire")


def prepare() -> bool:
    """Leave the work on the desk; False when it is there already, or when the fictional listings are not loaded."""
    original = service_by_uuid(_service("demo-ludotheque-le-de-perche"))
    if original is None or service_by_uuid(DUPLICATE) is not None:
        return False
    people.load()
    facts = facts_of(original)
    create_service(replace(facts, name="Ludotheque du Dé perché", internal_note=""), by=SYSTEM, uuid=DUPLICATE)
    _propose("demo-accueil-de-loisirs-les-platanes", {"phones": PHONE, "summary": SUMMARY, "hours": None})
    _propose("demo-mercredis-du-lavoir", {"eligibility": "Enfants scolarisés, habitants de l’agglomération."})
    report(original.uuid, REPORT, network="demonstration", taken=timedelta(minutes=1), about="hours")
    for months, key in enumerate(OVERDUE, start=7):
        _let_age(key, months)
    return True


def _service(key: str) -> Any:
    return uuid5(NAMESPACE_URL, f"trait-d-union:service:{key}")


def _propose(key: str, wanted: dict[str, Any]) -> None:
    service = service_by_uuid(_service(key))
    if service is None:
        return
    if "hours" in wanted:
        wanted["hours"] = _later(read(facts_of(service), "hours"))
    karim = _karim()
    draft = start_draft(service.uuid, by=karim)
    save_draft(draft.uuid, wanted, by=karim)
    submit(draft.uuid, by=karim)


def _later(hours: dict[str, Any]) -> dict[str, Any]:
    """The last slot of the week closes half an hour later."""
    slots = hours["slots"]
    last = {**slots[-1], "closes": min(1440, slots[-1]["closes"] + 30)}
    return {**hours, "slots": [*slots[:-1], last]}


def _karim() -> Actor:
    person = person_by_email("karim@exemple.fr")
    assert person is not None, "the cast has just been loaded"
    return actor_of(person, living_roles(person.id))


def _let_age(key: str, months: int) -> None:
    service = service_by_uuid(_service(key))
    if service is None:
        return
    name = session().scalar(select(Organization.name).where(Organization.id == service.organization_id))
    long_ago = add_months(now().date(), -months - _delay(service))
    assure(service, long_ago, by=SYSTEM, said_by=name or "La structure")


def _delay(service: Service) -> int:
    return max(0, reference().types[service.type_slug].verify_every_months - 6)
