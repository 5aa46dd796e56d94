"""The one clock of the house, which tests can stop.

Everything that depends on the moment asks `now()`; nothing else reads the machine's time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: list[datetime] = []


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def local_now(time_zone: str) -> datetime:
    """The present moment on the wall clocks of the territory."""
    return now().astimezone(ZoneInfo(time_zone))


def today(time_zone: str) -> date:
    """The present day in the territory."""
    return local_now(time_zone).date()


@contextmanager
def freeze(moment: datetime) -> Iterator[None]:
    """Stop the clock at an aware moment (for tests, benchmarks and screenshots)."""
    if moment.tzinfo is None:
        raise ValueError("freeze() wants an aware datetime")
    _frozen.append(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()
