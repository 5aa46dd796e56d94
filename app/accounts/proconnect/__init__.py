"""Coming in through ProConnect: leaving for it, coming back, finding the account of that address.

It says who somebody is, never what they may do: nobody gets an account or a role by it, and whoever decides for others
still gives their second factor here. The first sign-in ties the account to the person that ProConnect knows; should the
address later go to a successor, that one does not inherit the account.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import delete, select, update

from app.accounts import keys, limiting
from app.accounts.models import LinkedIdentity, Person, ProviderRequest, WebSession
from app.accounts.proconnect.provider import Identity, Provider, ProviderDown
from app.accounts.rules import LINK_LASTS
from app.accounts.sessions import actor_of, end_token, open_session
from app.accounts.signing_in import person_of
from app.foundation import clock
from app.foundation.db import session
from app.history.operations import record


@dataclass(frozen=True)
class Departure:
    """Somebody who left for the provider: what it must repeat, and where they were going."""

    state: str
    nonce: str
    verifier: str
    next_path: str = ""

    @property
    def challenge(self) -> str:
        """What is said of the verifier when leaving (PKCE, S256)."""
        return urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


def provider() -> Provider | None:
    """The provider of this site; None when the operator named none."""
    found: Provider | None = current_app.extensions["proconnect"]
    return found


def depart(*, browser: str, network: str, next_path: str) -> Departure | int:
    """Note that this browser leaves for the provider; or the seconds to wait."""
    wait = limiting.wait_for(limiting.PROVIDER_NETWORK, network)
    if wait:
        return wait
    limiting.count(limiting.PROVIDER_NETWORK, network)
    seed = keys.drawn()
    left = _departure(seed, next_path)
    session().add(
        ProviderRequest(
            seed=seed,
            state_hash=keys.hashed(left.state),
            browser_hash=keys.hashed(browser),
            next_path=next_path,
            expires_at=clock.now() + LINK_LASTS,
        )
    )
    return left


def _departure(seed: str, next_path: str) -> Departure:
    """Each of the three has 43 characters; the provider wants 32 at least."""
    state, nonce, verifier = (keys.link_token(f"proconnect-{part}", seed) for part in ("state", "nonce", "verifier"))
    return Departure(state, nonce, verifier, next_path)


def come_back(state: str, *, browser: str) -> Departure | None:
    """The departure that this state belongs to, once, in the browser that left, within ten minutes."""
    alive = (ProviderRequest.used_at.is_(None), ProviderRequest.expires_at > clock.now())
    mine = (ProviderRequest.state_hash == keys.hashed(state), ProviderRequest.browser_hash == keys.hashed(browser))
    taken = update(ProviderRequest).where(*mine, *alive).values(used_at=clock.now())
    found = session().execute(
        taken.returning(ProviderRequest.seed, ProviderRequest.next_path),
        execution_options={"synchronize_session": False},
    ).first()  # fmt: skip
    return _departure(found[0], found[1]) if found else None


def enter(identity: Identity, *, issuer: str, browser: str, old: str = "") -> str:
    """The cookie of a session of that person; '' when no account may be entered by them."""
    person = session().scalar(select(Person).where(person_of(identity.email)))
    if person is None or not _is_them(person, identity.subject, issuer):
        return ""
    if old:
        end_token(old)
    token = open_session(person.id, browser=browser)
    session().flush()
    opened = update(WebSession).where(WebSession.token_hash == keys.hashed(token))
    session().execute(opened.values(id_token=identity.id_token))
    return token


def _is_them(person: Person, subject: str, issuer: str) -> bool:
    """Whether the person that the provider knows is ours; the first time, they become so."""
    same = select(LinkedIdentity).where(LinkedIdentity.issuer == issuer)
    tied = session().scalar(same.where(LinkedIdentity.person_id == person.id))
    if tied is not None:
        return tied.subject == subject
    if session().scalar(same.where(LinkedIdentity.subject == subject)) is not None:
        return False
    link = LinkedIdentity(person_id=person.id, issuer=issuer, subject=subject, linked_at=clock.now())
    session().add(link)
    record("link_proconnect", ("person", str(person.uuid)), by=actor_of(person, ()), changes=[])
    return True


def sign_out_address(cookie: str) -> str:
    """Where to end the session at the provider too, '' when it was not opened there (or when it does not answer).

    The state is sent because the provider wants one; coming back does nothing, so nobody has to prove that they left.
    """
    there, id_token = provider(), _id_token_of(cookie)
    if there is None or not id_token:
        return ""
    try:
        return there.sign_out_at(id_token=id_token, state=keys.drawn(), back=f"{there.home}/connexion")
    except ProviderDown:
        return ""


def _id_token_of(token: str) -> str:
    return session().scalar(select(WebSession.id_token).where(WebSession.token_hash == keys.hashed(token))) or ""


def forget(person_id: int) -> None:
    """Untie an account from the provider (erased account, identity to be proved again)."""
    session().execute(delete(LinkedIdentity).where(LinkedIdentity.person_id == person_id))


def purge_departures() -> int:
    """Forget those of yesterday; how many."""
    gone = delete(ProviderRequest).where(ProviderRequest.expires_at < clock.now() - limiting.KEPT)
    return session().execute(gone).rowcount  # type: ignore[attr-defined, no-any-return]
