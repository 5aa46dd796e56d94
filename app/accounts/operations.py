"""Verbs about people. Each is written in the history, where people are pseudonyms."""

from __future__ import annotations

from sqlalchemy import func, select

from app.accounts import keys, proconnect, second_factor, sessions
from app.accounts.models import Person, RoleGrant
from app.accounts.rules import LastAdministrator, Role, WantedRole
from app.accounts.signing_in import fold_email
from app.foundation import clock, mail
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.unit_of_work import require_alone
from app.history.operations import Change, record


class AlreadyThere(ValueError):
    """This address has an account."""


def create_person(email: str, name: str, *, by: Actor | None, language: str = "fr") -> Person:
    """Open an account without any role; `by` None: the person opens their own. Raises AlreadyThere."""
    address = fold_email(email)
    if session().scalar(select(Person.id).where(Person.email == address)) is not None:
        raise AlreadyThere
    person = Person(
        email=address,
        name=name,
        language=language,
        pseudonym=f"Compte {keys.recovery_code()[:8]}",
        created_at=clock.now(),
    )
    session().add(person)
    session().flush()
    _record("create_account", person, by=by or sessions.actor_of(person, ()))
    return person


def grant(person: Person, role: WantedRole, *, by: Actor) -> RoleGrant:
    """Give a role; the same one given twice is given once."""
    require_alone()
    wanted = role.to_json()
    for held in sessions.living_roles(person.id):
        if said_role(held).to_json() == wanted:
            return held
    given = RoleGrant(
        person_id=person.id,
        kind=role.kind.value,
        organization=role.organization,
        communes=wanted["communes"],
        themes=wanted["themes"],
        granted_at=clock.now(),
    )
    session().add(given)
    _record("grant_role", person, Change("role", None, wanted), by=by)
    return given


def revoke(given: RoleGrant, *, by: Actor) -> None:
    """Take a role back, at once. Raises LastAdministrator."""
    if given.ended_at is not None:
        return
    person = session().get_one(Person, given.person_id)
    if given.kind == Role.ADMIN:
        keep_an_administrator(person)
    given.ended_at = clock.now()
    _record("revoke_role", person, Change("role", said_role(given).to_json(), None), by=by)


def disable(person: Person, *, by: Actor) -> None:
    """Close the door: every session ends at once. Raises LastAdministrator."""
    if person.disabled_at is not None:
        return
    keep_an_administrator(person)
    person.disabled_at = clock.now()
    sessions.end_all(person.id)
    _record("disable_account", person, by=by)


def enable(person: Person, *, by: Actor) -> None:
    """Open it again; an erased account stays erased."""
    if person.disabled_at is not None and person.erased_at is None:
        person.disabled_at = None
        _record("enable_account", person, by=by)


def reset_second_factor(person: Person, *, by: Actor) -> None:
    """A lost telephone: the next sign-in sets up another application. Sessions end."""
    second_factor.forget(person.id)
    proconnect.forget(person.id)
    sessions.end_all(person.id)
    _record("reset_second_factor", person, by=by)


def address_works(person: Person, *, by: Actor) -> None:
    """The address of this person receives again."""
    if mail.note_works(person.email or ""):
        _record("address_works", person, by=by)


def rename(person: Person, name: str, language: str) -> None:
    """Change one's own name and language; neither is a fact of the history."""
    person.name, person.language = name, language


def said_role(given: RoleGrant) -> WantedRole:
    """A role as a plain value."""
    bounds = {"communes": given.communes, "themes": given.themes}
    plain = {name: tuple(value) if value is not None else None for name, value in bounds.items()}
    return WantedRole(Role(given.kind), given.organization, **plain)


def keep_an_administrator(person: Person) -> None:
    """Raises LastAdministrator if the house would have none left without this person."""
    admins = (
        select(func.count(func.distinct(Person.id)))
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.kind == Role.ADMIN.value, RoleGrant.ended_at.is_(None))
        .where(Person.disabled_at.is_(None), Person.erased_at.is_(None))
    )
    held = any(role.kind == Role.ADMIN for role in sessions.living_roles(person.id))
    if held and not session().scalar(admins.where(Person.id != person.id)):
        raise LastAdministrator


def _record(verb: str, person: Person, *changes: Change, by: Actor) -> None:
    record(verb, ("person", str(person.uuid)), by=by, changes=changes)
