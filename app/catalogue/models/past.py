"""What listings said and how they were called before; what the seed wrote; where the catalogue stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, UtcDateTime


class Revision(Base):
    """The whole listing as it stood after a change; restorable."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("service_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    number: Mapped[int]
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text, default="")


class SlugRedirect(Base):
    """An address that a listing or an organization had before: it leads to the new one for ever."""

    __tablename__ = "slug_redirect"

    slug: Mapped[str] = mapped_column(String(160), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    target_id: Mapped[int]


class Seeded(Base):
    """What the seed last wrote in each field, so that loading again never overwrites what a person changed."""

    __tablename__ = "seeded"

    uuid: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    key: Mapped[str] = mapped_column(String(160))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class CatalogueState(Base):
    """One row: a number that moves with every change of what may be shown."""

    __tablename__ = "catalogue_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
