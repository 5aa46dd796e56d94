"""The table of announcements."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid
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
