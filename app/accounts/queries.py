"""Reading accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import or_, select

from app.accounts.models import Person, RoleGrant
from app.accounts.signing_in import fold_email
from app.foundation.db import session

LISTED = 200


def person_by_uuid(uuid: UUID) -> Person | None:
    """An account, disabled ones too; not those that were erased."""
    return session().scalar(select(Person).where(Person.uuid == uuid, Person.erased_at.is_(None)))


def person_by_email(email: str) -> Person | None:
    """The account of an address."""
    return session().scalar(select(Person).where(Person.email == fold_email(email)))


def people(words: str = "") -> Sequence[Person]:
    """Accounts whose name or address holds these words, the last opened first."""
    found = select(Person).where(Person.erased_at.is_(None)).order_by(Person.id.desc()).limit(LISTED)
    if words:
        part = f"%{_literal(words)}%"
        found = found.where(or_(Person.name.ilike(part, escape="\\"), Person.email.ilike(part, escape="\\")))
    return session().scalars(found).all()


def roles_of(person_ids: Iterable[int]) -> dict[int, list[RoleGrant]]:
    """The living roles of several people."""
    found: dict[int, list[RoleGrant]] = {number: [] for number in person_ids}
    living = select(RoleGrant).where(RoleGrant.person_id.in_(found), RoleGrant.ended_at.is_(None))
    for role in session().scalars(living.order_by(RoleGrant.id)):
        found[role.person_id].append(role)
    return found


def team_of(organization: UUID) -> list[tuple[RoleGrant, Person]]:
    """Who belongs to a structure, owners first."""
    found = (
        select(RoleGrant, Person)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.organization == organization, RoleGrant.ended_at.is_(None), Person.disabled_at.is_(None))
        .order_by(RoleGrant.kind.desc(), Person.name)
    )
    return [(role, person) for role, person in session().execute(found)]


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """The present names of the authors of the history; an erased account is its pseudonym."""
    wanted = select(Person.id, Person.name, Person.pseudonym).where(Person.id.in_(set(person_ids)))
    return {number: name or pseudonym for number, name, pseudonym in session().execute(wanted)}


def _literal(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
