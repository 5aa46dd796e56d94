"""An announcement and where it stands, for its author."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.contribution.presenting.hours import closure_line
from app.following.models import Announcement
from app.following.rules import Status
from app.foundation.i18n import gettext as _
from app.foundation.text import typography


@dataclass(frozen=True)
class Line:
    """One announcement in the list."""

    uuid: UUID
    title: str
    text: str
    dates: str
    status: str
    reason: str
    is_living: bool


def announcement_line(found: Announcement, today: date) -> Line:
    """Its words, its days, where it stands."""
    days = closure_line({"starts": found.starts_on.isoformat(), "ends": found.ends_on.isoformat()})
    is_over = found.ends_on < today
    living = found.status in (Status.WAITING, Status.PUBLISHED) and not is_over
    return Line(found.uuid, typography(found.title), typography(found.text), days, _status(found, today),
                typography(found.reason), living)  # fmt: skip


def _status(found: Announcement, today: date) -> str:
    match Status(found.status):
        case Status.REFUSED:
            return _("Refusée par un agent")
        case Status.WITHDRAWN:
            return _("Retirée")
        case _ if found.ends_on < today:
            return _("Terminée")
        case Status.WAITING:
            return _("En attente de relecture")
    return _("Visible par les familles") if found.starts_on <= today else _("Acceptée, bientôt visible")
