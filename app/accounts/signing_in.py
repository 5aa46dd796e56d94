"""Coming in by a link: asked for, sent, used once. An address without an account goes the very same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from app.accounts import keys, limiting
from app.accounts.models import Person, SignInRequest
from app.accounts.rules import LINK_LASTS, WRONG_CODES
from app.accounts.sessions import end_token, open_session
from app.foundation import clock, errands, mail
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work

ERRAND = "accounts.sign_in"
TEMPLATE = "sign_in"


class Refusal(Enum):
    """Why a link or a code does not open."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    OTHER_BROWSER = "other browser"


@dataclass(frozen=True)
class Entrance:
    """What came of a link or a code: a cookie and where to go, or why not."""

    token: str = ""
    next_path: str = ""
    refusal: Refusal | None = None
    wait: int = 0


def fold_email(email: str) -> str:
    """One address for all the ways of writing it."""
    return email.strip().lower()


def person_of(email: str) -> ColumnElement[bool]:
    """The condition that finds somebody who may come in by this address."""
    return (Person.email == fold_email(email)) & Person.disabled_at.is_(None)


def ask(email: str, *, browser: str, network: str, next_path: str) -> int:
    """Ask for a link: 0 when the answer is “look at your mail”, otherwise the seconds to wait.

    Same statements whether the address has an account or not; what differs is done by an errand, after the answer.
    """
    address = fold_email(email)
    counted = (
        (limiting.LINK_HERE, f"{address} {network}"),
        (limiting.LINK_ADDRESS, address),
        (limiting.LINK_NETWORK, network),
    )
    wait = max(limiting.wait_for(limit, whom) for limit, whom in counted)
    if wait:
        return wait
    for limit, whom in counted:
        limiting.count(limit, whom)
    request = _request(session().scalar(select(Person.id).where(person_of(address))), browser, next_path)
    session().add(request)
    session().flush()
    errands.leave(ERRAND, {"request": request.id})
    return 0


def _request(person_id: int | None, browser: str, next_path: str) -> SignInRequest:
    nonce, moment = keys.drawn(), clock.now()
    return SignInRequest(
        person_id=person_id,
        nonce=nonce,
        token_hash=keys.hashed(keys.link_token(TEMPLATE, nonce)),
        code_hash=keys.hashed(keys.short_code(nonce)),
        browser_hash=keys.hashed(browser),
        next_path=next_path,
        created_at=moment,
        expires_at=moment + LINK_LASTS,
    )


def leave_mail(payload: dict[str, Any]) -> None:
    """The errand: a mail for whoever has an account, nothing for others."""
    with unit_of_work():
        request = session().get(SignInRequest, payload["request"])
        if request is None or request.mailed_at or request.expires_at <= clock.now():
            return
        request.mailed_at = clock.now()
        person = session().get(Person, request.person_id) if request.person_id else None
        if person is not None and person.email and not person.disabled_at:
            mail.send(TEMPLATE, person.email, {"request": request.id}, person.language)


def mail_context(context: dict[str, Any]) -> dict[str, Any]:
    """The link and the code, made at the moment the mail leaves. Raises NothingToSay when they no longer open."""
    request = session().get(SignInRequest, context["request"])
    if request is None or request.used_at or request.expires_at <= clock.now():
        raise mail.NothingToSay
    return {
        "path": f"/connexion/lien/{keys.link_token(TEMPLATE, request.nonce)}",
        "code": keys.shown_code(keys.short_code(request.nonce)),
        "minutes": int(LINK_LASTS.total_seconds() // 60),
    }


def enter_by_link(token: str, *, asking: str, browser: str, old: str = "") -> Entrance:
    """Use a link, in the browser that asked for it."""
    found = session().scalar(select(SignInRequest).where(SignInRequest.token_hash == keys.hashed(token)))
    if found is None:
        return Entrance(refusal=Refusal.UNKNOWN)
    return _enter(found, asking=asking, browser=browser, old=old)


def enter_by_code(typed: str, *, asking: str, browser: str, network: str, old: str = "") -> Entrance:
    """Use the code of the mail, typed in the browser that asked for it."""
    wait = limiting.wait_for(limiting.CODE_NETWORK, network)
    if wait:
        return Entrance(wait=wait)
    code = keys.hashed(keys.read_code(typed))
    waiting = _waiting(asking)
    found = next((each for each in waiting if each.code_hash == code), None)
    if found is not None:
        return _enter(found, asking=asking, browser=browser, old=old)
    limiting.count(limiting.CODE_NETWORK, network)
    for each in waiting:
        each.wrong_codes += 1
    return Entrance(refusal=Refusal.UNKNOWN if waiting else Refusal.EXPIRED)


def _waiting(asking: str) -> Sequence[SignInRequest]:
    """What this browser asked for and may still be opened by a code."""
    alive = (SignInRequest.used_at.is_(None), SignInRequest.expires_at > clock.now())
    of_browser = SignInRequest.browser_hash == keys.hashed(asking or keys.drawn())
    found = select(SignInRequest).where(of_browser, *alive, SignInRequest.wrong_codes < WRONG_CODES)
    return session().scalars(found).all()


def _enter(request: SignInRequest, *, asking: str, browser: str, old: str) -> Entrance:
    refusal = _refusal(request, asking)
    if refusal:
        return Entrance(refusal=refusal)
    person_id, path = request.person_id, request.next_path
    if person_id is None or not _take(request.id) or not _is_welcome(person_id):
        return Entrance(refusal=Refusal.USED)
    _close_others(person_id)
    if old:
        end_token(old)
    return Entrance(token=open_session(person_id, browser=browser), next_path=path)


def _refusal(request: SignInRequest, asking: str) -> Refusal | None:
    if request.used_at:
        return Refusal.USED
    if request.expires_at <= clock.now():
        return Refusal.EXPIRED
    return None if request.browser_hash == keys.hashed(asking) else Refusal.OTHER_BROWSER


def _take(request_id: int) -> bool:
    """Whether we are the one who used it: two clicks at once open one session."""
    taken = update(SignInRequest).where(SignInRequest.id == request_id, SignInRequest.used_at.is_(None))
    return session().execute(taken.values(used_at=clock.now())).rowcount == 1  # type: ignore[attr-defined, no-any-return]


def _is_welcome(person_id: int) -> bool:
    welcome = select(Person.id).where(Person.id == person_id, Person.disabled_at.is_(None), Person.erased_at.is_(None))
    return session().scalar(welcome) is not None


def _close_others(person_id: int) -> None:
    others = update(SignInRequest).where(SignInRequest.person_id == person_id, SignInRequest.used_at.is_(None))
    session().execute(others.values(used_at=clock.now()))


def purge_requests() -> int:
    """Forget the requests of yesterday; how many."""
    gone = session().execute(delete(SignInRequest).where(SignInRequest.expires_at < clock.now() - limiting.KEPT))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]
