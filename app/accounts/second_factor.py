"""The second factor: an authenticator application (TOTP, RFC 6238), passkeys, and the recovery codes."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

import pyotp
import segno
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup
from sqlalchemy import delete, func, select, update

from app.accounts import keys, limiting, passkeys
from app.accounts.models import RecoveryCode, SecondFactor
from app.accounts.sessions import rotate
from app.foundation import clock
from app.foundation.db import session
from app.foundation.i18n import gettext as _

ISSUER = "Trait d’union"
STEP_SECONDS = 30
#: A telephone whose clock is up to half a minute wrong is understood.
DRIFT = (-1, 0, 1)
RECOVERY_CODES = 10
SET_UP_SECONDS = 30 * 60


@dataclass(frozen=True)
class Proof:
    """What came of a code: the new cookie, or nothing, or seconds to wait."""

    token: str = ""
    wait: int = 0


@dataclass(frozen=True)
class SetUp:
    """What the page of a new application shows. `ticket` carries its number, signed, so that reading writes nothing."""

    ticket: str
    secret: str
    picture: Markup


def begin(signer: URLSafeTimedSerializer, *, person_id: int, email: str) -> SetUp:
    """A new secret to put in the application; nothing is kept before a first right code."""
    nonce = keys.drawn()
    return drawn(nonce, ticket=str(signer.dumps([person_id, nonce])), email=email)


def drawn(nonce: str, *, ticket: str, email: str) -> SetUp:
    """The same page again, after a wrong code."""
    secret = keys.application_secret(nonce)
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    picture = segno.make(address, error="m").svg_inline(scale=5, light="#fff")
    return SetUp(ticket, secret, Markup(picture))  # noqa: S704  drawn by the library


def again(signer: URLSafeTimedSerializer, ticket: str, *, person_id: int) -> str | None:
    """The number of a set-up that this person began less than half an hour ago."""
    try:
        owner, nonce = signer.loads(ticket, max_age=SET_UP_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(nonce) if owner == person_id else None


def confirm(nonce: str, typed: str, *, person_id: int) -> bool:
    """Keep this application, in place of any other, if it gives the right code."""
    step = _matching_step(nonce, typed, after=0)
    if step is None:
        return False
    session().execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
    session().add(SecondFactor(person_id=person_id, nonce=nonce, confirmed_at=clock.now(), last_step=step))
    return True


def prove(typed: str, *, key: str = "", person_id: int, session_id: int) -> Proof:
    """Give the code of the application, a recovery code, or (`key`) the answer of a passkey."""
    whom = str(person_id)
    wait = limiting.wait_for(limiting.PROOF_PERSON, whom)
    if wait:
        return Proof(wait=wait)
    right = passkeys.proves(key, person_id=person_id, session_id=session_id) if key else _is_right(typed, person_id)
    if right:
        return Proof(token=rotate(session_id))
    limiting.count(limiting.PROOF_PERSON, whom)
    return Proof()


def wrong(*, key: bool) -> str:
    """The sentence for a proof that is not one."""
    if key:
        return _("Cette clé d’accès n’a pas été reconnue. Recommencez, ou tapez un code.")
    return _("Ce n’est pas le bon code. Attendez le suivant dans l’application, puis tapez-le.")


def _is_right(typed: str, person_id: int) -> bool:
    factor = session().get(SecondFactor, person_id)
    code = keys.read_code(typed)
    step = _matching_step(factor.nonce, code, after=factor.last_step) if factor else None
    if step is None:
        return _use_recovery_code(code, person_id)
    # A code seen over a shoulder, or used in another window a second ago, is over.
    used = update(SecondFactor).where(SecondFactor.person_id == person_id, SecondFactor.last_step < step)
    return session().execute(used.values(last_step=step)).rowcount == 1  # type: ignore[attr-defined, no-any-return]


def _matching_step(nonce: str, typed: str, *, after: int) -> int | None:
    now = int(clock.now().timestamp()) // STEP_SECONDS
    application = pyotp.TOTP(keys.application_secret(nonce))
    code = keys.read_code(typed).encode()
    for step in (now + drift for drift in DRIFT):
        if step > after and hmac.compare_digest(application.generate_otp(step).encode(), code):
            return step
    return None


def new_recovery_codes(person_id: int) -> Sequence[str]:
    """Ten codes in place of the former ones; shown once, only their hashes are kept."""
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [keys.recovery_code() for _ in range(RECOVERY_CODES)]
    session().add_all(RecoveryCode(person_id=person_id, code_hash=keys.hashed(code)) for code in codes)
    return [keys.shown_code(code) for code in codes]


def recovery_codes_left(person_id: int) -> int:
    """How many recovery codes have not served."""
    unused = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session().scalar(unused) or 0


def _use_recovery_code(code: str, person_id: int) -> bool:
    same = (RecoveryCode.person_id == person_id, RecoveryCode.code_hash == keys.hashed(code))
    used = update(RecoveryCode).where(*same, RecoveryCode.used_at.is_(None)).values(used_at=clock.now())
    return session().execute(used).rowcount == 1  # type: ignore[attr-defined, no-any-return]


def forget(person_id: int) -> None:
    """Take the second factor away (lost telephone, erased account)."""
    passkeys.forget(person_id)
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session().execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
