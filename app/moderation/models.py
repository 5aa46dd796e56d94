"""How each agent wants to be told of what arrives."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, UtcDateTime


class AgentMail(Base):
    """One agent: `pace` is hour, day or never. `due_at`: a mail is planned, about the proposals `arrived`."""

    __tablename__ = "agent_mail"
    __table_args__ = (CheckConstraint("pace IN ('hour', 'day', 'never')", "pace"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    pace: Mapped[str] = mapped_column(String(5), default="hour")
    arrived: Mapped[list[int]] = mapped_column(JSON, default=list)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
