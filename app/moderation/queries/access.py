"""Who keeps the listings of one's scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.accounts import claims
from app.accounts.models import Claim, Person, RoleGrant
from app.accounts.rules import OutOfScope
from app.catalogue.mapping import facts_of
from app.catalogue.models import Organization, Service
from app.catalogue.queries import service_by_uuid
from app.foundation import mail
from app.foundation.actors import Actor
from app.foundation.db import session
from app.proposals.access import require_agent_of


def claims_in_scope(by: Actor) -> list[tuple[Claim, Service]]:
    """The claims that wait for this agent, with their listing, the oldest first."""
    found = [(claim, service_by_uuid(claim.service)) for claim in claims.waiting()]
    return [(claim, service) for claim, service in found if service is not None and _looks_after(by, service)]


def silent_people(by: Actor) -> list[tuple[Person, UUID, datetime]]:
    """People of the structures of this agent whose mail comes back: who, of which structure, since when."""
    living = select(Person, RoleGrant.organization).join(RoleGrant, RoleGrant.person_id == Person.id)
    members = living.where(RoleGrant.organization.is_not(None), RoleGrant.ended_at.is_(None))
    rows = session().execute(members.where(Person.disabled_at.is_(None)).order_by(Person.id)).all()
    known = mail.unreachable(person.email or "" for person, _organization in rows)
    silent = [(person, each, known[person.email].since) for person, each in rows if each and person.email in known]
    own = _organizations_of(by, {organization for _person, organization, _since in silent})
    return [found for found in silent if found[1] in own]


def _organizations_of(by: Actor, organizations: Iterable[UUID]) -> set[UUID]:
    """Those of these structures that have a listing in this agent's scope."""
    of = select(Service.uuid, Organization.uuid).join(Organization, Service.organization_id == Organization.id)
    rows = session().execute(of.where(Organization.uuid.in_(organizations))).all()
    return {
        organization
        for uuid, organization in rows
        if (service := service_by_uuid(uuid)) is not None and _looks_after(by, service)
    }


def _looks_after(by: Actor, service: Service) -> bool:
    try:
        require_agent_of(by, facts_of(service))
    except OutOfScope:
        return False
    return True
