"""An announcement on an agent's screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from app.following.models import Announcement
from app.foundation.i18n import format_date, format_list
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.territory.queries import reference


@dataclass(frozen=True)
class AnnouncementView:
    """Its words, its days, where families read it."""

    uuid: UUID
    version: int
    title: str
    text: str
    dates: str
    where: str
    listing: tuple[str, str] | None
    is_fictional: bool
    by_agent: bool
    is_upcoming: bool


def announcement_view(found: Announcement, today: date) -> AnnouncementView:
    """One of them."""
    dates = {"starts": format_date(found.starts_on), "ends": format_date(found.ends_on)}
    service = found.service
    return AnnouncementView(
        uuid=found.uuid, version=found.version, title=found.title, text=found.text,
        dates=_("Du %(starts)s au %(ends)s", **dates), where=_where(found),
        listing=(url_for("moderation.listing", uuid=service.uuid), typography(service.name)) if service else None,
        is_fictional=bool(service and service.is_fictional), by_agent=found.by_agent,
        is_upcoming=found.starts_on > today,
    )  # fmt: skip


def _where(found: Announcement) -> str:
    known = reference()
    commune, theme = known.communes.get(found.commune or ""), known.themes.get(found.theme or "")
    pages = [
        _("la fiche") if found.service else "",
        commune.name if commune else "",
        typography(theme.label) if theme else "",
    ]
    return _("Pages : %(pages)s", pages=format_list([page for page in pages if page]))
