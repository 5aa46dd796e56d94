"""Changing the reference data: every verb asks for an administrator, tells the history, and can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from app.administration.rules import (
    CannotUndo,
    Conflict,
    Impossible,
    NoSuchThing,
    StillNeeded,
    Values,
    marks,
    require_administrator,
    together,
)
from app.administration.subjects import BY_KIND, Subject
from app.foundation.actors import Actor
from app.foundation.db import Base, session
from app.foundation.i18n import gettext as _
from app.foundation.unit_of_work import require_alone
from app.history.models import HistoryEntry
from app.history.operations import Change, record
from app.territory.models import Territory
from app.territory.queries import forget, moved, reference

ADD, CHANGE, REMOVE = "add", "change", "remove"


def change(
    subject: Subject, key: str, wanted: Values, *, by: Actor, reason: str = "", seen: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Make a row say these values; returns the paths that changed, none when it said so already.

    `seen` holds the marks of the values that their author saw (`rules.marks`): what somebody else changed meanwhile is
    kept. Raises AdministratorsOnly, NoSuchThing, Conflict, Impossible.
    """
    require_administrator(by)
    row, now = _found(subject, key)
    asked = {**now, **{path: value for path, value in wanted.items() if path in now}}
    merged = together(now, asked, seen) if seen is not None else asked
    changed = tuple(path for path in now if merged[path] != now[path])
    if changed:
        subject.check(key, merged, reference())
        subject.write(row, {path: merged[path] for path in changed}, by)
        _keep(CHANGE, subject, key, [Change(path, now[path], merged[path]) for path in changed], by, reason)
    return changed


def add(subject: Subject, values: Values, *, by: Actor, reason: str = "", key: str = "") -> str:
    """Add a row; returns its key. `key` is that of a row that comes back. Raises AdministratorsOnly, Impossible."""
    require_administrator(by)
    if not subject.growing:
        raise NoSuchThing(subject.room)
    one_at_a_time()
    known = reference()
    kept = subject.kept(known)
    asked = {field.path: values.get(field.path, field.empty) for field in kept}
    subject.check(key, asked, known)
    key, row = subject.make(asked, key)
    session().add(row)
    said = subject.values(row, kept)
    _keep(ADD, subject, key, [Change(path, None, value) for path, value in said.items()], by, reason)
    return key


def remove(subject: Subject, key: str, *, by: Actor, reason: str = "", seen: Mapping[str, str] | None = None) -> None:
    """Take a row away. Raises AdministratorsOnly, NoSuchThing, StillNeeded, and Conflict when it is no longer what was
    seen."""
    require_administrator(by)
    if not subject.growing:
        raise NoSuchThing(subject.room)
    row, now = _found(subject, key)
    if seen is not None and marks(now) != dict(seen):
        raise Conflict((), now)
    if needed := subject.held(key, reference()):
        raise StillNeeded(needed)
    said = subject.values(row, subject.kept(reference()))
    subject.leave(key)
    session().delete(row)
    _keep(REMOVE, subject, key, [Change(path, value, None) for path, value in said.items()], by, reason)


def undo(number: int, *, by: Actor, reason: str = "") -> Subject:
    """Undo an act of the history by another one. Raises AdministratorsOnly, NoSuchThing, CannotUndo."""
    require_administrator(by)
    entry = session().get(HistoryEntry, number)
    if entry is None or entry.subject_kind not in BY_KIND or entry.verb not in (ADD, CHANGE, REMOVE):
        raise NoSuchThing(number)
    if why := why_not(entry):
        raise CannotUndo(why)
    subject, key = BY_KIND[entry.subject_kind], entry.subject_id
    said = ". ".join(part for part in (_("Annulation de l’acte n° %(number)s", number=number), reason) if part)
    before = {one["field"]: one["before"] for one in entry.changes}
    try:
        if entry.verb == ADD:
            remove(subject, key, by=by, reason=said)
        elif entry.verb == REMOVE:
            add(subject, before, by=by, reason=said, key=key)
        else:
            change(subject, key, before, by=by, reason=said)
    except Impossible as fault:
        raise CannotUndo(" ".join(fault.problems.values())) from None
    except StillNeeded as fault:
        raise CannotUndo(str(fault)) from None
    return subject


def why_not(entry: HistoryEntry) -> str:
    """Why an act cannot be undone as things stand now, in French; '' when it can."""
    subject, key = BY_KIND[entry.subject_kind], entry.subject_id
    row = subject.find(key)
    if entry.verb == REMOVE:
        return _("Il est revenu depuis.") if row is not None else ""
    if row is None:
        return _("Il a été retiré depuis.")
    known = reference()
    now = subject.values(row, subject.fields(key, row, known) if entry.verb == CHANGE else subject.kept(known))
    if entry.verb == CHANGE and not {one["field"] for one in entry.changes} <= now.keys():
        return _("La page était découpée autrement ce jour-là : écrivez l’ancienne valeur sur la page d’aujourd’hui.")
    if any(now.get(one["field"]) != one["after"] for one in entry.changes):
        return _("Une autre valeur a été écrite depuis : annulez d’abord le changement le plus récent.")
    return ""


def one_at_a_time() -> None:
    """Read again inside this act: another administrator may have been quicker. Where several may write at once, they
    wait for each other here."""
    require_alone()
    forget()
    session().execute(select(Territory.id).with_for_update())


def _found(subject: Subject, key: str) -> tuple[Base, dict[str, Any]]:
    one_at_a_time()
    row = subject.find(key)
    if row is None:
        raise NoSuchThing(key)
    return row, subject.values(row, subject.fields(key, row, reference()))


def _keep(verb: str, subject: Subject, key: str, changes: Iterable[Change], by: Actor, reason: str) -> None:
    changes = list(changes)
    record(verb, (subject.kind, key), by=by, changes=changes, reason=reason)
    moved()
    subject.after(key, {one.field for one in changes})
