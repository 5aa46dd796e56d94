"""Invitations: a role offered by mail for fourteen days, recalled once, accepted once, from any browser."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from app.accounts import keys, limiting
from app.accounts.models import Invitation, Person
from app.accounts.operations import create_person, grant
from app.accounts.rules import INVITATION_LASTS, REMINDED_AFTER, Role, WantedRole, require_may_give
from app.accounts.sessions import actor_of
from app.accounts.signing_in import fold_email
from app.foundation import clock, mail
from app.foundation.actors import SYSTEM, Actor
from app.foundation.db import session
from app.foundation.i18n import format_date
from app.foundation.i18n import gettext as _
from app.history.operations import Change, record

TEMPLATE, REMINDER = "invitation", "invitation_reminder"


class Over(Enum):
    """Why an invitation no longer serves."""

    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def invite(email: str, role: WantedRole, *, by: Actor) -> int:
    """Offer a role: 0, or the seconds to wait. Raises MayNotGive, BadAddress. A new offer replaces the former one."""
    require_may_give(by, role)
    whom = str(by.person_id or "house")
    wait = limiting.wait_for(limiting.INVITATION_PERSON, whom)
    if wait:
        return wait
    limiting.count(limiting.INVITATION_PERSON, whom)
    offer(email, role, by=by)
    return 0


def offer(email: str, role: WantedRole, *, by: Actor) -> None:
    """Offer a role that somebody has already been allowed to give: a claim that was proved. Raises BadAddress."""
    address, nonce, moment = fold_email(email), keys.drawn(), clock.now()
    _replace(address, role)
    made = Invitation(
        email=address,
        role=role.to_json(),
        organization=role.organization,
        invited_by=by.person_id,
        nonce=nonce,
        token_hash=keys.hashed(keys.link_token(TEMPLATE, nonce)),
        created_at=moment,
        expires_at=moment + INVITATION_LASTS,
    )
    session().add(made)
    session().flush()
    record("invite", _subject(made), by=by, changes=[Change("role", None, made.role)])
    mail.send(TEMPLATE, address, {"invitation": made.id})


def _replace(address: str, role: WantedRole) -> None:
    for former in session().scalars(select(Invitation).where(Invitation.email == address, *_alive())):
        if former.role == role.to_json():
            former.withdrawn_at = clock.now()


def withdraw(offer: Invitation, *, by: Actor) -> None:
    """Take an offer back."""
    if offer.withdrawn_at is None and offer.accepted_at is None:
        offer.withdrawn_at = clock.now()
        record("withdraw_invitation", _subject(offer), by=by, changes=[Change("role", offer.role, None)])


def offered(token: str) -> Invitation | Over:
    """The invitation of this link, or why it no longer serves."""
    offer = session().scalar(select(Invitation).where(Invitation.token_hash == keys.hashed(token)))
    if offer is None:
        return Over.UNKNOWN
    if offer.accepted_at:
        return Over.ACCEPTED
    if offer.withdrawn_at:
        return Over.WITHDRAWN
    return offer if offer.expires_at > clock.now() else Over.EXPIRED


def has_account(offer: Invitation) -> bool:
    """Whether the address invited has an account already: that person signs in as usual."""
    return session().scalar(select(Person.id).where(Person.email == offer.email)) is not None


def accept(offer: Invitation, *, name: str) -> Person | None:
    """Take the role, opening an account when there is none; None when somebody was quicker, or may not come in."""
    taken = update(Invitation).where(Invitation.id == offer.id, Invitation.accepted_at.is_(None))
    if session().execute(taken.values(accepted_at=clock.now())).rowcount != 1:  # type: ignore[attr-defined]
        return None
    person = session().scalar(select(Person).where(Person.email == offer.email))
    if person is None:
        person = create_person(offer.email, name, by=None)
    elif person.disabled_at is not None:
        return None
    grant(person, WantedRole.from_json(offer.role), by=_inviter(offer))
    return person


def _inviter(offer: Invitation) -> Actor:
    person = session().get(Person, offer.invited_by) if offer.invited_by else None
    return actor_of(person, ()) if person else SYSTEM


def last_for(email: str) -> Invitation:
    """The last offer made to this address."""
    found = select(Invitation).where(Invitation.email == fold_email(email)).order_by(Invitation.id.desc()).limit(1)
    return session().scalars(found).one()


def waiting_for(organization: UUID) -> Sequence[Invitation]:
    """The offers of a structure that still wait for an answer."""
    return session().scalars(select(Invitation).where(Invitation.organization == organization, *_alive())).all()


def remind() -> int:
    """Recall once the offers that have waited seven days; how many. Safe to run twice."""
    late = (Invitation.reminded_at.is_(None), Invitation.created_at <= clock.now() - REMINDED_AFTER)
    found = session().scalars(select(Invitation).where(*_alive(), *late)).all()
    for offer in found:
        offer.reminded_at = clock.now()
        mail.send(REMINDER, offer.email, {"invitation": offer.id})
    return len(found)


def mail_context(context: dict[str, Any]) -> dict[str, Any]:
    """What the mail says, made when it leaves. Raises NothingToSay when the offer is over."""
    offer = session().get(Invitation, context["invitation"])
    if offer is None or offer.accepted_at or offer.withdrawn_at or offer.expires_at <= clock.now():
        raise mail.NothingToSay
    person = session().get(Person, offer.invited_by) if offer.invited_by else None
    return {
        "path": f"/invitation/{keys.link_token(TEMPLATE, offer.nonce)}",
        "who": person.name if person and person.name else _("L’équipe de l’annuaire"),
        "role": role_sentence(WantedRole.from_json(offer.role)),
        "day": format_date(offer.expires_at.date()),
    }


def role_sentence(role: WantedRole) -> str:
    """What a role lets people do, in a few words."""
    return {
        Role.OWNER: _("tenir à jour les fiches de votre structure et inviter vos collègues"),
        Role.EDITOR: _("tenir à jour les fiches de votre structure"),
        Role.AGENT: _("relire et décider ce que les structures proposent"),
        Role.CTG: _("lire les chiffres de la convention territoriale globale"),
        Role.ADMIN: _("administrer l’annuaire"),
    }[role.kind]


def _alive() -> tuple[Any, ...]:
    open_ = (Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
    return (*open_, Invitation.expires_at > clock.now())


def _subject(offer: Invitation) -> tuple[str, str]:
    return ("invitation", str(offer.uuid))
