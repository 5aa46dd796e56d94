"""From the facts of a listing to its rows, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import select

from app.catalogue.facts import (
    AvailabilityFacts,
    CampaignFacts,
    ContactFacts,
    DatePrecision,
    FeeFacts,
    FeeKind,
    PhotoFacts,
    PlaceFacts,
    ServiceFacts,
    SourceFacts,
    Status,
)
from app.catalogue.hours.model import Closure, Period, Slot, SpecialOpening
from app.catalogue.models import (
    Availability,
    Campaign,
    Contact,
    Fee,
    Location,
    Organization,
    Photo,
    Service,
    ServiceArea,
    ServiceClosure,
    ServiceSlot,
    ServiceSpecialOpening,
)
from app.catalogue.parts import parts_of
from app.foundation.db import kept_for_this_transaction, session

Part = TypeVar("Part")

#: Columns that bear the same name and the same plain value on both sides.
SAME = (
    "name",
    "summary",
    "description",
    "age_min_months",
    "age_max_months",
    "age_note",
    "eligibility",
    "inclusive",
    "inclusive_note",
    "registration",
    "contact_fallback",
    "hours_known",
    "hours_reliable",
    "hours_note",
    "fee_note",
    "internal_note",
    "is_fictional",
)
LISTS = ("extra_themes", "languages", "documents")
PLACE = tuple(PlaceFacts.__dataclass_fields__)
PHOTO = tuple(PhotoFacts.__dataclass_fields__)


class UnknownOrganization(LookupError):
    """The facts name an organization that the catalogue does not hold."""


def facts_of(service: Service) -> ServiceFacts:
    """What the rows of this listing say; read once for an act, which asks several times."""
    session().flush()  # what this act has changed has moved the version
    kept, key = kept_for_this_transaction(), (Service, service.id, service.version)
    if key not in kept:
        kept[key] = _read(service)
    return cast(ServiceFacts, kept[key])


def _read(service: Service) -> ServiceFacts:
    plain: dict[str, Any] = {name: getattr(service, name) for name in SAME}
    lists: dict[str, Any] = {name: tuple(getattr(service, name)) for name in LISTS}
    parts = parts_of(service)
    return ServiceFacts(
        **plain,
        **lists,
        type=service.type_slug,
        status=Status(service.status),
        fee_kind=FeeKind(service.fee_kind),
        organization=str(service.organization.uuid) if service.organization else None,
        place=_place(parts.location),
        source=_source(service),
        photo=_photo(parts.photo),
        communes_served=tuple(area.commune for area in parts.areas),
        contacts=_parts(ContactFacts, parts.contacts),
        fees=_parts(FeeFacts, parts.fees),
        availability=_parts(AvailabilityFacts, parts.availability),
        campaigns=_parts(CampaignFacts, parts.campaigns),
        closures=_parts(Closure, parts.closures),
        special_openings=_parts(SpecialOpening, parts.special_openings),
        slots=tuple(sorted(Slot(Period(row.period), row.weekday, row.opens, row.closes) for row in parts.slots)),
    )


def write_facts(service: Service, facts: ServiceFacts, before: ServiceFacts | None = None) -> None:
    """Make the rows of this listing say exactly these facts; `before` is what they say now, so that the tables of what
    does not change are not even read. Raises UnknownOrganization."""
    for name in SAME:
        setattr(service, name, getattr(facts, name))
    for name in LISTS:
        setattr(service, name, list(getattr(facts, name)))
    service.type_slug, service.status, service.fee_kind = facts.type, facts.status.value, facts.fee_kind.value
    if before is None or before.organization != facts.organization:
        service.organization = _organization(facts.organization)
    _write_source(service, facts.source)
    if before is None or before.photo != facts.photo:
        _write_photo(service, facts.photo)
    if before is None or before.place != facts.place:
        _write_place(service, facts.place)
    for relation, field, kind, values in _LISTED:
        wanted = getattr(facts, field)
        if before is None or getattr(before, field) != wanted:
            _replace(getattr(service, relation), [values(item) for item in wanted], kind)


def _parts(kind: type[Part], rows: Iterable[Any]) -> tuple[Part, ...]:
    names = tuple(kind.__dataclass_fields__)  # type: ignore[attr-defined]
    return tuple(kind(**{name: getattr(row, name) for name in names}) for row in rows)


def _place(row: Location | None) -> PlaceFacts | None:
    return None if row is None else PlaceFacts(**{name: getattr(row, name) for name in PLACE})


def _photo(row: Photo | None) -> PhotoFacts | None:
    return None if row is None else PhotoFacts(**{name: getattr(row, name) for name in PHOTO})


def _source(row: Service) -> SourceFacts:
    return SourceFacts(
        name=row.source_name,
        url=row.source_url,
        dated=row.source_date,
        precision=DatePrecision(row.source_precision),
        read_on=row.source_read_on,
        confidence=row.source_confidence,
        licence=row.source_licence,
    )


def _organization(uuid: str | None) -> Organization | None:
    if uuid is None:
        return None
    found = session().scalar(select(Organization).where(Organization.uuid == UUID(uuid)))
    if found is None:
        raise UnknownOrganization(uuid)
    return found


def _write_source(service: Service, source: SourceFacts) -> None:
    service.source_name, service.source_url = source.name, source.url
    service.source_date, service.source_precision = source.dated, source.precision.value
    service.source_read_on, service.source_confidence = source.read_on, source.confidence
    service.source_licence = source.licence


def _write_place(service: Service, place: PlaceFacts | None) -> None:
    if place is None:
        service.location = None
        return
    if service.location is None:
        service.location = Location()
    for name in PLACE:
        setattr(service.location, name, getattr(place, name))


def _write_photo(service: Service, photo: PhotoFacts | None) -> None:
    if photo is None:
        service.photo = None
        return
    if service.photo is None:
        service.photo = Photo()
    for name in PHOTO:
        setattr(service.photo, name, getattr(photo, name))


def _slot(slot: Slot) -> dict[str, Any]:
    return {**asdict(slot), "period": slot.period.value}


#: The lists of a listing: relation, field of the facts, table, what a row holds.
_LISTED: tuple[tuple[str, str, type[Any], Callable[[Any], dict[str, Any]]], ...] = (
    ("areas", "communes_served", ServiceArea, lambda commune: {"commune": commune}),
    ("slots", "slots", ServiceSlot, _slot),
    ("closures", "closures", ServiceClosure, asdict),
    ("special_openings", "special_openings", ServiceSpecialOpening, asdict),
    ("campaigns", "campaigns", Campaign, asdict),
    ("contacts", "contacts", Contact, asdict),
    ("fees", "fees", Fee, asdict),
    ("availability", "availability", Availability, asdict),
)


def _replace(rows: list[Any], wanted: list[dict[str, Any]], kind: type[Any]) -> None:
    if hasattr(kind, "position"):
        wanted = [{**item, "position": rank} for rank, item in enumerate(wanted)]
    present = [{name: getattr(row, name) for name in wanted[0]} for row in rows] if wanted else []
    if wanted and wanted == present:
        return
    if rows:
        rows.clear()
        session().flush()  # the old rows must be gone before new ones claim the same unique keys
    rows.extend(kind(**item) for item in wanted)
