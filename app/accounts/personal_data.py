"""What the law gives people: a copy of what is known of them, and its erasure; and what time erases by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import delete, or_, select, update

from app.accounts import claims, passkeys, proconnect, second_factor
from app.accounts.limiting import purge_attempts
from app.accounts.models import Absence, Claim, Invitation, LinkedIdentity, Person, RoleGrant, SignInRequest, WebSession
from app.accounts.operations import keep_an_administrator, said_role
from app.accounts.sessions import actor_of, purge_sessions
from app.accounts.signing_in import purge_requests
from app.foundation import clock, mail
from app.foundation.actors import SYSTEM, Actor
from app.foundation.db import session
from app.foundation.retention import forget_all, forget_in_time
from app.history.models import HistoryEntry
from app.history.operations import record

#: A disabled account is erased after a year; an invitation without answer is forgotten after three months.
DISABLED_KEPT = timedelta(days=365)
INVITATION_KEPT = timedelta(days=90)


def export(person: Person) -> dict[str, Any]:
    """Everything kept about somebody, as plain values."""
    roles = session().scalars(select(RoleGrant).where(RoleGrant.person_id == person.id))
    opened = session().scalars(select(WebSession).where(WebSession.person_id == person.id))
    acts = session().scalars(select(HistoryEntry).where(HistoryEntry.actor_id == person.id).order_by(HistoryEntry.id))
    sent = session().scalars(select(Invitation).where(Invitation.invited_by == person.id))
    return {
        "account": {
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "name_in_history": person.pseudonym,
            "created_at": _said(person.created_at),
        },
        "roles": [
            {**said_role(role).to_json(), "since": _said(role.granted_at), "until": _said(role.ended_at)}
            for role in roles
        ],
        "sessions": [
            {"browser": each.browser, "since": _said(each.created_at), "last_seen": _said(each.last_seen_at)}
            for each in opened
        ],
        **_doors(person),
        "invitations_sent": [{"email": each.email, "role": each.role, "at": _said(each.created_at)} for each in sent],
        "absences": [
            {"from": each.starts.isoformat(), "to": each.ends.isoformat(), "ended_at": _said(each.ended_at)}
            for each in session().scalars(select(Absence).where(Absence.person_id == person.id))
        ],
        "acts": [
            {"at": _said(act.made_at), "verb": act.verb, "on": act.subject_kind, "number": act.subject_id}
            for act in acts
        ],
    }


def _doors(person: Person) -> dict[str, Any]:
    """How they come in, what they claimed, and whether our mail reaches them."""
    linked = session().scalars(select(LinkedIdentity).where(LinkedIdentity.person_id == person.id))
    claimed = session().scalars(select(Claim).where(or_(Claim.email == person.email, Claim.person_id == person.id)))
    silent = mail.unreachable([person.email or ""]).get(person.email or "")
    return {
        "passkeys": [
            {"name": key.name, "since": _said(key.created_at), "last_used": _said(key.used_at)}
            for key in passkeys.keys_of(person.id)
        ],
        "proconnect": [
            {"issuer": each.issuer, "known_as": each.subject, "since": _said(each.linked_at)} for each in linked
        ],
        "claims": [
            {
                "on": str(each.organization),
                "at": _said(each.created_at),
                "message": each.message,
                "outcome": each.outcome,
            }
            for each in claimed
        ],
        "mail_comes_back_since": _said(silent.since) if silent else None,
    }


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def erase(person: Person, *, by: Actor | None = None) -> None:
    """Forget who this was; the history keeps the pseudonym. Raises LastAdministrator."""
    if person.erased_at is not None:
        return
    keep_an_administrator(person)
    record("erase_account", ("person", str(person.uuid)), by=by or actor_of(person, ()), changes=[])
    email, moment = person.email or "", clock.now()
    session().execute(update(RoleGrant).where(*_living_roles(person.id)).values(ended_at=moment))
    theirs = or_(Absence.person_id == person.id, Absence.delegate_id == person.id)
    session().execute(update(Absence).where(theirs, Absence.ended_at.is_(None)).values(ended_at=moment))
    session().execute(delete(WebSession).where(WebSession.person_id == person.id))
    session().execute(delete(SignInRequest).where(SignInRequest.person_id == person.id))
    session().execute(update(Invitation).where(Invitation.email == email).values(email="", withdrawn_at=moment))
    session().execute(delete(Claim).where(or_(Claim.email == email, Claim.person_id == person.id)))
    second_factor.forget(person.id)
    proconnect.forget(person.id)
    mail.forget_letters(email)
    person.email, person.name, person.erased_at = None, "", moment
    person.disabled_at = person.disabled_at or moment


def _living_roles(person_id: int) -> tuple[Any, ...]:
    return RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None)


def init_app(app: Flask) -> None:
    """Say what this room forgets, and after how long (see docs/operators/comptes.md)."""
    rules = {
        "comptes": _erase_old_accounts,
        "connexions": purge_sessions,
        "demandes": lambda: purge_requests() + proconnect.purge_departures(),
        "tentatives": purge_attempts,
        "invitations": _forget_old_invitations,
        "revendications": claims.purge_claims,
        "courriels": mail.purge_letters,
    }
    for name, rule in rules.items():
        forget_in_time(app, name, rule)


def purge() -> dict[str, int]:
    """Apply the retention rules of every room; what was forgotten, by name. Safe to run twice."""
    return forget_all()


def _erase_old_accounts() -> int:
    old = select(Person).where(Person.disabled_at < clock.now() - DISABLED_KEPT, Person.erased_at.is_(None))
    found = session().scalars(old).all()
    for person in found:
        erase(person, by=SYSTEM)
    return len(found)


def _forget_old_invitations() -> int:
    gone = delete(Invitation).where(Invitation.expires_at < clock.now() - INVITATION_KEPT)
    return session().execute(gone).rowcount  # type: ignore[attr-defined, no-any-return]
