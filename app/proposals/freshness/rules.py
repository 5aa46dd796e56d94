"""When to remind, when to hide. Days are days of the territory's calendar; only listings that an account once confirmed
are concerned (the others go to the agents' call sheet)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

#: Days after the date due at which a reminder leaves.
STEPS = (0, 15, 30)
#: Days after the date due from which a listing may be hidden, and days since the last reminder at the least.
GRACE = 60
AFTER_LAST_REMINDER = 15


def step_due(due_on: date, today: date, sent: Mapping[int, date]) -> int | None:
    """The reminder to send today, if any: the latest step reached, once, never a burst of old ones.

    `sent` gives the day on which each step of this date due was sent.
    """
    late = (today - due_on).days
    reached = [step for step in STEPS if step <= late]
    if not reached or reached[-1] in sent:
        return None
    last = max(sent.values(), default=None)
    if last is not None and (today - last).days < AFTER_LAST_REMINDER:
        return None
    return reached[-1]


def to_delist(due_on: date, today: date, sent: Mapping[int, date]) -> bool:
    """Whether to hide it: long overdue, every chance given, the last reminder not of yesterday."""
    last = sent.get(STEPS[-1])
    return last is not None and (today - due_on).days >= GRACE and (today - last).days >= AFTER_LAST_REMINDER
