"""Rows of listings in a list of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.foundation.i18n import format_date, format_list
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.moderation.presenting import labels
from app.moderation.queries.listings import ListingRow
from app.territory.queries import reference


@dataclass(frozen=True)
class ListingLine:
    """One listing: its name and what is said under it."""

    uuid: UUID
    name: str
    said: str
    is_fictional: bool
    notes: tuple[str, ...] = ()


def list_views(rows: Iterable[ListingRow], notes: Mapping[int, tuple[str, ...]] | None = None) -> list[ListingLine]:
    """The lines of a list; `notes` are sentences to add, by key of the listing."""
    told = notes or {}
    return [
        ListingLine(row.uuid, typography(row.name), _said(row), row.is_fictional, told.get(row.id, ())) for row in rows
    ]


def _said(row: ListingRow) -> str:
    known = reference()
    kind = known.types.get(row.type)
    towns = [known.communes[code].name for code in row.communes if code in known.communes]
    due = _("à confirmer avant le %(day)s", day=format_date(row.next_due)) if row.next_due else _("jamais confirmée")
    parts = [typography(kind.label) if kind else row.type, format_list(towns), typography(row.organization)]
    said = [part for part in (*parts, str(labels.STATUSES[row.status]).lower(), due) if part]
    return ", ".join(said)
