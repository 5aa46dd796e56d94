"""What this room says when something happens: ids only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AnnouncementSubmitted:
    """A structure would like to tell something; an agent decides."""

    announcement_id: int


@dataclass(frozen=True)
class AnnouncementPublished:
    """Families may read it, from its first day on."""

    announcement_id: int


@dataclass(frozen=True)
class AnnouncementDecided:
    """An agent published or refused it."""

    announcement_id: int


@dataclass(frozen=True)
class AnnouncementWithdrawn:
    """It is taken back, by its author or by an agent."""

    announcement_id: int
