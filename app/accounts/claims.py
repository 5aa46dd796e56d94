"""“C’est votre structure ?”: somebody says that a listing is theirs, and proves it.

Two proofs: the code sent to the public address of the listing (whoever reads that mailbox is of the structure), or the
approval of an agent. The proof gives the role to the account that asked while signed in, else an invitation to the
address that was typed, which verifies it. A structure that has an owner is only given by an agent. The answers never
tell whether the address that was typed has an account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.accounts import invitations, keys, limiting
from app.accounts.models import Claim, Person, RoleGrant
from app.accounts.operations import grant
from app.accounts.rules import WRONG_CODES, Refused, Role, WantedRole, require_may_give
from app.accounts.signing_in import fold_email
from app.foundation import clock, mail
from app.foundation.actors import SYSTEM, Actor
from app.foundation.db import session
from app.history.operations import Change, record

CODE, ANSWER = "claim_code", "claim_answer"
#: A colleague may read the public mailbox; the code waits for them.
CODE_LASTS = timedelta(days=3)
#: A claim that nobody decided is forgotten after so long, a decided one too.
CLAIM_KEPT = timedelta(days=90)


class Outcome(Enum):
    """What came of a code."""

    PROVED = "proved"
    WRONG = "wrong"
    OVER = "over"
    #: Somebody became its owner meanwhile: an agent looks.
    ASKED = "asked"


class AlreadyAnswered(Refused):
    """Another agent was quicker, or the code was."""


class WhyMissing(ValueError):
    """A refusal says why."""


@dataclass(frozen=True)
class Claimed:
    """The listing: its stable id, its structure, its name, the public address of the structure ('' for none)."""

    service: UUID
    organization: UUID
    name: str
    public_address: str


def has_owner(organization: UUID) -> bool:
    """Whether somebody keeps the listings of this structure."""
    living = select(RoleGrant.id).join(Person, Person.id == RoleGrant.person_id)
    owners = living.where(RoleGrant.organization == organization, RoleGrant.kind == Role.OWNER.value)
    open_ones = owners.where(RoleGrant.ended_at.is_(None), Person.disabled_at.is_(None))
    return session().scalar(open_ones.limit(1)) is not None


def file(of: Claimed, *, email: str, name: str, message: str, network: str, by: Actor | None) -> Claim | int:
    """Say that this listing is ours: the claim, or the seconds to wait. `by`: who asks, when signed in."""
    address = fold_email(email)
    counted = (
        (limiting.CLAIM_NETWORK, network),
        (limiting.CLAIM_ADDRESS, address),
        (limiting.CLAIM_LISTING, str(of.service)),
    )
    wait = max(limiting.wait_for(limit, whom) for limit, whom in counted)
    if wait:
        return wait
    for limit, whom in counted:
        limiting.count(limit, whom)
    claim = _filed(of, address, name, message, by)
    if claim.sent_to:
        mail.send(CODE, claim.sent_to, {"claim": claim.id, "listing": of.name})
    else:
        claim.agents_asked_at = clock.now()
    record("claim", _subject(claim), by=by or SYSTEM, changes=[Change("service", None, str(of.service))])
    return claim


def _filed(of: Claimed, address: str, name: str, message: str, by: Actor | None) -> Claim:
    nonce, moment = keys.drawn(), clock.now()
    claim = Claim(
        organization=of.organization,
        service=of.service,
        person_id=by.person_id if by else None,
        email=address,
        name=name,
        message=message,
        nonce=nonce,
        code_hash=keys.hashed(keys.short_code(nonce)),
        sent_to="" if has_owner(of.organization) else of.public_address,
        created_at=moment,
        code_until=moment + CODE_LASTS,
    )
    session().add(claim)
    session().flush()
    return claim


def claim_by_uuid(uuid: UUID) -> Claim | None:
    """A claim; its number is drawn, and known to whoever filed it."""
    return session().scalar(select(Claim).where(Claim.uuid == uuid))


def awaits_code(claim: Claim) -> bool:
    """Whether the code of the mail still serves."""
    return bool(
        not claim.outcome and claim.sent_to and claim.wrong_codes < WRONG_CODES and claim.code_until > clock.now()
    )


def prove(claim: Claim, typed: str) -> Outcome:
    """Give the code that was sent to the public address."""
    if not awaits_code(claim):
        return Outcome.OVER
    if keys.hashed(keys.read_code(typed)) != claim.code_hash:
        claim.wrong_codes += 1
        return Outcome.WRONG
    if has_owner(claim.organization):
        ask_agents(claim)
        return Outcome.ASKED
    _give(claim, "proved", by=SYSTEM)
    return Outcome.PROVED


def ask_agents(claim: Claim) -> None:
    """Have an agent look: nobody reads that mailbox any more, for instance."""
    if not claim.outcome and claim.agents_asked_at is None:
        claim.agents_asked_at = clock.now()


def waiting() -> Sequence[Claim]:
    """The claims that agents are asked about, the oldest first; the desk keeps those of one's scope."""
    asked = select(Claim).where(Claim.outcome == "", Claim.agents_asked_at.is_not(None))
    return session().scalars(asked.order_by(Claim.agents_asked_at, Claim.id)).all()


