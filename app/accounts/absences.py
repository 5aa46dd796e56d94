"""Agents who are away, and who looks after their communes and themes meanwhile.

What is lent is read from the roles of the absent agent at the moment of each act: never more than they have, never what
somebody lent to them, and nothing once the days are over, the absence is ended, or either account is closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Absence, Person, RoleGrant
from app.accounts.rules import Refused, Role
from app.foundation import clock
from app.foundation.actors import Actor, Audience
from app.foundation.db import session
from app.history.operations import Change, record
from app.territory.queries import now

#: Beyond, somebody else is to be given the role for good.
LONGEST = timedelta(days=92)


class NotAnAgent(Refused):
    """Somebody who looks after nothing cannot lend it."""


class WrongDates(ValueError):
    """The end before the beginning, the past, or too long."""


class UnknownDelegate(ValueError):
    """Not an agent, a closed account, or oneself."""


class AlreadyAway(ValueError):
    """Another absence of the same person has some of these days."""


class NoAbsence(LookupError):
    """No absence has that identifier, or not for this person, or it is over."""


def be_away(starts: date, ends: date, delegate: UUID | None, *, by: Actor) -> Absence:
    """An agent says when they are away, and who replaces them (None: nobody).

    Raises NotAnAgent, WrongDates, UnknownDelegate, AlreadyAway.
    """
    if by.person_id is None or Audience.AGENT not in by.audiences:
        raise NotAnAgent
    if not now().date() <= ends or starts > ends or ends - starts > LONGEST:
        raise WrongDates
    other = _delegate(delegate, by.person_id)
    same = select(Absence.id).where(Absence.person_id == by.person_id, Absence.ended_at.is_(None))
    if session().scalar(same.where(Absence.starts <= ends, Absence.ends >= starts)) is not None:
        raise AlreadyAway
    made = Absence(
        person_id=by.person_id,
        delegate_id=other.id if other else None,
        starts=starts,
        ends=ends,
        said_at=clock.now(),
    )
    session().add(made)
    session().flush()
    _record("delegate", made, None, _told(made, other), by)
    return made


def end_absence(uuid: UUID, *, by: Actor) -> None:
    """Back early, or no longer replacing: the absent, who replaces them, or an administrator says so.

    Raises NoAbsence.
    """
    found = session().scalars(select(Absence).where(Absence.uuid == uuid, Absence.ended_at.is_(None))).one_or_none()
    mine = found is not None and by.person_id in (found.person_id, found.delegate_id)
    if found is None or not (mine or Audience.ADMIN in by.audiences):
        raise NoAbsence
    found.ended_at = clock.now()
    other = session().get(Person, found.delegate_id) if found.delegate_id else None
    _record("end_delegation", found, _told(found, other), None, by)


def lent_roles(person_id: int, own: Sequence[RoleGrant]) -> Sequence[RoleGrant]:
    """The agents' roles of those whom this person replaces today; none for somebody who is not an agent."""
    if not any(role.kind == Role.AGENT for role in own):
        return ()
    wanted = (
        select(RoleGrant)
        .join(Absence, Absence.person_id == RoleGrant.person_id)
        .join(Person, Person.id == Absence.person_id)
        .where(Absence.delegate_id == person_id, Person.disabled_at.is_(None), *_today())
        .where(RoleGrant.kind == Role.AGENT.value, RoleGrant.ended_at.is_(None))
    )
    return session().scalars(wanted.order_by(RoleGrant.id)).all()


def away_today() -> dict[int, int | None]:
    """Who is away, and who replaces them."""
    wanted = select(Absence.person_id, Absence.delegate_id).where(*_today())
    return {row[0]: row[1] for row in session().execute(wanted)}


def absences_about(person_id: int) -> list[tuple[Absence, Person, Person | None]]:
    """Those to come or under way, of this person or replaced by them: (absence, who is away, who replaces)."""
    away, other = aliased(Person), aliased(Person)
    wanted = (
        select(Absence, away, other)
        .join(away, away.id == Absence.person_id)
        .outerjoin(other, other.id == Absence.delegate_id)
        .where(Absence.ended_at.is_(None), Absence.ends >= now().date())
        .where(or_(Absence.person_id == person_id, Absence.delegate_id == person_id))
        .order_by(Absence.starts, Absence.id)
    )
    return [(row[0], row[1], row[2]) for row in session().execute(wanted)]


def agents() -> list[Person]:
    """Every agent whose account is open, by name."""
    holds = select(RoleGrant.person_id).where(RoleGrant.kind == Role.AGENT.value, RoleGrant.ended_at.is_(None))
    wanted = select(Person).where(Person.id.in_(holds), Person.disabled_at.is_(None), Person.erased_at.is_(None))
    return list(session().scalars(wanted.order_by(Person.name, Person.id)))


def _today() -> tuple[ColumnElement[bool], ...]:
    day = now().date()
    return Absence.starts <= day, Absence.ends >= day, Absence.ended_at.is_(None)


def _delegate(uuid: UUID | None, person_id: int) -> Person | None:
    if uuid is None:
        return None
    found = next((person for person in agents() if person.uuid == uuid and person.id != person_id), None)
    if found is None:
        raise UnknownDelegate
    return found


def _told(absence: Absence, other: Person | None) -> dict[str, str | None]:
    days = {"from": absence.starts.isoformat(), "to": absence.ends.isoformat()}
    return {**days, "delegate": other.pseudonym if other else None}


def _record(verb: str, absence: Absence, before: object, after: object, by: Actor) -> None:
    person = session().get_one(Person, absence.person_id)
    record(verb, ("person", str(person.uuid)), by=by, changes=[Change("absence", before, after)])
