"""Agents change the truth themselves, inside their scope, with the same checks and the same history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.catalogue.facts import ServiceFacts, from_json
from app.catalogue.facts import Status as ServiceStatus
from app.catalogue.fields import FIELDS
from app.catalogue.mapping import facts_of
from app.catalogue.models import Revision, Service
from app.catalogue.operations import StaleVersion, change_service, create_service, restore
from app.foundation.actors import Actor
from app.foundation.db import session
from app.proposals.access import NoService, locked_service, require_agent_of, require_known, require_open_organization
from app.proposals.checks import check_facts, check_value
from app.proposals.rules import ReasonMissing
from app.proposals.values import apply, read_all


def create_listing(facts: ServiceFacts, *, by: Actor, reason: str = "", uuid: UUID | None = None) -> Service:
    """Add a listing; the one that bears that `uuid` already, when the same form comes twice.

    Raises OutOfScope, ImpossibleValue, UnknownOrganization.
    """
    known = session().scalars(select(Service).where(Service.uuid == uuid)).one_or_none() if uuid else None
    if known is not None:
        return known
    for name, value in read_all(facts, FIELDS).items():
        check_value(name, value)
    require_known(check_facts(facts))
    require_agent_of(by, facts)
    require_open_organization(None, facts)
    return create_service(facts, by=by, reason=reason, uuid=uuid)


def edit_listing(
    service_uuid: UUID, wanted: Mapping[str, Any], *, by: Actor, reason: str = "", expected: int | None = None
) -> tuple[str, ...]:
    """Put these values in (any field of the guide); what waits on the same fields will be shown as moved.

    Raises NoService, OutOfScope, StaleVersion, UnknownField, ImpossibleValue.
    """
    return _change(service_uuid, by, lambda live: apply(live, wanted), reason, expected)


def set_listing_status(
    service_uuid: UUID, status: ServiceStatus, *, by: Actor, reason: str, expected: int | None = None
) -> tuple[str, ...]:
    """Close, close for a time, reopen, archive. Raises NoService, OutOfScope, StaleVersion, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    return _change(service_uuid, by, lambda live: replace(live, status=status), reason, expected)


def transfer_listing(
    service_uuid: UUID, organization: UUID | None, *, by: Actor, reason: str, expected: int | None = None
) -> tuple[str, ...]:
    """Give a listing to another structure. Raises as `set_listing_status`, and UnknownOrganization."""
    if not reason.strip():
        raise ReasonMissing
    to = str(organization) if organization else None
    return _change(service_uuid, by, lambda live: replace(live, organization=to), reason, expected)


def restore_listing(service_uuid: UUID, number: int, *, by: Actor, reason: str) -> tuple[str, ...]:
    """Make a listing say what it said in its revision of that number. Raises NoService (no such revision either),
    OutOfScope, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    service = locked_service(service_uuid)
    require_agent_of(by, facts_of(service))
    wanted = select(Revision).where(Revision.service_id == service.id, Revision.number == number)
    revision = session().scalars(wanted).one_or_none()
    if revision is None:
        raise NoService
    require_agent_of(by, from_json(revision.snapshot))
    return restore(service, revision, by=by, reason=reason)


def _change(service_uuid: UUID, by: Actor, change: Any, reason: str, expected: int | None) -> tuple[str, ...]:
    service = locked_service(service_uuid)
    if expected is not None and expected != service.version:
        raise StaleVersion(service.version)
    live = facts_of(service)
    require_agent_of(by, live)
    after: ServiceFacts = change(live)
    require_known(check_facts(after))
    require_agent_of(by, after)
    require_open_organization(live, after)
    return change_service(service, after, by=by, reason=reason)
