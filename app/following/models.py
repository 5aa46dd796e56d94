"""Announcements, and who asked to be told by mail."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.catalogue.models import Service
from app.foundation.db import Base, UtcDateTime


class Announcement(Base):
    """A short dated piece of news, about a listing, a theme, a commune, or several of these."""

    __tablename__ = "announcement"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'published', 'refused', 'withdrawn')", "status"),
        CheckConstraint("length(title) BETWEEN 1 AND 80", "title_short"),
        CheckConstraint("length(text) BETWEEN 1 AND 500", "text_short"),
        CheckConstraint("starts_on <= ends_on", "order"),
        CheckConstraint("service_id IS NOT NULL OR theme IS NOT NULL OR commune IS NOT NULL", "tied"),
        CheckConstraint("status <> 'refused' OR reason <> ''", "refused_why"),
        Index("ix_announcement_current", "status", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    #: The form it came from: sent twice, it is one announcement.
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    status: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(500))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    theme: Mapped[str | None] = mapped_column(ForeignKey("theme.slug"), index=True)
    commune: Mapped[str | None] = mapped_column(ForeignKey("commune.insee"), index=True)
    organization: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    by_agent: Mapped[bool]
    at_once: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None]
    author_name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    service: Mapped[Service | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Follower(Base):
    """An address that asked to be told. Erased with its last alert; `token_hash` is that of its own page."""

    __tablename__ = "follower"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(320), unique=True)
    nonce: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Alert(Base):
    """What an address asked to be told of; nothing is told before `confirmed_at`, nor after `expires_at`.

    `target` is the uuid, the code, the slug or the query of what is followed; `label` its name in the language in which
    it was asked. `told_until`: what became public until then was told, or was before the confirmation.
    """

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("kind IN ('service', 'commune', 'theme', 'search')", "kind"),
        CheckConstraint("(confirmed_at IS NULL) = (told_until IS NULL)", "told_once_confirmed"),
        UniqueConstraint("follower_id", "kind", "target"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    follower_id: Mapped[int] = mapped_column(ForeignKey("follower.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    target: Mapped[str] = mapped_column(String(1000))
    label: Mapped[str] = mapped_column(String(300))
    path: Mapped[str] = mapped_column(String(1100))
    language: Mapped[str] = mapped_column(String(5))
    nonce: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    renewal_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    follower: Mapped[Follower] = relationship()


class Digest(Base):
    """A letter of news: what was told to an address, in one language, up to which moment. One a week at most."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("follower_id", "language", "week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    follower_id: Mapped[int] = mapped_column(ForeignKey("follower.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    #: The ISO week, `2026-W48`.
    week: Mapped[str] = mapped_column(String(8))
    #: For each alert, by its number: since when the letter tells.
    since: Mapped[dict[str, str]] = mapped_column(JSON)
    until: Mapped[datetime] = mapped_column(UtcDateTime)

    follower: Mapped[Follower] = relationship()
