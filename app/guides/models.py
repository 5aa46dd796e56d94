"""Life situations: short guides as data, whose links are searches."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class Guide(Base):
    """“J’attends un enfant”: a few steps, each with its searches and what to bring."""

    __tablename__ = "guide"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(Text)
    icon: Mapped[str] = mapped_column(String(40))
    sensitive: Mapped[bool]
    position: Mapped[int]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class GuidePublic(Base):
    """For whom one searches (“Mon enfant de 3 à 11 ans”), and what may be needed, each need being a search."""

    __tablename__ = "guide_public"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    label: Mapped[str] = mapped_column(String(120))
    hint: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    needs: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
