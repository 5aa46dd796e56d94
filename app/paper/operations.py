"""Asking for a guide, giving it up, and what happens to it meanwhile."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from app.foundation import clock, errands
from app.foundation.db import session
from app.paper.models import PaperGuide
from app.paper.queries import file_of
from app.paper.rules import (
    ASKED_PER_HOUR,
    KEPT,
    LIVING,
    MOST_KEPT,
    MOST_WAITING,
    State,
    TooManyAsked,
    TooManyWaiting,
    Wanted,
    fingerprint,
)

#: The errands: making a guide, and forgetting it when it has expired.
MAKE, FORGET = "paper.make", "paper.forget"


def ask(wanted: Wanted, edition: tuple[Any, ...], *, sender: str) -> PaperGuide:
    """The guide of this request, made already, under way or new. Raises TooManyAsked, TooManyWaiting for a new one."""
    mark, moment = fingerprint(wanted, edition), clock.now()
    known = session().scalar(select(PaperGuide).where(PaperGuide.fingerprint == mark).with_for_update())
    if known is not None and known.expires_at > moment and not _is_lost(known):
        known.wanted_by += 1
        return known
    if known is not None:
        _remove(known)
    _refuse_excess(sender)
    guide = PaperGuide(
        key=secrets.token_urlsafe(32), fingerprint=mark, wanted=wanted.to_json(), state=State.WAITING.value,
        sender=sender, created_at=moment, expires_at=moment + KEPT,
    )  # fmt: skip
    session().add(guide)
    session().flush()
    errands.leave(MAKE, {"guide": guide.id})
    errands.leave(FORGET, {"guide": guide.id}, due_at=guide.expires_at)
    _make_room()
    return guide


def _is_lost(guide: PaperGuide) -> bool:
    """Ready, but its file is gone: the instance folder was emptied."""
    return guide.state == State.READY and not file_of(guide.key).is_file()


def _refuse_excess(sender: str) -> None:
    lately = PaperGuide.created_at > clock.now() - timedelta(hours=1)
    if _count(PaperGuide.sender == sender, lately) >= ASKED_PER_HOUR:
        raise TooManyAsked
    if _count(PaperGuide.state.in_((State.WAITING.value, State.MAKING.value))) >= MOST_WAITING:
        raise TooManyWaiting


def _count(*conditions: Any) -> int:
    return session().scalar(select(func.count(PaperGuide.id)).where(*conditions)) or 0


def _make_room() -> None:
    oldest = select(PaperGuide).where(PaperGuide.state == State.READY.value).order_by(PaperGuide.created_at.desc())
    for guide in session().scalars(oldest.offset(MOST_KEPT)):
        _remove(guide)


def _remove(guide: PaperGuide) -> None:
    file_of(guide.key).unlink(missing_ok=True)
    session().delete(guide)
    session().flush()


def cancel(key: str) -> None:
    """One person no longer wants it; it stops when nobody does. A finished or unknown one stays as it is."""
    found = session().scalar(select(PaperGuide).where(PaperGuide.key == key).with_for_update())
    if found is None or found.state not in (State.WAITING, State.MAKING):
        return
    found.wanted_by -= 1
    if found.wanted_by <= 0:
        found.wanted_by, found.state, found.fingerprint = 0, State.CANCELLED.value, None


def forget(number: int) -> None:
    """Its time has passed: the row and the file leave."""
    guide = session().get(PaperGuide, number)
    if guide is not None and guide.expires_at <= clock.now():
        _remove(guide)


def move(number: int, state: State, **values: Any) -> bool:
    """Change a guide that is still wanted; False when it was given up meanwhile."""
    living = PaperGuide.id == number, PaperGuide.state.in_([one.value for one in LIVING])
    values |= {"fingerprint": None} if state not in LIVING else {}
    changed = session().execute(update(PaperGuide).where(*living).values(state=state.value, **values))
    return bool(changed.rowcount)  # type: ignore[attr-defined]
