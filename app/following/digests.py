"""Letters of news: at most one a week for an address in a language, none when there is nothing new."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.following.alerts import NEWS, RENEW, RENEWED_BEFORE
from app.following.models import Alert, Digest, Follower
from app.following.news import News, Reach, news_of
from app.foundation import clock, mail
from app.foundation.db import session
from app.foundation.i18n import speaking
from app.foundation.unit_of_work import unit_of_work
from app.territory.queries import reference

#: Gives what an alert reaches today, from its kind and its target; None when it no longer exists.
ReachOf = Callable[[str, str], Reach | None]
#: News of one alert in one letter; the page tells the rest.
MOST_TOLD = 12
#: A letter never tells what is older than this, even when nobody ran the command for long.
OLDEST = timedelta(days=60)


def leave_digests() -> int:
    """Leave every letter that is due, each in its own act; how many. Run again at once, nothing more leaves."""
    wanted = select(Alert.follower_id, Alert.language).where(*_alive()).distinct()
    pairs = session().execute(wanted.order_by(Alert.follower_id, Alert.language)).all()
    session().commit()
    return sum(_leave_one(follower, language) for follower, language in pairs)


def _leave_one(follower: int, language: str) -> bool:
    try:
        with unit_of_work():
            return _left(follower, language)
    except IntegrityError:
        return False  # another process has just left the same one


def _left(follower: int, language: str) -> bool:
    until = clock.now()
    week = _week(until)
    same = select(Digest.id).where(Digest.follower_id == follower, Digest.language == language, Digest.week == week)
    if session().scalar(same) is not None:
        return False
    mine = select(Alert).where(Alert.follower_id == follower, Alert.language == language, *_alive())
    new = [alert for alert in session().scalars(mine.order_by(Alert.id)) if _news(alert, _since(alert, until), until)]
    if not new:
        return False
    digest = Digest(
        follower_id=follower, language=language, week=week, until=until,
        since={str(alert.id): _since(alert, until).isoformat() for alert in new},
    )  # fmt: skip
    session().add(digest)
    session().flush()
    for alert in new:
        alert.told_until = until
    mail.send(NEWS, session().get_one(Follower, follower).address, {"digest": digest.id}, language)
    return True


def news_in(digest: Digest) -> list[tuple[Alert, list[News]]]:
    """What the letter tells, for each alert that has not been stopped since."""
    numbers = [int(number) for number in digest.since]
    alerts = session().scalars(select(Alert).where(Alert.id.in_(numbers)).order_by(Alert.id)).all()
    told = [(one, _news(one, datetime.fromisoformat(digest.since[str(one.id)]), digest.until)) for one in alerts]
    return [(alert, news) for alert, news in told if news]


def leave_renewals() -> int:
    """Ask once, a month before the end, whether to go on; how many letters."""
    near = Alert.expires_at < clock.now() + RENEWED_BEFORE
    wanted = select(Alert).where(*_alive(), near, Alert.renewal_asked_at.is_(None))
    due = session().scalars(wanted.order_by(Alert.follower_id, Alert.id)).all()
    letters = 0
    for number, mine in groupby(due, key=lambda alert: alert.follower_id):
        _ask_renewal(session().get_one(Follower, number), list(mine))
        letters += 1
    return letters


def _ask_renewal(follower: Follower, ending: Iterable[Alert]) -> None:
    language = ""
    for alert in ending:
        alert.renewal_asked_at, language = clock.now(), language or alert.language
    mail.send(RENEW, follower.address, {"follower": follower.id}, language)


def _alive() -> tuple[Any, ...]:
    return Alert.confirmed_at.is_not(None), Alert.expires_at > clock.now()


def _since(alert: Alert, until: datetime) -> datetime:
    return max(alert.told_until or until, until - OLDEST)


def _news(alert: Alert, since: datetime, until: datetime) -> list[News]:
    reach_of: ReachOf = current_app.extensions["alert_reach"]
    with speaking(alert.language):
        reach = reach_of(alert.kind, alert.target)
    if reach is None:
        return []
    fictional = bool(current_app.extensions["settings"].demonstration)
    return news_of(reach, since, until, fictional=fictional, limit=MOST_TOLD)


def _week(moment: datetime) -> str:
    year, week, _day = moment.astimezone(ZoneInfo(reference().time_zone)).isocalendar()
    return f"{year}-W{week:02d}"
