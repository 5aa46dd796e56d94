"""Reads of administration: the words, what was sought in vain, the history of the reference data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.accounts.queries import names_of
from app.administration.operations import REMOVE, why_not
from app.administration.subjects import BY_KIND, Subject
from app.foundation.db import session
from app.foundation.text import fold
from app.history.models import HistoryEntry
from app.needs import rules as needs
from app.needs.queries import Count, sought
from app.search.words import tokens
from app.territory.models import SchoolHolidayRange, SpecialDay, VocabularyEntry
from app.territory.queries import reference

#: Words shown at once; more are asked for by a longer search.
SHOWN_WORDS = 100
PER_PAGE = 20
SINCE = timedelta(days=90)


@dataclass(frozen=True)
class Act:
    """One act of the history. `changes` are (path, before, after); `stuck` says why it cannot be undone, or ''."""

    number: int
    made_at: datetime
    who: str
    verb: str
    subject: Subject
    key: str
    label: str
    reason: str
    changes: tuple[tuple[str, Any, Any], ...]
    stuck: str


def words(text: str) -> tuple[list[VocabularyEntry], int]:
    """The words that hold this text, those that begin with it first, and how many there are in all."""
    asked = fold(text)
    every = session().scalars(select(VocabularyEntry).order_by(VocabularyEntry.position, VocabularyEntry.id))
    found = [(fold(one.term), one) for one in every]
    holding = [(said, one) for said, one in found if asked in said]
    holding.sort(key=lambda pair: (pair[0] != asked, not pair[0].startswith(asked), pair[0]))
    return [one for _said, one in holding[:SHOWN_WORDS]], len(holding)


def missed_words(today: date) -> list[Count]:
    """What families typed for three months and nobody knows yet; nothing that one family alone may have said."""
    known = {word for one in reference().vocabulary for word in tokens(one.term)}
    missed = (one for one in sought(today - SINCE, today) if one.kind == needs.UNKNOWN_WORD)
    return [one for one in missed if not known.issuperset(tokens(one.value))][:SHOWN_WORDS]


def holidays_from(day: date) -> list[SchoolHolidayRange]:
    """The school holidays of the zone that end on that day or later."""
    wanted = select(SchoolHolidayRange).where(
        SchoolHolidayRange.zone == reference().school_zone, SchoolHolidayRange.ends >= day
    )
    return list(session().scalars(wanted.order_by(SchoolHolidayRange.starts)))


def special_days() -> list[SpecialDay]:
    """The days that are special here, the latest first."""
    return list(session().scalars(select(SpecialDay).order_by(SpecialDay.day.desc())))


def acts(kinds: Iterable[str], *, key: str = "", page: int = 1, per_page: int = PER_PAGE) -> tuple[list[Act], int]:
    """A page of the acts on these subjects (on one row of them), the last first, and how many there are."""
    about = HistoryEntry.subject_kind.in_(list(kinds))
    wanted = select(HistoryEntry).where(about)
    if key:
        wanted = wanted.where(HistoryEntry.subject_id == key)
    total = session().scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = session().scalars(wanted.order_by(HistoryEntry.id.desc()).offset((page - 1) * per_page).limit(per_page))
    entries = list(rows)
    names = names_of(entry.actor_id for entry in entries if entry.actor_id is not None)
    return [_act(entry, names) for entry in entries], total


def _act(entry: HistoryEntry, names: dict[int, str]) -> Act:
    subject = BY_KIND[entry.subject_kind]
    return Act(
        number=entry.id,
        made_at=entry.made_at,
        who=names.get(entry.actor_id or 0, entry.actor_name),
        verb=entry.verb,
        subject=subject,
        key=entry.subject_id,
        label=_label(subject, entry),
        reason=entry.reason,
        changes=tuple((one["field"], one["before"], one["after"]) for one in entry.changes),
        stuck=why_not(entry),
    )


def _label(subject: Subject, entry: HistoryEntry) -> str:
    """What it is called now; for what is gone, what it was called when it left."""
    row = subject.find(entry.subject_id)
    if row is not None:
        fields = subject.fields(entry.subject_id, row, reference())
        return subject.label(entry.subject_id, subject.values(row, fields))
    last = select(HistoryEntry).where(
        HistoryEntry.subject_kind == entry.subject_kind,
        HistoryEntry.subject_id == entry.subject_id,
        HistoryEntry.verb == REMOVE,
    )
    left = session().scalars(last.order_by(HistoryEntry.id.desc()).limit(1)).first()
    changes = left.changes if left else entry.changes
    return subject.label(entry.subject_id, {one["field"]: one["before"] or one["after"] for one in changes})
