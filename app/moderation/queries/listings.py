"""Every listing, drafts and closed ones too, inside an agent's scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from app.catalogue.models import Location, Organization, Service, ServiceArea
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.text import fold
from app.proposals.access import themes_of


@dataclass(frozen=True)
class ListingRow:
    """A listing in a list of the desk."""

    id: int
    uuid: UUID
    slug: str
    name: str
    type: str
    status: str
    organization: str
    communes: tuple[str, ...]
    themes: tuple[str, ...]
    next_due: date | None
    assured_on: date | None
    changed_at: datetime
    is_fictional: bool
    address: str = ""


def every_organization() -> dict[str, str]:
    """Stable id → name, by name."""
    wanted = select(Organization.uuid, Organization.name).order_by(Organization.name, Organization.id)
    return {str(uuid): name for uuid, name in session().execute(wanted)}


def listings(by: Actor, text: str = "", *, status: str = "", commune: str = "", theme: str = "") -> list[ListingRow]:
    """Those of this agent whose name, structure or address holds these words, by name."""
    wanted = fold(text).split()
    return [
        row
        for row in rows_of(by)
        if (not status or row.status == status)
        and (not commune or commune in row.communes)
        and (not theme or theme in row.themes)
        and _holds(row, wanted)
    ]


def _holds(row: ListingRow, wanted: list[str]) -> bool:
    if not wanted:
        return True
    told = fold(f"{row.name} {row.organization} {row.slug} {row.uuid} {row.type} {row.address}")
    return all(word in told for word in wanted)


def rows_of(by: Actor, condition: Select[Any] | None = None) -> Iterator[ListingRow]:
    """Every listing of this agent's scope (or those among these ids), by name."""
    areas = _areas()
    wanted = (
        select(Service, Location.commune, Location.address, Organization.name)
        .outerjoin(Location, Location.id == Service.location_id)
        .outerjoin(Organization, Organization.id == Service.organization_id)
        .order_by(Service.name, Service.id)
    )
    if condition is not None:
        wanted = wanted.where(Service.id.in_(condition))
    for service, commune, address, organization in session().execute(wanted):
        row = _row(service, (commune,) if commune else areas.get(service.id, ()), organization or "", address or "")
        if covers(by, row.communes, row.themes):
            yield row


def covers(by: Actor, communes: tuple[str, ...], themes: tuple[str, ...]) -> bool:
    """Whether this agent looks after one of these communes (a listing of none: of all) and one of these themes."""
    places = communes or (None,)
    return not by.is_person or any(scope.covers(commune, themes) for scope in by.scopes for commune in places)


def _row(service: Service, communes: tuple[str, ...], organization: str, address: str) -> ListingRow:
    return ListingRow(
        id=service.id,
        uuid=service.uuid,
        slug=service.slug,
        name=service.name,
        type=service.type_slug,
        status=service.status,
        organization=organization,
        communes=communes,
        themes=themes_of(service.type_slug, tuple(service.extra_themes)),
        next_due=service.next_due,
        assured_on=service.assured_on,
        changed_at=service.changed_at,
        is_fictional=service.is_fictional,
        address=address,
    )


def _areas() -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for row in session().execute(select(ServiceArea.service_id, ServiceArea.commune).order_by(ServiceArea.id)):
        found.setdefault(row.service_id, []).append(row.commune)
    return {service: tuple(communes) for service, communes in found.items()}
