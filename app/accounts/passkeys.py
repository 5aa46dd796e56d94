"""Passkeys (WebAuthn): a second factor that signs instead of giving a code, and only for our own address.

What a key must sign is drawn and kept here, for one session, five minutes, one answer. Our name for keys is the host of
ANNUAIRE_BASE_URL, and the page that signs must be at that very address.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
import webauthn
from flask import current_app
from sqlalchemy import delete, select, update
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import AuthenticatorSelectionCriteria as Wanted
from webauthn.helpers.structs import PublicKeyCredentialDescriptor as Descriptor
from webauthn.helpers.structs import ResidentKeyRequirement, UserVerificationRequirement
from webauthn.registration.verify_registration_response import VerifiedRegistration

from app.accounts import keys
from app.accounts.models import Passkey, PasskeyChallenge, Person
from app.accounts.sessions import SignedIn
from app.foundation import clock
from app.foundation.db import session
from app.foundation.settings import Settings
from app.history.operations import record

log = structlog.get_logger("trait-d-union")

HOUSE = "Trait d’union"
ADD, PROVE = "add", "prove"
QUESTION_LASTS = timedelta(minutes=5)
#: Keys that one person may have.
MOST = 10
NAME_CHARACTERS = 60
#: An answer of a key is a few hundred characters; one with a certificate, a few thousand.
MOST_CHARACTERS = 20_000
_MALFORMED = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def house_id() -> str:
    """Our name for keys (RP id)."""
    return urlsplit(_settings().base_url).hostname or ""


def are_possible() -> bool:
    """Browsers make keys for a name, never for a bare IP address."""
    try:
        ipaddress.ip_address(house_id())
    except ValueError:
        return True
    return False


def question_to_add(signed: SignedIn) -> str:
    """What the browser needs to make a new key (JSON); the question is kept."""
    person = session().get_one(Person, signed.person_id)
    options = webauthn.generate_registration_options(
        rp_id=house_id(),
        rp_name=HOUSE,
        user_id=person.uuid.bytes,
        user_name=signed.email,
        user_display_name=signed.name,
        challenge=_asked(signed, ADD),
        authenticator_selection=Wanted(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_descriptors(signed.person_id),
    )
    return webauthn.options_to_json(options)


def question_to_prove(signed: SignedIn) -> str:
    """What the browser needs to have one of this person’s keys sign (JSON); the question is kept."""
    options = webauthn.generate_authentication_options(
        rp_id=house_id(),
        challenge=_asked(signed, PROVE),
        allow_credentials=_descriptors(signed.person_id),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return webauthn.options_to_json(options)


def _descriptors(person_id: int) -> list[Descriptor]:
    return [Descriptor(id=base64url_to_bytes(key.credential)) for key in keys_of(person_id)]


def _asked(signed: SignedIn, purpose: str) -> bytes:
    """A new question, in place of any other of this session."""
    _take_question(signed.session_id, purpose)
    challenge = base64url_to_bytes(keys.drawn())
    until = clock.now() + QUESTION_LASTS
    asked = PasskeyChallenge(session_id=signed.session_id, purpose=purpose, challenge=challenge, expires_at=until)
    session().add(asked)
    return challenge


def _take_question(session_id: int, purpose: str) -> bytes | None:
    """The question of this session, which is over as soon as it is read; None when there is none any more."""
    mine = (PasskeyChallenge.session_id == session_id, PasskeyChallenge.purpose == purpose)
    asked = session().execute(select(PasskeyChallenge.challenge, PasskeyChallenge.expires_at).where(*mine)).first()
    gone = session().execute(delete(PasskeyChallenge).where(*mine))
    taken = gone.rowcount == 1  # type: ignore[attr-defined]
    return asked[0] if asked and taken and asked[1] > clock.now() else None


def add(answer: str, name: str, signed: SignedIn) -> bool:
    """Keep the key that gave this answer; False when it does not fit the question, or when there are enough."""
    challenge = _take_question(signed.session_id, ADD)
    made = _made(answer, challenge) if challenge and len(keys_of(signed.person_id)) < MOST else None
    if made is None or _known(bytes_to_base64url(made.credential_id)) is not None:
        return False
    person = session().get_one(Person, signed.person_id)
    session().add(
        Passkey(
            person_id=person.id,
            credential=bytes_to_base64url(made.credential_id),
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name.strip()[:NAME_CHARACTERS],
            created_at=clock.now(),
        )
    )
    record("add_passkey", ("person", str(person.uuid)), by=signed.actor, changes=[])
    return True


def _made(answer: str, challenge: bytes) -> VerifiedRegistration | None:
    try:
        return webauthn.verify_registration_response(
            credential=answer[:MOST_CHARACTERS],
            expected_challenge=challenge,
            expected_rp_id=house_id(),
            expected_origin=_settings().base_url,
        )
    except _MALFORMED as failure:
        log.warning("passkey_refused", why=type(failure).__name__)
        return None


def proves(answer: str, *, person_id: int, session_id: int) -> bool:
    """Whether one of this person’s keys signed the question of this session."""
    challenge = _take_question(session_id, PROVE)
    key = _named(answer)
    if challenge is None or key is None or key.person_id != person_id:
        return False
    signed = _signed(answer, challenge, key)
    if signed is None:
        return False
    # The count goes up in the statement itself: two answers at once cannot both be the next one.
    same = (Passkey.id == key.id, Passkey.sign_count == key.sign_count)
    used = update(Passkey).where(*same).values(sign_count=signed.new_sign_count, used_at=clock.now())
    return session().execute(used).rowcount == 1  # type: ignore[attr-defined, no-any-return]


def _named(answer: str) -> Passkey | None:
    try:
        return _known(parse_authentication_credential_json(answer[:MOST_CHARACTERS]).id)
    except _MALFORMED:
        return None


def _signed(answer: str, challenge: bytes, key: Passkey) -> VerifiedAuthentication | None:
    try:
        return webauthn.verify_authentication_response(
            credential=answer[:MOST_CHARACTERS],
            expected_challenge=challenge,
            expected_rp_id=house_id(),
            expected_origin=_settings().base_url,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    except _MALFORMED as failure:
        log.warning("passkey_refused", why=type(failure).__name__, key=key.id)
        return None


def _known(credential: str) -> Passkey | None:
    return session().scalar(select(Passkey).where(Passkey.credential == credential))


def keys_of(person_id: int) -> Sequence[Passkey]:
    """The keys of somebody, the first made first."""
    return session().scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)).all()


def remove(number: int, signed: SignedIn) -> bool:
    """Take one of one’s own keys away; False when it is not theirs."""
    mine = delete(Passkey).where(Passkey.id == number, Passkey.person_id == signed.person_id)
    if session().execute(mine).rowcount != 1:  # type: ignore[attr-defined]
        return False
    person = session().get_one(Person, signed.person_id)
    record("remove_passkey", ("person", str(person.uuid)), by=signed.actor, changes=[])
    return True


def forget(person_id: int) -> None:
    """Take every key away (lost telephone, erased account)."""
    session().execute(delete(Passkey).where(Passkey.person_id == person_id))
