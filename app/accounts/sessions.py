"""Sessions live in the database: their owner sees them, and they can be ended at once from anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, bindparam, delete, func, select, update

from app.accounts import keys
from app.accounts.absences import lent_roles
from app.accounts.models import Passkey, Person, RoleGrant, SecondFactor, WebSession
from app.accounts.rules import AUDIENCES, OF_STRUCTURES, PROOF_LASTS, TWO_FACTORS, Role
from app.foundation import clock
from app.foundation.actors import Actor, ActorKind, Audience, Membership, Scope
from app.foundation.db import session
from app.foundation.settings import Settings

#: The last use is noted at most this often: reading a page does not write.
NOTED_EVERY = timedelta(minutes=5)
#: How long an ended session stays in the list of its owner.
KEPT = timedelta(days=30)
_BROWSERS = ("Firefox", "Edg", "OPR", "Chrome", "Safari")
_CALLED = {"Edg": "Edge", "OPR": "Opera"}
_MACHINES = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")

_ALIVE = (
    WebSession.ended_at.is_(None),
    WebSession.last_seen_at > bindparam("used_since"),
    WebSession.created_at > bindparam("opened_since"),
)
# Written once, for every request of somebody signed in begins with them.
_SIGNED_IN = (
    select(
        WebSession,
        Person,
        SecondFactor.person_id,
        select(func.count(Passkey.id)).where(Passkey.person_id == Person.id).correlate(Person).scalar_subquery(),
    )
    .join(Person, Person.id == WebSession.person_id)
    .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
    .where(WebSession.token_hash == bindparam("token"), *_ALIVE)
    .where(Person.disabled_at.is_(None), Person.erased_at.is_(None))
)
_LIVING_ROLES = (
    select(RoleGrant)
    .where(RoleGrant.person_id == bindparam("person"), RoleGrant.ended_at.is_(None))
    .order_by(RoleGrant.id)
)


@dataclass(frozen=True)
class SignedIn:
    """The person behind the cookie. `actor` has no audience while the second factor is still to be given."""

    session_id: int
    actor: Actor
    person_id: int
    email: str
    name: str
    language: str
    has_application: bool
    passkeys: int
    wants_factor: bool
    proved_at: datetime | None
    last_seen_at: datetime

    @property
    def has_factor(self) -> bool:
        """Whether there is something to prove with: an application of codes, or a passkey."""
        return self.has_application or self.passkeys > 0

    @property
    def proved(self) -> bool:
        """Whether the second factor was given in this session."""
        return self.proved_at is not None

    @property
    def is_fresh(self) -> bool:
        """Whether it was given a moment ago, as sensitive acts want; nothing is asked of who has none."""
        recent = self.proved_at is not None and clock.now() - self.proved_at < PROOF_LASTS
        return recent or not self.has_factor

    @property
    def must_prove(self) -> bool:
        """Whether the second factor is still to be given (or to be set up)."""
        return self.wants_factor and not self.proved


def open_session(person_id: int, *, browser: str, proved: bool = False) -> str:
    """A new session; its cookie. Only its hash is kept."""
    token, moment = keys.drawn(), clock.now()
    session().add(
        WebSession(
            person_id=person_id,
            token_hash=keys.hashed(token),
            browser=browser,
            created_at=moment,
            last_seen_at=moment,
            proved_at=moment if proved else None,
        )
    )
    return token


def rotate(session_id: int) -> str:
    """The second factor was given: the same session under a new cookie, which the old one cannot guess."""
    token = keys.drawn()
    found = session().get_one(WebSession, session_id)
    found.token_hash, found.proved_at = keys.hashed(token), clock.now()
    return token


def end_token(token: str) -> None:
    """End the session of this cookie, if any."""
    _end(WebSession.token_hash == keys.hashed(token))


def end_session(session_id: int, *, person_id: int) -> bool:
    """End one session of this person; False when it is not theirs or already over."""
    return _end((WebSession.id == session_id) & (WebSession.person_id == person_id)) > 0


def end_all(person_id: int, *, but: int | None = None) -> int:
    """End every session of somebody, save one if asked; how many."""
    return _end((WebSession.person_id == person_id) & (WebSession.id != (but or 0)))


def _end(condition: ColumnElement[bool]) -> int:
    ended = update(WebSession).where(condition, WebSession.ended_at.is_(None))
    return session().execute(ended.values(ended_at=clock.now())).rowcount  # type: ignore[attr-defined, no-any-return]


def touch(session_id: int) -> None:
    """Note that it has just been used."""
    session().execute(update(WebSession).where(WebSession.id == session_id).values(last_seen_at=clock.now()))


def purge_sessions() -> int:
    """Forget sessions that are over since thirty days, and those that nobody used for as long; how many."""
    old = clock.now() - KEPT
    gone = delete(WebSession).where((WebSession.ended_at < old) | (WebSession.last_seen_at < old))
    return session().execute(gone).rowcount  # type: ignore[attr-defined, no-any-return]


def sessions_of(person_id: int) -> Sequence[WebSession]:
    """The sessions that still open a door, the last used first."""
    mine = select(WebSession).where(WebSession.person_id == person_id, *_ALIVE)
    return session().scalars(mine.order_by(WebSession.last_seen_at.desc()), _since()).all()


def signed_in(token: str) -> SignedIn | None:
    """Who this cookie is, if its session still lives and its person is still welcome."""
    found = session().execute(_SIGNED_IN, {"token": keys.hashed(token), **_since()}).first()
    return _who(found[0], found[1], has_application=found[2] is not None, passkeys=found[3]) if found else None


def _since() -> dict[str, datetime]:
    settings: Settings = current_app.extensions["settings"]
    idle, longest = timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    return {"used_since": clock.now() - idle, "opened_since": clock.now() - longest}


def _who(found: WebSession, person: Person, *, has_application: bool, passkeys: int) -> SignedIn:
    roles = living_roles(person.id)
    wants = has_application or passkeys > 0 or any(Role(role.kind) in TWO_FACTORS for role in roles)
    return SignedIn(
        session_id=found.id,
        actor=actor_of(person, roles, lent_roles(person.id, roles), whole=found.proved_at is not None or not wants),
        person_id=person.id,
        email=person.email or "",
        name=person.name,
        language=person.language,
        has_application=has_application,
        passkeys=passkeys,
        wants_factor=wants,
        proved_at=found.proved_at,
        last_seen_at=found.last_seen_at,
    )


def living_roles(person_id: int) -> Sequence[RoleGrant]:
    """What somebody may do today."""
    return session().scalars(_LIVING_ROLES, {"person": person_id}).all()


def actor_of(
    person: Person, roles: Sequence[RoleGrant], lent: Sequence[RoleGrant] = (), *, whole: bool = True
) -> Actor:
    """The author of the acts of this person, with these roles; without any while the second factor is missing.

    `lent`: the agents' roles of those whom this agent replaces today. They give their bounds, never an audience.
    """
    if not whole:
        return Actor(ActorKind.PERSON, person.pseudonym, person.id, called=person.name)
    return Actor(
        ActorKind.PERSON,
        person.pseudonym,
        person.id,
        audiences=frozenset({Audience.ACCOUNT, *(AUDIENCES[Role(role.kind)] for role in roles)}),
        scopes=tuple(dict.fromkeys(_scope(role) for role in (*roles, *lent) if role.kind == Role.AGENT)),
        memberships=tuple(
            Membership(role.organization, role.kind == Role.OWNER)
            for role in roles
            if Role(role.kind) in OF_STRUCTURES and role.organization
        ),
        called=person.name,
    )


def _scope(role: RoleGrant) -> Scope:
    return Scope(
        frozenset(role.communes) if role.communes is not None else None,
        frozenset(role.themes) if role.themes is not None else None,
    )


def browser_called(user_agent: str) -> str:
    """“Firefox, Android”: enough to recognise one's own browser, too little to follow anybody."""
    name = next((each for each in _BROWSERS if re.search(rf"\b{each}/", user_agent)), "")
    machine = next((each for each in _MACHINES if each in user_agent), "")
    return ", ".join(part for part in (_CALLED.get(name, name), machine) if part)
