"""Alerts by mail without an account: asking, confirming, stopping. Called inside an act; never commits.

Nothing but the letter of confirmation leaves before the button of its page was pressed. Links are computed from a
number and the secret key (`accounts.keys`); tables hold their hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, func, select

from app.accounts import keys
from app.accounts.limiting import Limit, count, wait_for
from app.following.models import Alert, Digest, Follower
from app.foundation import clock, mail
from app.foundation.db import session

CONFIRM, NEWS, RENEW = "alert_confirm", "alert_news", "alert_renew"
LETTERS = (CONFIRM, NEWS, RENEW)
#: A link of confirmation serves for two days; what was not confirmed is then erased.
CONFIRM_LASTS = timedelta(days=2)
ALERT_LASTS = timedelta(days=365)
#: Before the end, one letter asks whether to go on.
RENEWED_BEFORE = timedelta(days=30)
#: Letters of confirmation to one mailbox, which others might want to fill.
ADDRESS = Limit("alert-address", 5, timedelta(hours=24))
#: Alerts asked from one place: a desk helps several families.
NETWORK = Limit("alert-network", 20, timedelta(hours=24))
#: Filled faster than this, a machine did it; older than this, the page is shown again.
QUICKEST, OLDEST = timedelta(seconds=2), timedelta(hours=4)
#: Alerts of one address.
MOST_ALERTS = 20
_FOLLOWER = "alerts"


class Asked(StrEnum):
    """What was made of a request. NOTED says nothing of the address: a letter leaves, or not."""

    NOTED = "noted"
    TOO_MANY = "too-many"
    STALE = "stale"


@dataclass(frozen=True)
class Wish:
    """What somebody would like to be told of."""

    kind: str
    target: str
    label: str
    path: str
    language: str


def ask(address: str, wish: Wish, *, network: str, taken: timedelta, honeypot: str = "") -> Asked:
    """Leave a letter of confirmation, as often as an address and a place may ask. Raises mail.BadAddress."""
    if taken > OLDEST:
        return Asked.STALE
    if wait_for(NETWORK, network):
        return Asked.TOO_MANY
    count(NETWORK, network)
    if honeypot or taken < QUICKEST:
        return Asked.NOTED
    address = address.strip().lower()
    if wait_for(ADDRESS, address):
        return Asked.NOTED
    count(ADDRESS, address)
    follower = _follower(address)
    alert = _alert(follower, wish)
    if alert is not None:
        mail.send(CONFIRM, address, {"alert": alert.id}, wish.language)
    return Asked.NOTED


def _follower(address: str) -> Follower:
    found = session().scalar(select(Follower).where(Follower.address == address))
    if found is None:
        nonce = keys.drawn()
        found = Follower(
            address=address, nonce=nonce, token_hash=_hash(_FOLLOWER, nonce), created_at=clock.now()
        )  # fmt: skip
        session().add(found)
        session().flush()
    return found


def _alert(follower: Follower, wish: Wish) -> Alert | None:
    """The alert of this wish, to be confirmed (again); None when the address has too many."""
    same = select(Alert).where(
        Alert.follower_id == follower.id, Alert.kind == wish.kind, Alert.target == wish.target
    )  # fmt: skip
    found = session().scalar(same)
    number = session().scalar(select(func.count()).select_from(Alert).where(Alert.follower_id == follower.id)) or 0
    if found is None and number >= MOST_ALERTS:
        return None
    now = clock.now()
    if found is None:
        found = Alert(
            follower_id=follower.id, kind=wish.kind, target=wish.target, label=wish.label[:300], path=wish.path,
            language=wish.language, nonce="", token_hash=keys.drawn(), asked_at=now, expires_at=now + CONFIRM_LASTS,
        )  # fmt: skip
        session().add(found)
    found.nonce = keys.drawn()
    found.token_hash = _hash(CONFIRM, found.nonce)
    found.asked_at = now
    if found.confirmed_at is None:
        found.expires_at = now + CONFIRM_LASTS
    session().flush()
    return found


def to_confirm(token: str) -> Alert | None:
    """The alert of this link, while it serves."""
    found = session().scalar(select(Alert).where(Alert.token_hash == keys.hashed(token)))
    if found is None or found.asked_at + CONFIRM_LASTS < clock.now() or found.expires_at < clock.now():
        return None
    return found


def confirm(token: str) -> Alert | None:
    """Begin to tell, or go on for a year; None when the link no longer serves. Twice does no harm."""
    found = to_confirm(token)
    if found is not None:
        if found.confirmed_at is None:
            found.confirmed_at = found.told_until = clock.now()
        _go_on(found)
    return found


def follower_of(token: str) -> Follower | None:
    """Whose page this link opens."""
    return session().scalar(select(Follower).where(Follower.token_hash == keys.hashed(token)))


def alerts_of(follower: Follower) -> list[Alert]:
    """What is told to this address, the oldest first."""
    wanted = select(Alert).where(Alert.follower_id == follower.id, Alert.confirmed_at.is_not(None))
    return list(session().scalars(wanted.order_by(Alert.id)))


def renew(token: str) -> bool:
    """Go on for a year with everything; False when nobody has this page."""
    follower = follower_of(token)
    for alert in alerts_of(follower) if follower else ():
        _go_on(alert)
    return follower is not None


def stop(token: str, alert: UUID | None = None) -> bool:
    """Stop one alert, or all of them; what is no longer needed of the address is erased. Twice does no harm."""
    follower = follower_of(token)
    if follower is None:
        return False
    gone = delete(Alert).where(Alert.follower_id == follower.id)
    session().execute(gone if alert is None else gone.where(Alert.uuid == alert))
    forget_followers()
    return True


def forget_followers() -> int:
    """Erase the addresses that no alert needs any more, their letters too; how many."""
    idle = select(Follower).where(~select(Alert.id).where(Alert.follower_id == Follower.id).exists())
    found = session().scalars(idle.order_by(Follower.id)).all()
    for follower in found:
        session().execute(delete(Digest).where(Digest.follower_id == follower.id))
        mail.forget_letters_of(follower.address, LETTERS)
        session().delete(follower)
    session().flush()
    return len(found)


def tidy() -> int:
    """Erase what was never confirmed, what is over, old digests, and addresses that nothing needs; how many alerts."""
    gone = session().execute(delete(Alert).where(Alert.expires_at < clock.now()))
    session().execute(delete(Digest).where(Digest.until < clock.now() - mail.KEPT))
    forget_followers()
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


def own_page(follower: Follower) -> str:
    """The secret part of the address where somebody stops their alerts."""
    return keys.link_token(_FOLLOWER, follower.nonce)


def confirm_token(alert: Alert) -> str:
    """The secret part of the link of confirmation."""
    return keys.link_token(CONFIRM, alert.nonce)


def _go_on(alert: Alert) -> None:
    alert.expires_at, alert.renewal_asked_at = _in_a_year(), None


def _in_a_year() -> datetime:
    return clock.now() + ALERT_LASTS


def _hash(purpose: str, nonce: str) -> str:
    return keys.hashed(keys.link_token(purpose, nonce))
