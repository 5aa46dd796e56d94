"""From the facts of a listing to its rows, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, TypeVar
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
from app.foundation.db import session

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
    """What the rows of this listing say."""
    plain: dict[str, Any] = {name: getattr(service, name) for name in SAME}
    lists: dict[str, Any] = {name: tuple(getattr(service, name)) for name in LISTS}
    return ServiceFacts(
        **plain,
        **lists,
        type=service.type_slug,
        status=Status(service.status),
        fee_kind=FeeKind(service.fee_kind),
        organization=str(service.organization.uuid) if service.organization else None,
        place=_place(service.location),
        source=_source(service),
        photo=_photo(service.photo),
        communes_served=tuple(area.commune for area in service.areas),
        contacts=_parts(ContactFacts, service.contacts),
        fees=_parts(FeeFacts, service.fees),
        availability=_parts(AvailabilityFacts, service.availability),
        campaigns=_parts(CampaignFacts, service.campaigns),
        closures=_parts(Closure, service.closures),
        special_openings=_parts(SpecialOpening, service.special_openings),
        slots=tuple(sorted(Slot(Period(row.period), row.weekday, row.opens, row.closes) for row in service.slots)),
    )


def write_facts(service: Service, facts: ServiceFacts) -> None:
    """Make the rows of this listing say exactly these facts. Raises UnknownOrganization."""
    for name in SAME:
        setattr(service, name, getattr(facts, name))
    for name in LISTS:
        setattr(service, name, list(getattr(facts, name)))
    service.type_slug, service.status, service.fee_kind = facts.type, facts.status.value, facts.fee_kind.value
    service.organization = _organization(facts.organization)
    _write_source(service, facts.source)
    _write_photo(service, facts.photo)
    _write_place(service, facts.place)
    _write_parts(service, facts)


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


def _write_parts(service: Service, facts: ServiceFacts) -> None:
    _replace(service.areas, facts.communes_served, lambda commune: {"commune": commune}, ServiceArea)
    _replace(service.slots, facts.slots, lambda slot: {**asdict(slot), "period": slot.period.value}, ServiceSlot)
    _replace(service.closures, facts.closures, asdict, ServiceClosure)
    _replace(service.special_openings, facts.special_openings, asdict, ServiceSpecialOpening)
    _replace(service.campaigns, facts.campaigns, asdict, Campaign)
    _replace(service.contacts, facts.contacts, asdict, Contact, ranked=True)
    _replace(service.fees, facts.fees, asdict, Fee, ranked=True)
    _replace(service.availability, facts.availability, asdict, Availability, ranked=True)


def _replace(
    rows: list[Any],
    wanted: Iterable[Any],
    values: Callable[[Any], dict[str, Any]],
    kind: type[Any],
    *,
    ranked: bool = False,
) -> None:
    fresh = [values(item) | ({"position": rank} if ranked else {}) for rank, item in enumerate(wanted)]
    present = [{name: getattr(row, name) for name in fresh[0]} for row in rows] if fresh else []
    if fresh and fresh == present:
        return
    if rows:
        rows.clear()
        session().flush()  # the old rows must be gone before new ones claim the same unique keys
    rows.extend(kind(**item) for item in fresh)
