"""Agents add, change, close and reopen structures: inside their scope, with the same history as listings. Owners say
what their own structure is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from app.accounts.rules import OutOfScope, require_structure
from app.catalogue.facts import Status
from app.catalogue.fields import Group
from app.catalogue.mapping import facts_of
from app.catalogue.models import Organization, Service
from app.catalogue.operations import save_organization
from app.catalogue.rules import ORGANIZATION_FIELDS, OWN_ORGANIZATION_FIELDS
from app.foundation import clock
from app.foundation.actors import Actor, Audience
from app.foundation.db import session
from app.foundation.unit_of_work import require_alone
from app.history.models import HistoryEntry
from app.history.operations import Change, record
from app.proposals.access import covers_facts
from app.proposals.operations.names import GRANTED, answer_name, ask_name, publishes_its_name
from app.proposals.operations.policies import forget_policy, policy_now, set_policy
from app.proposals.organizations import same_phone
from app.proposals.rules import NotPending, ReasonMissing, Refusal

#: What an owner said, in the history: agents read it afterwards and may put it back.
TOLD = "tell"
PUT_BACK = ("save", TOLD, GRANTED)
LIVING = (Status.DRAFT.value, Status.PUBLISHED.value, Status.TEMPORARILY_CLOSED.value)


class NoOrganization(LookupError):
    """No structure has that identifier."""


class StaleOrganization(Refusal):
    """The structure was changed since it was shown."""


class StillOffers(Refusal):
    """It still has listings: close them, or give them to another structure, first."""


def create_organization(
    values: Mapping[str, str], *, by: Actor, reason: str = "", uuid: UUID | None = None
) -> Organization:
    """Add a structure; the one that bears that `uuid` already, when the same form comes twice. Raises OutOfScope."""
    _require_agent(by)
    known = session().scalars(select(Organization).where(Organization.uuid == uuid)).one_or_none() if uuid else None
    return known or save_organization(uuid or uuid4(), dict(values), by=by, reason=reason)


def edit_organization(
    uuid: UUID, values: Mapping[str, str], *, by: Actor, expected: str, reason: str = ""
) -> Organization:
    """Change what is said of a structure; `expected` is the `shown_token` of what was read.

    Raises NoOrganization, OutOfScope, StaleOrganization.
    """
    found = _kept(uuid, by)
    if expected != shown_token(found):
        raise StaleOrganization
    return save_organization(uuid, dict(values), by=by, reason=reason)


def tell_organization(uuid: UUID, values: Mapping[str, str], *, by: Actor, expected: str) -> Organization:
    """An owner says what their structure is; public at once, and agents may put it back.

    Another name waits for an agent, unless agents trust the structure with it. Its kind and its number stay as agents
    wrote them. Raises NotYourStructure, OwnersOnly, StaleOrganization.
    """
    require_structure(by, uuid, owner=True)
    found = _locked(uuid)
    own = {name: values[name] for name in OWN_ORGANIZATION_FIELDS}
    name = own["name"] if publishes_its_name(uuid) else own.pop("name")
    if same_phone(own["phone"], found.phone):
        own["phone"] = found.phone  # written another way: nothing to tell
    if expected != shown_token(found):
        if all(getattr(found, name) == said for name, said in own.items()):
            return found  # the same form sent twice
        raise StaleOrganization
    if "name" not in own:
        ask_name(found, name, by=by)
    return save_organization(uuid, own, by=by, verb=TOLD)


def decide_name(uuid: UUID, shown: str, *, accepted: bool, by: Actor, reason: str = "") -> None:
    """Take the name that an owner asked for, or not, with a reason they read.

    Raises NoOrganization, OutOfScope, NotPending, ReasonMissing.
    """
    answer_name(_kept(uuid, by), shown, accepted=accepted, by=by, reason=reason)


def close_organization(uuid: UUID, *, by: Actor, reason: str) -> Organization:
    """It exists no more: nothing can be given to it. Raises NoOrganization, OutOfScope, ReasonMissing, StillOffers."""
    found = _kept(uuid, by)
    if not reason.strip():
        raise ReasonMissing
    living = select(Service.id).where(Service.organization_id == found.id, Service.status.in_(LIVING))
    if session().scalars(living.limit(1)).first() is not None:
        raise StillOffers
    if found.closed_at is None:
        found.closed_at = clock.now()
        record("close", _subject(found), by=by, changes=[Change("closed", False, True)], reason=reason)
    return found


def reopen_organization(uuid: UUID, *, by: Actor, reason: str) -> Organization:
    """It is there again. Raises NoOrganization, OutOfScope, ReasonMissing."""
    found = _kept(uuid, by)
    if not reason.strip():
        raise ReasonMissing
    if found.closed_at is not None:
        found.closed_at = None
        record("reopen", _subject(found), by=by, changes=[Change("closed", True, False)], reason=reason)
    return found


def undo_organization_act(uuid: UUID, entry_id: int, *, by: Actor) -> None:
    """Put back what an act on this structure, or on what it publishes at once, had changed.

    Raises NoOrganization, OutOfScope, NotPending (no such act, or somebody changed it again since).
    """
    found = _kept(uuid, by)
    entry = session().get(HistoryEntry, entry_id)
    if entry is None or entry.subject_id != str(uuid):
        raise NotPending
    if (entry.subject_kind, entry.verb) == ("policy", "set_policy"):
        return _undo_policy(uuid, entry, by)
    before = {one["field"]: one["before"] for one in entry.changes}
    after = {one["field"]: one["after"] for one in entry.changes}
    moved = any(getattr(found, name) != said for name, said in after.items())
    if entry.verb not in PUT_BACK or None in before.values() or moved:
        raise NotPending
    save_organization(uuid, before, by=by)
    return None


def _undo_policy(uuid: UUID, entry: HistoryEntry, by: Actor) -> None:
    (change,) = entry.changes
    group = Group(change["field"].partition(".")[2])
    if policy_now(uuid, group) is not change["after"]:
        raise NotPending
    if change["before"] is None:
        forget_policy(uuid, group, by=by)
    else:
        set_policy(uuid, group, allowed=change["before"], by=by)


def shown_token(found: Organization) -> str:
    """What a form sends back, to know whether what it showed is still so."""
    said = [getattr(found, name) for name in ORGANIZATION_FIELDS]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def keeps(found: Organization, by: Actor) -> tuple[bool, bool]:
    """Whether this agent may (read, change) a structure: they look after one of its listings, after every one.

    One without a listing belongs to every agent.
    """
    if not by.is_person or Audience.ADMIN in by.audiences:
        return True, True
    held = session().scalars(select(Service).where(Service.organization_id == found.id))
    own = [covers_facts(by, facts_of(service)) for service in held]
    if not own:
        return bool(by.scopes), bool(by.scopes)
    return any(own), all(own)


def covers_whole(uuid: UUID, by: Actor) -> bool:
    """Whether this agent looks after every listing of a structure: only then may they give it to somebody."""
    found = session().scalars(select(Organization).where(Organization.uuid == uuid)).one_or_none()
    return found is not None and keeps(found, by)[1]


def require_whole(uuid: UUID, *, by: Actor) -> None:
    """Raises OutOfScope unless this agent looks after every listing of the structure."""
    if not covers_whole(uuid, by):
        raise OutOfScope


def _kept(uuid: UUID, by: Actor) -> Organization:
    found = _locked(uuid)
    if not keeps(found, by)[1]:
        raise OutOfScope
    return found


def _locked(uuid: UUID) -> Organization:
    require_alone()
    wanted = select(Organization).where(Organization.uuid == uuid).with_for_update()
    found = session().scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NoOrganization
    return found


def _require_agent(by: Actor) -> None:
    if by.is_person and not by.scopes and Audience.ADMIN not in by.audiences:
        raise OutOfScope


def _subject(found: Organization) -> tuple[str, str]:
    return "organization", str(found.uuid)


def open_organizations() -> list[tuple[str, str]]:
    """(stable id, name) of those that listings may be given to, by name."""
    wanted: Any = select(Organization.uuid, Organization.name).where(Organization.closed_at.is_(None))
    return [(str(uuid), name) for uuid, name in session().execute(wanted.order_by(Organization.name, Organization.id))]
