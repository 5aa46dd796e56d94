"""Adding a batch of counts to those of a day. Called inside an act; never commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.foundation import clock
from app.foundation.db import session
from app.needs.models import SearchCount, UnknownWordDay
from app.needs.rules import ENOUGH_DAYS, UNKNOWN_WORD, WORD, digest_of, window_of

#: Counts serve a diagnosis and its next one; older ones are forgotten.
COUNTS_KEPT = timedelta(days=3 * 365)
#: Digests kept at once: a flood of invented words stops here.
MOST_DIGESTS = 20_000
#: Rows of one day from which its words are no longer counted; the other kinds have few values.
MOST_VALUES = 5_000


@dataclass
class Batch:
    """Counts of one day: {(kind, value): times}, asked and in vain; and the words that nobody knows."""

    day: date
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    in_vain: Counter[tuple[str, str]] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)


def add(batch: Batch) -> None:
    """Add these counts to those of the day."""
    room = MOST_VALUES - (session().scalar(select(func.count()).where(SearchCount.day == batch.day)) or 0)
    counted = [(kind, value) for kind, value in sorted(batch.asked) if room > 0 or kind != WORD]
    _count(batch.day, [(*one, batch.asked[one], batch.in_vain[one]) for one in counted])
    session().execute(delete(UnknownWordDay).where(UnknownWordDay.day < window_of(batch.day)))
    secret = str(current_app.config["SECRET_KEY"])
    for word, times in sorted(batch.unknown.items()):
        _unknown(batch.day, word, times, secret)


def purge_counts() -> int:
    """Forget the counts of more than three years; how many rows."""
    old = delete(SearchCount).where(SearchCount.day < (clock.now() - COUNTS_KEPT).date())
    return session().execute(old).rowcount  # type: ignore[attr-defined, no-any-return]


def forget_word(word: str) -> int:
    """Erase an unknown word from every day; how many days had it."""
    gone = delete(SearchCount).where(SearchCount.kind == UNKNOWN_WORD, SearchCount.value == word)
    return session().execute(gone).rowcount  # type: ignore[attr-defined, no-any-return]


def _unknown(day: date, word: str, times: int, secret: str) -> None:
    """The word itself is written from its fifth day on; before, only that some word was seen on that day."""
    digest = digest_of(word, day, secret)
    days = set(session().scalars(select(UnknownWordDay.day).where(UnknownWordDay.digest == digest)))
    if day not in days:
        if not days and (session().scalar(select(func.count()).select_from(UnknownWordDay)) or 0) >= MOST_DIGESTS:
            return
        session().execute(_insert(UnknownWordDay).values(digest=digest, day=day).on_conflict_do_nothing())
    if len(days | {day}) < ENOUGH_DAYS:
        return
    # The first days are counted once each, on the day that makes the word known.
    missed = ENOUGH_DAYS - 1 if len(days | {day}) == ENOUGH_DAYS and day not in days else 0
    _count(day, [(UNKNOWN_WORD, word, times + missed, times + missed)])


def _count(day: date, counts: Iterable[tuple[str, str, int, int]]) -> None:
    """Add (kind, value, asked, in vain) to the rows of that day, in one statement sent once for each."""
    rows = [
        {"day": day, "kind": kind, "value": value[:120], "asked": asked, "in_vain": in_vain}
        for kind, value, asked, in_vain in counts
    ]
    if not rows:
        return
    added = _insert(SearchCount)
    sums: Mapping[str, Any] = {
        "asked": SearchCount.asked + added.excluded.asked,
        "in_vain": SearchCount.in_vain + added.excluded.in_vain,
    }
    session().execute(added.on_conflict_do_update(index_elements=["day", "kind", "value"], set_=sums), rows)


def _insert(table: type[SearchCount] | type[UnknownWordDay]) -> Any:
    # Both databases say “insert, or add to what is there” in the same words, but not in the common language.
    insert = postgresql.insert if session().get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(table)