def accept(claim: Claim, *, by: Actor) -> None:
    """Give the structure to whoever claims it. Raises AlreadyAnswered, MayNotGive; the desk has checked the scope."""
    require_may_give(by, WantedRole(Role.OWNER, claim.organization))
    _require_open(claim)
    _give(claim, "accepted", by=by)


def refuse(claim: Claim, reason: str, *, by: Actor) -> None:
    """Say no, and why. Raises AlreadyAnswered, WhyMissing."""
    require_may_give(by, WantedRole(Role.OWNER, claim.organization))
    _require_open(claim)
    if not reason.strip():
        raise WhyMissing
    _close(claim, "refused", by=by, reason=reason)
    mail.send(ANSWER, claim.email, {"claim": claim.id})


def _require_open(claim: Claim) -> None:
    if claim.outcome:
        raise AlreadyAnswered


def _give(claim: Claim, outcome: str, *, by: Actor) -> None:
    role = WantedRole(Role.OWNER, claim.organization)
    person = session().get(Person, claim.person_id) if claim.person_id else None
    if person is not None and person.disabled_at is None and person.email == claim.email:
        grant(person, role, by=by)
        _close(claim, outcome, by=by)
        mail.send(ANSWER, claim.email, {"claim": claim.id}, person.language)
        return
    _close(claim, outcome, by=by)
    invitations.offer(claim.email, role, by=by)


def _close(claim: Claim, outcome: str, *, by: Actor, reason: str = "") -> None:
    claim.outcome, claim.decided_at, claim.decided_by, claim.reason = outcome, clock.now(), by.name, reason
    record(f"claim_{outcome}", _subject(claim), by=by, changes=[Change("claim", None, str(claim.uuid))], reason=reason)


def mail_context(context: dict[str, Any]) -> dict[str, Any]:
    """What the mails say, made when they leave. Raises NothingToSay when it is too late."""
    claim = session().get(Claim, context["claim"])
    if claim is None or not claim.email:
        raise mail.NothingToSay
    if "listing" not in context:
        return {"accepted": claim.outcome != "refused", "reason": claim.reason}
    if not awaits_code(claim):
        raise mail.NothingToSay
    code = keys.shown_code(keys.short_code(claim.nonce))
    return {"code": code, "email": claim.email, "listing": context["listing"], "days": CODE_LASTS.days}


def purge_claims() -> int:
    """Forget those of more than ninety days; the history keeps that there was one."""
    old = select(Claim).where(Claim.created_at < clock.now() - CLAIM_KEPT)
    found = session().scalars(old).all()
    for claim in found:
        session().delete(claim)
    return len(found)


def _subject(claim: Claim) -> tuple[str, str]:
    return ("organization", str(claim.organization))
