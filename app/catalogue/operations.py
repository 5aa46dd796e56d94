"""The verbs that change the catalogue. None commits: the unit of work does.

Each guards, changes, keeps a revision and a line of history, and says so (`ServicesChanged`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import selectinload, undefer
from sqlalchemy.orm.attributes import flag_modified

from app.catalogue.cards import Card, Identity, card_of, says, to_json
from app.catalogue.events import ServicesChanged
from app.catalogue.facts import ServiceFacts, Status, changed_fields, from_json
from app.catalogue.facts import to_json as facts_to_json
from app.catalogue.hours.rules import check_slots
from app.catalogue.mapping import facts_of, write_facts
from app.catalogue.models import CatalogueState, Organization, Revision, Service, SlugRedirect
from app.catalogue.queries import PARTS
from app.catalogue.rules import add_months
from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.text import slugify
from app.foundation.unit_of_work import emit, hold, require_alone
from app.history.operations import Change, record
from app.territory.queries import reference


class StaleVersion(RuntimeError):
    """The listing changed since it was read; `current` is its version now."""

    def __init__(self, current: int) -> None:
        super().__init__(current)
        self.current = current


class UnknownType(LookupError):
    """The facts name a type that the territory does not list."""


class UnknownCommune(LookupError):
    """The facts name a commune that is not of the territory."""


def create_service(
    facts: ServiceFacts,
    *,
    by: Actor,
    uuid: UUID | None = None,
    slug: str = "",
    reason: str = "",
    also: Iterable[Change] = (),
) -> Service:
    """Add a listing; `also` is written in the same line of history. Raises UnknownType, UnknownCommune,
    UnknownOrganization, HoursError."""
    _guard(facts)
    service = Service(uuid=uuid or uuid4(), slug=_free_slug(slug or facts.name), created_at=clock.now(), card={})
    session().add(service)
    with session().no_autoflush:
        write_facts(service, facts)
        service.changed_at = clock.now()
    session().flush()
    after = facts_to_json(facts)
    changes = [*(Change(name, None, after[name]) for name in ("name", "type", "status")), *also]
    _keep(service, facts, "create", changes, by, reason)
    return service


def change_service(
    service: Service,
    facts: ServiceFacts,
    *,
    by: Actor,
    reason: str = "",
    expected: int | None = None,
    also: Iterable[Change] = (),
) -> tuple[str, ...]:
    """Make the listing say these facts; returns the names of the fields that changed, none when it said so already.

    `expected` is the version the author saw: raises StaleVersion when it moved. `also` is written in the same line of
    history (the decision that led to the change).
    """
    if expected is not None and expected != service.version:
        raise StaleVersion(service.version)
    _guard(facts)
    before = facts_of(service)
    changed = changed_fields(before, facts)
    if changed:
        write_facts(service, facts, before)
        _rename(service, before, facts)
        was, now = facts_to_json(before), facts_to_json(facts)
        changes = [*(Change(name, was[name], now[name]) for name in changed), *also]
        _keep(service, facts, "change", changes, by, reason)
    return changed


def set_status(service: Service, status: Status, *, by: Actor, reason: str = "") -> None:
    """Publish, close for a time, close, archive."""
    change_service(service, replace(facts_of(service), status=status), by=by, reason=reason)


def assure(service: Service, on: date, *, by: Actor, said_by: str) -> None:
    """Note that someone confirmed the whole listing on that day; it is due again after its type's delay."""
    facts, months = facts_of(service), reference().types[service.type_slug].verify_every_months
    before = service.assured_on.isoformat() if service.assured_on else None
    service.assured_on, service.assured_by, service.next_due = on, said_by, add_months(on, months)
    changes = [Change("assured_on", before, on.isoformat())]
    _keep(service, facts, "assure", changes, by, "")


def restore(service: Service, revision: Revision, *, by: Actor, reason: str) -> tuple[str, ...]:
    """Make the listing say what it said in that revision."""
    return change_service(service, from_json(revision.snapshot), by=by, reason=reason)


