"""What is sought, as counts by day: no person, no address, no sentence. See docs/decisions/words-sought-in-vain.md."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class SearchCount(Base):
    """How often one thing was asked on one day, and how often in vain. Each row stands alone: rows of one search
    cannot be put together again."""

    __tablename__ = "search_count"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(120), primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
    in_vain: Mapped[int] = mapped_column(default=0)


class UnknownWordDay(Base):
    """That a word nobody knows was asked on that day: its keyed digest, never the word."""

    __tablename__ = "unknown_word_day"

    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class Need(Base):
    """What one family said it did not find: codes and a few words, the day without the hour, and no one."""

    __tablename__ = "need"
    __table_args__ = (CheckConstraint("length(text) <= 200", name="text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    theme: Mapped[str] = mapped_column(String(60), default="")
    type: Mapped[str] = mapped_column(String(60), default="")
    commune: Mapped[str] = mapped_column(String(5), default="")
    age_band: Mapped[str] = mapped_column(String(10), default="")
    period: Mapped[str] = mapped_column(String(20), default="")
    weekdays: Mapped[str] = mapped_column(String(30), default="")
    text: Mapped[str] = mapped_column(String(200), default="")
