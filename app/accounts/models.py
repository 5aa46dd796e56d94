"""The tables of people: who they are, what they may do, how they come in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, UtcDateTime

KINDS = "('owner', 'editor', 'agent', 'ctg', 'admin')"


class Person(Base):
    """Somebody with an account. `email` is folded; it is None, as are the facts about them, once erased."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("(email IS NULL) = (erased_at IS NOT NULL)", "erased_whole"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    pseudonym: Mapped[str] = mapped_column(String(40), unique=True)
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(5), default="fr")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RoleGrant(Base):
    """One thing somebody may do. `communes` and `themes` bound an agent; None means all."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", "kind"),
        CheckConstraint("(organization IS NOT NULL) = (kind IN ('owner', 'editor'))", "organization"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    organization: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    communes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    themes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WebSession(Base):
    """A browser that is signed in. Only the hash of its cookie is kept.

    `proved_at`: when the second factor was last given. `id_token`: what ProConnect wants back when one signs out.
    """

    __tablename__ = "web_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    id_token: Mapped[str | None] = mapped_column(Text)


class SignInRequest(Base):
    """Somebody asked for a link. Without a person when the address has no account: the rest is the same.

    The link and the code are computed from `nonce` and the secret key when the mail leaves; the table has hashes.
    """

    __tablename__ = "sign_in_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(43))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    browser_hash: Mapped[str] = mapped_column(String(64), index=True)
    next_path: Mapped[str] = mapped_column(String(2000), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wrong_codes: Mapped[int] = mapped_column(default=0)


class Attempt(Base):
    """One act that is counted, under a hash of whom it bears on (an address, a network, a person)."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_counted", "kind", "key", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SecondFactor(Base):
    """The authenticator application of somebody: its secret is computed from `nonce` and the secret key."""

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(43))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_step: Mapped[int]


class RecoveryCode(Base):
    """A code to come in without the application, once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Invitation(Base):
    """Somebody is invited to a role. `email` is emptied once the invitation is over and its trace too old."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    email: Mapped[str] = mapped_column(String(320))
    role: Mapped[dict[str, Any]] = mapped_column(JSON)
    organization: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    nonce: Mapped[str] = mapped_column(String(43))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Passkey(Base):
    """A key of somebody (fingerprint, face, security key): its public half, and how many times it signed."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasskeyChallenge(Base):
    """What a key is asked to sign, in one session, once. A new question replaces the former one."""

    __tablename__ = "passkey_challenge"
    __table_args__ = (CheckConstraint("purpose IN ('add', 'prove')", "purpose"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("web_session.id", ondelete="CASCADE"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10), primary_key=True)
    challenge: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LinkedIdentity(Base):
    """Who somebody is for an identity provider; set at their first sign-in through it, never changed by another."""

    __tablename__ = "linked_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(300), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProviderRequest(Base):
    """Somebody left for the identity provider; `state` and `nonce` are computed from `seed` and the secret key."""

    __tablename__ = "provider_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    seed: Mapped[str] = mapped_column(String(43))
    state_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    next_path: Mapped[str] = mapped_column(String(2000), default="")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Claim(Base):
    """Somebody says that a listing is that of their structure.

    Proved by the code sent to the listing's public address, or decided by an agent. `email` and `name` are emptied
    with time (see `personal_data`). The code is computed from `nonce` and the secret key.
    """

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'proved', 'accepted', 'refused')", "outcome"),
        CheckConstraint("(outcome = '') = (decided_at IS NULL)", "decided_when"),
        CheckConstraint("outcome <> 'refused' OR reason <> ''", "refused_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    organization: Mapped[UUID] = mapped_column(Uuid, index=True)
    service: Mapped[UUID] = mapped_column(Uuid)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(120))
    message: Mapped[str] = mapped_column(Text, default="")
    nonce: Mapped[str] = mapped_column(String(43))
    code_hash: Mapped[str] = mapped_column(String(64))
    wrong_codes: Mapped[int] = mapped_column(default=0)
    sent_to: Mapped[str] = mapped_column(String(320), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    code_until: Mapped[datetime] = mapped_column(UtcDateTime)
    agents_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(Text, default="")


class Absence(Base):
    """An agent is away, both days included; meanwhile `delegate_id`, if any, also has what that agent looks after."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("starts <= ends", "order"),
        CheckConstraint("delegate_id IS NULL OR delegate_id <> person_id", "somebody_else"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    delegate_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    starts: Mapped[date]
    ends: Mapped[date]
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
