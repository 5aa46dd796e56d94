"""Reads of the catalogue. What a page may show leaves here already without anything private."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rapidfuzz import process
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, raiseload, undefer

from app.catalogue.cards import Card, from_json
from app.catalogue.facts import SHOWN_VALUES, ServiceFacts, Status
from app.catalogue.mapping import facts_of
from app.catalogue.models import CatalogueState, Location, Organization, Photo, Service, SlugRedirect
from app.catalogue.rules import shown
from app.catalogue.shelf import cards
from app.foundation.db import session
from app.territory.queries import reference

PARTS = (
    Service.organization,
    Service.location,
    Service.areas,
    Service.contacts,
    Service.slots,
    Service.closures,
    Service.special_openings,
    Service.fees,
    Service.availability,
    Service.campaigns,
    Service.photo,
)


@dataclass(frozen=True)
class ServicePage:
    """A listing as its page shows it: public facts, its card, who offers it."""

    card: Card
    facts: ServiceFacts
    organization: Organization | None
    changed_at: datetime
    version: int


@dataclass(frozen=True)
class Gone:
    """A listing that is no longer offered."""

    name: str
    type: str
    commune: str | None
    lat: float | None
    lon: float | None


def catalogue_version() -> int:
    """A number that moves with every change of the catalogue."""
    return session().scalar(select(CatalogueState.version)) or 0


def service_page(slug: str) -> ServicePage | None:
    """The shown listing at that address, in a fixed number of queries."""
    service = session().scalars(_whole().where(Service.slug == slug, Service.status.in_(SHOWN_VALUES))).one_or_none()
    if service is None:
        return None
    facts = facts_of(service)
    commune = reference().communes.get(facts.place.commune) if facts.place else None
    public = shown(facts, commune.centre if commune else None)
    card = from_json(service.card)
    return ServicePage(card, public, service.organization, service.changed_at, service.version)


def gone_service(slug: str) -> Gone | None:
    """The closed or archived listing that had that address."""
    statuses = (Status.CLOSED.value, Status.ARCHIVED.value)
    service = session().scalars(_whole().where(Service.slug == slug, Service.status.in_(statuses))).one_or_none()
    if service is None:
        return None
    card = from_json(service.card)
    return Gone(card.name, card.type, card.commune, card.lat, card.lon)


def redirected_slug(slug: str, kind: str = "service") -> str | None:
    """The present address of what had that one before."""
    redirect = session().get(SlugRedirect, (slug, kind))
    if redirect is None:
        return None
    table = Service if kind == "service" else Organization
    return session().scalar(select(table.slug).where(table.id == redirect.target_id))


def cards_at(slugs: Sequence[str]) -> list[Card]:
    """The cards at these addresses that may be shown, in any order."""
    wanted = select(Service.id).where(Service.slug.in_(slugs), Service.status.in_(SHOWN_VALUES)).order_by(Service.id)
    return cards(list(session().scalars(wanted))) if slugs else []


def shown_cards(ids: Iterable[int] | None = None) -> Iterator[Card]:
    """The cards of every listing that may be shown (or of those among `ids`), a few hundred at a time."""
    wanted = select(Service.status, Service.card).order_by(Service.id)
    among = Service.status.in_(SHOWN_VALUES) if ids is None else Service.id.in_(tuple(ids))
    for row in session().execute(wanted.where(among).execution_options(yield_per=500)):
        if row.status in SHOWN_VALUES:
            yield from_json(row.card)


def shown_ids() -> set[int]:
    """The listings that may be shown."""
    return set(session().scalars(select(Service.id).where(Service.status.in_(SHOWN_VALUES))))


def shown_slugs() -> list[tuple[str, datetime]]:
    """Address and last change of every real listing that may be shown (for the site plan)."""
    wanted = select(Service.slug, Service.changed_at).where(
        Service.status.in_(SHOWN_VALUES), Service.is_fictional.is_(False)
    )
    return [(row.slug, row.changed_at) for row in session().execute(wanted.order_by(Service.slug))]


def count_shown() -> int:
    """How many listings may be shown."""
    return session().scalar(select(func.count()).where(Service.status.in_(SHOWN_VALUES))) or 0


def organization_page(slug: str) -> tuple[Organization, list[Card]] | None:
    """An organization and the cards of what it offers, by name."""
    found = session().scalar(select(Organization).where(Organization.slug == slug))
    if found is None:
        return None
    ids = select(Service.id).where(Service.organization_id == found.id).order_by(Service.name, Service.id)
    return found, cards(list(session().scalars(ids)))


def near_slugs(slug: str, limit: int = 5) -> list[tuple[str, str]]:
    """Address and name of the shown listings whose address looks most like that one."""
    wanted = select(Service.slug, Service.name).where(Service.status.in_(SHOWN_VALUES)).order_by(Service.id)
    names = {row.slug: row.name for row in session().execute(wanted)}
    best = process.extract(slug[:80], names.keys(), limit=limit, score_cutoff=60)
    return [(found, names[found]) for found, _score, _index in best]


def organization_names(uuids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of organizations, for rooms that only hold their stable ids."""
    wanted = list(uuids)
    found = select(Organization.uuid, Organization.name).where(Organization.uuid.in_(wanted))
    return dict(session().execute(found).all()) if wanted else {}


def service_by_uuid(uuid: Any) -> Service | None:
    """The row itself, for operations."""
    wanted = select(Service).where(Service.uuid == uuid).options(joinedload(Service.organization))
    return session().scalars(wanted).one_or_none()


def sources() -> list[tuple[str, int]]:
    """Where the real listings come from, and how many each gave; the most used first."""
    shown = Service.status.in_(SHOWN_VALUES) & Service.is_fictional.is_(False)
    total = func.count().label("total")
    wanted = select(Service.source_name, total).where(shown).group_by(Service.source_name)
    return [(name, count) for name, count in session().execute(wanted.order_by(total.desc(), Service.source_name))]


def service_uuid_of(slug: str) -> UUID | None:
    """The shown listing at that address."""
    return session().scalar(select(Service.uuid).where(Service.slug == slug, Service.status.in_(SHOWN_VALUES)))


def photo_is_shown(file: str) -> bool:
    """Whether a listing that families see shows this photo; a private address has none."""
    shows = select(Photo.id).join(Service, Photo.service_id == Service.id)
    shows = shows.outerjoin(Location, Service.location_id == Location.id)
    shows = shows.where(Photo.file == file, Service.status.in_(SHOWN_VALUES), Location.address_is_private.is_not(True))
    return session().scalar(shows.limit(1)) is not None


def last_changed() -> date | None:
    """The day of the last change of the catalogue."""
    moment = session().scalar(select(func.max(Service.changed_at)))
    return moment.date() if moment else None


def _whole() -> Select[Service]:
    # The other parts are read by `facts_of`, as plain rows.
    return select(Service).options(joinedload(Service.organization), undefer(Service.card), raiseload("*"))
