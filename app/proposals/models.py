"""The tables of what someone would like changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    DDL,
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, UtcDateTime


class Proposal(Base):
    """One thing someone would like changed. `draft` and `base` hold what is being written and what the author saw;
    once filed, its fields are rows that never change, only what is decided of them."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("kind IN ('change', 'new', 'close', 'reopen', 'report')", "kind"),
        CheckConstraint("author_kind IN ('structure', 'family', 'import', 'agent')", "author_kind"),
        CheckConstraint(
            "status IN ('draft', 'submitted', 'accepted', 'partly_accepted', 'refused', 'withdrawn', 'superseded')",
            "status",
        ),
        CheckConstraint("(status = 'draft') = (submitted_at IS NULL)", "submitted_when"),
        Index("ix_proposal_queue", "status", "submitted_at"),
        # Two clicks on “begin” make one draft.
        Index(
            "uq_proposal_draft", "service_id", "kind", "author_id", unique=True,
            sqlite_where=text("status = 'draft' AND service_id IS NOT NULL"),
            postgresql_where=text("status = 'draft' AND service_id IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(10))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    author_kind: Mapped[str] = mapped_column(String(10))
    author_id: Mapped[int | None] = mapped_column(index=True)
    author_name: Mapped[str] = mapped_column(String(200), default="")
    organization: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    new_organization: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    commune: Mapped[str | None] = mapped_column(String(5))
    type_slug: Mapped[str] = mapped_column(String(60), default="")
    status: Mapped[str] = mapped_column(String(20), default="draft")
    message: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(String(40), default="")
    reply_to: Mapped[str] = mapped_column(String(320), default="")
    assures: Mapped[bool] = mapped_column(default=False)
    draft: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    base: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    decided_by_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    fields: Mapped[list[ProposalField]] = relationship(
        cascade="all, delete-orphan", order_by="ProposalField.id", foreign_keys="ProposalField.proposal_id"
    )
    thread: Mapped[list[ProposalMessage]] = relationship(cascade="all, delete-orphan", order_by="ProposalMessage.id")

    __mapper_args__ = {"version_id_col": version}


class ProposalField(Base):
    """One field of a filed proposal: what was seen, what is wanted, what was decided.

    `at_once`: it was published before any check, which `checked_at` says was made.
    """

    __tablename__ = "proposal_field"
    __table_args__ = (
        UniqueConstraint("proposal_id", "field"),
        CheckConstraint(
            "decision IN ('pending', 'accepted', 'edited', 'refused', 'superseded', 'withdrawn')", "decision"
        ),
        CheckConstraint("decision <> 'refused' OR reason <> ''", "refused_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(40))
    seen: Mapped[Any] = mapped_column(JSON, nullable=False)
    wanted: Mapped[Any] = mapped_column(JSON, nullable=False)
    decision: Mapped[str] = mapped_column(String(12), default="pending")
    reason: Mapped[str] = mapped_column(Text, default="")
    final: Mapped[Any] = mapped_column(JSON, nullable=True)
    superseded_by: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    at_once: Mapped[bool] = mapped_column(default=False)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_by: Mapped[str] = mapped_column(String(200), default="")


class ProposalMessage(Base):
    """A question of an agent or an answer, in the order in which they were written."""

    __tablename__ = "proposal_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), index=True)
    by_agent: Mapped[bool]
    author_id: Mapped[int | None]
    author_name: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PublishPolicy(Base):
    """Light fields of this group may be published at once by this structure (none: by every structure), or not."""

    __tablename__ = "publish_policy"
    __table_args__ = (
        UniqueConstraint("organization", "field_group"),
        # A null organization is distinct from itself in the constraint above.
        Index(
            "uq_publish_policy_all", "field_group", unique=True,
            sqlite_where=text("organization IS NULL"), postgresql_where=text("organization IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    organization: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    field_group: Mapped[str] = mapped_column(String(20))
    allowed: Mapped[bool]
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by: Mapped[str] = mapped_column(String(200))


class Reminder(Base):
    """A reminder that was sent, once for each date due and each step."""

    __tablename__ = "freshness_reminder"
    __table_args__ = (UniqueConstraint("service_id", "due_on", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    due_on: Mapped[date]
    step: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Delisting(Base):
    """A listing hidden because nobody confirmed it; relisted as it was when somebody does."""

    __tablename__ = "freshness_delisting"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    was: Mapped[str] = mapped_column(String(20))
    delisted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    relisted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Merge(Base):
    """Two listings that were one; all that is needed to part them again."""

    __tablename__ = "listing_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    keep_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    drop_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    drop_status: Mapped[str] = mapped_column(String(20))
    redirects: Mapped[list[str]] = mapped_column(JSON)
    proposals: Mapped[list[int]] = mapped_column(JSON)
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    merged_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text, default="")
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NotADuplicate(Base):
    """Two listings that an agent looked at and found different: never offered again as a pair."""

    __tablename__ = "not_a_duplicate"
    __table_args__ = (UniqueConstraint("first_id", "second_id"), CheckConstraint("first_id < second_id", "order"))

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    said_by: Mapped[str] = mapped_column(String(200))


#: What was filed never changes: the database refuses. The same statements stand in the migration.
SQLITE_GUARD = (
    "CREATE TRIGGER proposal_field_filed BEFORE UPDATE OF field, seen, wanted, proposal_id ON proposal_field "
    "BEGIN SELECT RAISE(ABORT, 'a filed proposal cannot be changed'); END"
)
POSTGRESQL_GUARDS = (
    "CREATE OR REPLACE FUNCTION proposal_is_filed() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a filed proposal cannot be changed'; END $$",
    "CREATE TRIGGER proposal_field_filed BEFORE UPDATE OF field, seen, wanted, proposal_id ON proposal_field "
    "FOR EACH STATEMENT EXECUTE FUNCTION proposal_is_filed()",
)


def _guard(dialect: str, *statements: str) -> None:
    for statement in statements:
        ddl: Any = DDL(statement)  # type: ignore[no-untyped-call]
        event.listen(ProposalField.__table__, "after_create", ddl.execute_if(dialect=dialect))


_guard("sqlite", SQLITE_GUARD)
_guard("postgresql", *POSTGRESQL_GUARDS)
