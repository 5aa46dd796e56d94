"""What is announced, for families, structures and agents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload, undefer

from app.accounts.rules import OutOfScope
from app.catalogue.facts import SHOWN_VALUES
from app.catalogue.models import Organization, Service
from app.following.models import Announcement
from app.following.operations import require_agent_for
from app.following.rules import Status
from app.foundation.actors import Actor
from app.foundation.db import session

#: Announcements shown together on a page.
SHOWN = 5


@dataclass(frozen=True)
class Told:
    """An announcement as families read it; the listing's address and name are '' when it speaks of none."""

    uuid: UUID
    title: str
    text: str
    starts_on: date
    ends_on: date
    theme: str | None
    commune: str | None
    service_slug: str
    service_name: str
    organization: str
    is_fictional: bool


def current_announcements(
    today: date, *, service_id: int | None = None, theme: str | None = None, commune: str | None = None,
    limit: int = SHOWN,
) -> list[Told]:  # fmt: skip
    """What is public today, the last first, of this listing, theme and commune (each narrows; none: all)."""
    wanted = (
        select(Announcement, Service.slug, Service.name, Service.is_fictional, Organization.name.label("offered_by"))
        .outerjoin(Service, Announcement.service_id == Service.id)
        .outerjoin(Organization, Service.organization_id == Organization.id)
        .where(Announcement.status == Status.PUBLISHED.value)
        .where(Announcement.starts_on <= today, Announcement.ends_on >= today)
        .where(or_(Announcement.service_id.is_(None), Service.status.in_(SHOWN_VALUES)))
    )
    for column, value in (
        (Announcement.service_id, service_id), (Announcement.theme, theme), (Announcement.commune, commune)
    ):  # fmt: skip
        if value is not None:
            wanted = wanted.where(column == value)
    rows = session().execute(wanted.order_by(Announcement.starts_on.desc(), Announcement.id.desc()).limit(limit))
    return [_told(*row) for row in rows]


def _told(found: Announcement, slug: str | None, name: str | None, fictional: bool | None, who: str | None) -> Told:
    same = {field: getattr(found, field) for field in ("uuid", "title", "text", "starts_on", "ends_on", "theme",
                                                       "commune")}  # fmt: skip
    return Told(
        **same, service_slug=slug or "", service_name=name or "", organization=who or "", is_fictional=bool(fictional)
    )


def announcements_of(service_id: int, limit: int = 20) -> list[Announcement]:
    """Everything that its structure announced of a listing, the last first."""
    wanted = _whole().where(Announcement.service_id == service_id, Announcement.by_agent.is_(False))
    return list(session().scalars(wanted.order_by(Announcement.id.desc()).limit(limit)))


def announcement(uuid: UUID) -> Announcement | None:
    """One of them, whatever its state."""
    return session().scalars(_whole().where(Announcement.uuid == uuid)).one_or_none()


def waiting(by: Actor) -> list[Announcement]:
    """What this agent may decide, the oldest first."""
    found = session().scalars(_whole().where(Announcement.status == Status.WAITING.value).order_by(Announcement.id))
    return list(_inside(by, found))


def running(by: Actor, today: date) -> list[Announcement]:
    """What is public, or will be, in this agent's scope, the last first."""
    living = (Announcement.status == Status.PUBLISHED.value) & (Announcement.ends_on >= today)
    return list(_inside(by, session().scalars(_whole().where(living).order_by(Announcement.id.desc()))))


def _inside(by: Actor, found: Iterable[Announcement]) -> Iterable[Announcement]:
    for each in found:
        try:
            require_agent_for(by, each)
        except OutOfScope:
            continue
        yield each


def _whole() -> Select[Announcement]:
    service = selectinload(Announcement.service)
    return select(Announcement).options(service.options(undefer(Service.card), selectinload(Service.organization)))
