"""Keeping what families say they did not find, and forgetting it. Called inside an act; never commits."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import delete, select

from app.accounts.limiting import Limit, count, wait_for
from app.foundation.db import session
from app.needs.models import Need
from app.needs.stated import LONGEST_NEED, Stated, Verdict, judge, trace_of

#: Needs said from one network address: a family has a few, not twenty.
NEED_NETWORK = Limit("need-network", 6, timedelta(hours=1))
#: Rows that the agents' page shows.
SHOWN = 200


class Recognisable(ValueError):
    """The words could lead back to someone; `args[0]` says by what."""


def state_need(stated: Stated, day: date, *, network: str, taken: timedelta, honeypot: str = "") -> Verdict:
    """Keep a need of that day, without its hour nor its author; `network` is only counted under a hash.

    Raises Recognisable, and ValueError for an empty or overlong one.
    """
    verdict = judge(honeypot, taken, wait_for(NEED_NETWORK, network))
    if verdict is not Verdict.KEPT:
        return verdict
    if trace := trace_of(stated.text):
        raise Recognisable(trace)
    if not stated.says_something or len(stated.text) > LONGEST_NEED:
        raise ValueError(stated)
    session().add(
        Need(
            day=day,
            theme=stated.theme,
            type=stated.type,
            commune=stated.commune,
            age_band=stated.age_band,
            period=stated.period,
            weekdays=",".join(stated.weekdays),
            text=stated.text,
        )
    )
    count(NEED_NETWORK, network)
    return verdict


def stated_needs() -> list[Need]:
    """The last needs said, the newest first."""
    return list(session().scalars(select(Need).order_by(Need.day.desc(), Need.id.desc()).limit(SHOWN)))


def forget_need(number: int) -> bool:
    """Erase one; whether it was there."""
    return bool(session().execute(delete(Need).where(Need.id == number)).rowcount)  # type: ignore[attr-defined]
