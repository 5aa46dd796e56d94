"""Which light fields of which structures are public at once: agents say it, for a structure and a group of fields."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select

from app.accounts.rules import OutOfScope
from app.catalogue.fields import Group
from app.catalogue.mapping import facts_of
from app.catalogue.models import Organization, Service
from app.foundation import clock
from app.foundation.actors import Actor, Audience
from app.foundation.db import session
from app.foundation.unit_of_work import require_alone
from app.history.operations import Change, record
from app.proposals.access import require_agent_of
from app.proposals.models import PublishPolicy


def set_policy(organization: UUID | None, group: Group, *, allowed: bool, by: Actor) -> PublishPolicy:
    """Allow, or forbid, publishing at once; None speaks of every structure, and is for administrators.

    Raises OutOfScope unless this agent looks after every listing of the structure.
    """
    _require_may_trust(organization, by)
    before = policy_now(organization, group)
    if before is not allowed:
        _record(organization, group, before, allowed, by)
    return write_policy(organization, group, allowed=allowed, by=by)


def write_policy(organization: UUID | None, group: Group, *, allowed: bool, by: Actor) -> PublishPolicy:
    """The same, for a verb that keeps its own history. Raises OutOfScope."""
    require_alone()
    _require_may_trust(organization, by)
    found = _policy(organization, group)
    if found is None:
        found = PublishPolicy(organization=organization, field_group=group.value)
        session().add(found)
    found.allowed, found.set_at, found.set_by = allowed, clock.now(), by.name
    session().flush()
    return found


def forget_policy(organization: UUID | None, group: Group, *, by: Actor) -> None:
    """Come back to what holds for every structure (or, for None, to nothing at once). Raises OutOfScope."""
    require_alone()
    _require_may_trust(organization, by)
    found = _policy(organization, group)
    if found is not None:
        session().delete(found)
        _record(organization, group, found.allowed, None, by)
        session().flush()


def policy_now(organization: UUID | None, group: Group) -> bool | None:
    """What agents said of this structure and this group; None when nobody said."""
    found = _policy(organization, group)
    return found.allowed if found else None


def policies_of(organization: UUID | None) -> dict[tuple[bool, Group], bool]:
    """What `rules.may_publish_at_once` reads."""
    mine = PublishPolicy.organization == organization if organization else PublishPolicy.organization.is_(None)
    wanted = select(PublishPolicy).where(or_(mine, PublishPolicy.organization.is_(None)))
    return {
        (policy.organization is not None, Group(policy.field_group)): policy.allowed
        for policy in session().scalars(wanted)
    }


def _policy(organization: UUID | None, group: Group) -> PublishPolicy | None:
    whose = PublishPolicy.organization.is_(None) if organization is None else PublishPolicy.organization == organization
    return session().scalars(select(PublishPolicy).where(whose, PublishPolicy.field_group == group.value)).one_or_none()


def _require_may_trust(organization: UUID | None, by: Actor) -> None:
    if not by.is_person or Audience.ADMIN in by.audiences:
        return
    if organization is None or not by.scopes:
        raise OutOfScope
    held = select(Service).join(Organization, Service.organization_id == Organization.id)
    for service in session().scalars(held.where(Organization.uuid == organization)):
        require_agent_of(by, facts_of(service))


def _record(organization: UUID | None, group: Group, before: bool | None, after: bool | None, by: Actor) -> None:
    subject = ("policy", str(organization or "all"))
    record("set_policy", subject, by=by, changes=[Change(f"at_once.{group.value}", before, after)])