def save_organization(
    uuid: UUID, values: dict[str, Any], *, by: Actor, reason: str = "", verb: str = "save"
) -> Organization:
    """Add this organization, or change what differs; the cards of its listings follow its name."""
    require_alone()
    found = session().scalar(select(Organization).where(Organization.uuid == uuid))
    if found is None:
        found = Organization(uuid=uuid, slug=_free_slug(values["name"], Organization), **values)
        session().add(found)
        changes = [Change("name", None, values["name"])]
    else:
        differ = {name: value for name, value in values.items() if getattr(found, name) != value}
        changes = [Change(name, getattr(found, name), value) for name, value in differ.items()]
        for name, value in differ.items():
            setattr(found, name, value)
    session().flush()
    if changes:
        record(verb, ("organization", str(uuid)), by=by, changes=changes, reason=reason)
    if any(change.field == "name" and change.before is not None for change in changes):
        refresh_cards(select(Service).where(Service.organization_id == found.id))
    return found


def refresh_cards(wanted: Select[Service] | None = None) -> int:
    """Write again every card (or those of these listings) that its facts no longer give; returns how many moved.

    Needed after a change of the cards' shape, of a type's usual ages, of a commune's centre, of an organization's name.
    """
    require_alone()
    moved = []
    loads = [undefer(Service.card), *(selectinload(part) for part in PARTS)]
    for service in session().scalars((select(Service) if wanted is None else wanted).options(*loads)):
        card = _card(service, facts_of(service))
        if not says(service.card, card):
            _write_card(service, card)
            moved.append(service.id)
    if moved:
        session().flush()
        _move_version()
        emit(ServicesChanged(tuple(moved)))
    return len(moved)


def _write_card(service: Service, card: Card) -> None:
    # Past the optimistic lock: the listing says the same, and nobody's open form is stale for it.
    table = Service.__table__
    values = {"card": to_json(card), "card_turn": table.c.card_turn + 1}
    session().execute(update(table).where(table.c.id == service.id).values(**values))  # type: ignore[arg-type]
    session().expire(service, ["card", "card_turn"])


def _card(service: Service, facts: ServiceFacts) -> Card:
    identity = Identity(
        id=service.id,
        uuid=str(service.uuid),
        slug=service.slug,
        organization=service.organization.name if service.organization else "",
        assured_on=service.assured_on,
        assured_by=service.assured_by,
        next_due=service.next_due,
    )
    return card_of(identity, facts, reference())


def _guard(facts: ServiceFacts) -> None:
    known = reference()
    if facts.type not in known.types or not known.types[facts.type].listable:
        raise UnknownType(facts.type)
    communes = {*facts.communes_served, *([facts.place.commune] if facts.place else [])}
    for code in communes - known.communes.keys():
        raise UnknownCommune(code)
    check_slots(facts.slots)


def _keep(service: Service, facts: ServiceFacts, verb: str, changes: list[Change], by: Actor, reason: str) -> None:
    service.changed_at = clock.now()
    flag_modified(service, "changed_at")  # the version moves even within one tick of the clock
    service.card = to_json(_card(service, facts))
    session().flush()
    last = session().scalar(select(func.max(Revision.number)).where(Revision.service_id == service.id)) or 0
    session().add(
        Revision(
            service_id=service.id,
            number=last + 1,
            snapshot=facts_to_json(facts),
            made_at=clock.now(),
            made_by=by.name,
            reason=reason,
        )
    )
    record(verb, ("service", str(service.uuid)), by=by, changes=changes, reason=reason)
    _move_version()
    emit(ServicesChanged((service.id,)))


def _move_version() -> None:
    moved = session().execute(update(CatalogueState).values(version=CatalogueState.version + 1))
    if not moved.rowcount:  # type: ignore[attr-defined]
        session().add(CatalogueState(id=1, version=1))


def _rename(service: Service, before: ServiceFacts, facts: ServiceFacts) -> None:
    if slugify(facts.name) == slugify(before.name):
        return
    old, service.slug = service.slug, _free_slug(facts.name, mine=service.id)
    session().merge(SlugRedirect(slug=old, kind="service", target_id=service.id))
    # Taking back an address of its own: it leads to itself again.
    session().execute(delete(SlugRedirect).where(SlugRedirect.slug == service.slug, SlugRedirect.kind == "service"))


def _free_slug(name: str, kind: type[Service] | type[Organization] = Service, *, mine: int | None = None) -> str:
    hold("slugs")
    base = slugify(name)[:140]
    taken = set(session().scalars(select(kind.slug).where(kind.slug.startswith(base))))
    if kind is Service:
        old = select(SlugRedirect.slug).where(SlugRedirect.slug.startswith(base), SlugRedirect.kind == "service")
        taken |= set(session().scalars(old.where(SlugRedirect.target_id.is_distinct_from(mine))))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 3))
    return next(slug for slug in candidates if slug not in taken)
