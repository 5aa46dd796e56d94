"""The name of a structure: its owner asks for another one, an agent answers; a trusted structure takes it at once.

What waits is read in the history: its last word on the name is the question, as long as nobody answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.catalogue.fields import Group
from app.catalogue.models import Organization
from app.catalogue.operations import save_organization
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.unit_of_work import emit
from app.history.models import HistoryEntry
from app.history.operations import Change, record
from app.proposals.events import NameAnswered
from app.proposals.operations.policies import policies_of
from app.proposals.rules import NotPending, ReasonMissing, trusts

ASKED, GRANTED, DENIED, DROPPED = "ask_name", "grant_name", "deny_name", "drop_name"
ABOUT = (ASKED, GRANTED, DENIED, DROPPED)
#: Not the name itself: what is asked changes nothing yet.
WANTED = "wanted_name"


@dataclass(frozen=True)
class NameAsked:
    """A name that waits for an agent, or that an agent did not take (`denied`, with why)."""

    organization: UUID
    name: str
    asked_at: datetime
    denied: bool = False
    reason: str = ""
    asked_by: int | None = None


def last_word(uuid: UUID) -> NameAsked | None:
    """What was last asked of the name of a structure, while it waits, or when it was refused."""
    return next((one for one in _last_words(uuid)), None)


def asked_name(uuid: UUID) -> NameAsked | None:
    """The name that waits for an agent, if there is one."""
    found = last_word(uuid)
    return found if found is not None and not found.denied else None


def answered_name(uuid: UUID) -> NameAsked | None:
    """What an agent answered of the last name that was asked; None when another one waits, or none was ever asked."""
    mine = (HistoryEntry.subject_kind == "organization", HistoryEntry.subject_id == str(uuid))
    wanted = select(HistoryEntry).where(*mine, HistoryEntry.verb.in_(ABOUT)).order_by(HistoryEntry.id.desc()).limit(1)
    entry = session().scalars(wanted).one_or_none()
    if entry is None or entry.verb not in (GRANTED, DENIED):
        return None
    if entry.verb == DENIED:
        return _read(entry)
    name = next(one["after"] for one in entry.changes if one["field"] == "name")
    return NameAsked(uuid, name, entry.made_at)


def names_asked() -> list[NameAsked]:
    """Every name that waits for an agent, the oldest first."""
    return sorted((one for one in _last_words(None) if not one.denied), key=lambda one: one.asked_at)


def _last_words(uuid: UUID | None) -> list[NameAsked]:
    about = HistoryEntry.subject_kind == "organization", HistoryEntry.verb.in_(ABOUT)
    whose = () if uuid is None else (HistoryEntry.subject_id == str(uuid),)
    last = select(func.max(HistoryEntry.id)).where(*about, *whose).group_by(HistoryEntry.subject_id)
    entries = session().scalars(select(HistoryEntry).where(HistoryEntry.id.in_(last)))
    found = [_read(entry) for entry in entries if entry.verb in (ASKED, DENIED)]
    wanted = select(Organization.uuid, Organization.name)
    names = {row.uuid: row.name for row in session().execute(wanted)} if found else {}
    return [one for one in found if names.get(one.organization) not in (None, one.name)]


def _read(entry: HistoryEntry) -> NameAsked:
    (change,) = entry.changes
    name = change["before"] if entry.verb == DENIED else change["after"]
    return NameAsked(UUID(entry.subject_id), name, entry.made_at, entry.verb == DENIED, entry.reason, entry.actor_id)


def publishes_its_name(uuid: UUID) -> bool:
    """Whether agents let this structure change its name before anybody reads it."""
    return trusts(Group.NAME, policies_of(uuid))


def ask_name(found: Organization, name: str, *, by: Actor) -> None:
    """Ask for another name; the present one takes the question back. Asking twice the same asks once."""
    waiting = asked_name(found.uuid)
    if name == found.name:
        if waiting is not None:
            record(DROPPED, _subject(found.uuid), by=by, changes=[Change(WANTED, waiting.name, None)])
    elif waiting is None or waiting.name != name:
        record(ASKED, _subject(found.uuid), by=by, changes=[Change(WANTED, found.name, name)])


def answer_name(found: Organization, shown: str, *, accepted: bool, by: Actor, reason: str = "") -> None:
    """Take the name that was shown, or not, with a reason. Raises NotPending, ReasonMissing.

    Whoever calls has looked whether this agent may, and holds the structure.
    """
    waiting = asked_name(found.uuid)
    if waiting is None or waiting.name != shown:
        raise NotPending
    if not accepted and not reason.strip():
        raise ReasonMissing(WANTED)
    emit(NameAnswered(found.uuid, waiting.asked_by))
    if accepted:
        save_organization(found.uuid, {"name": waiting.name}, by=by, reason=reason, verb=GRANTED)
    else:
        record(DENIED, _subject(found.uuid), by=by, changes=[Change(WANTED, waiting.name, None)], reason=reason)


def _subject(uuid: UUID) -> tuple[str, str]:
    return "organization", str(uuid)
