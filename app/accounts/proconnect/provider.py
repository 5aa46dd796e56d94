"""ProConnect as an OpenID Connect provider: where it is, and what its signed answers say. Nothing here writes.

Only the parameters that its documentation names are sent: any other is an error there. Its addresses come from its own
discovery document, and must be at the very origin that the operator named. Its answers count only when their signature
holds, with a key that it publishes and one of two algorithms, both asymmetric: a shared secret would let whoever reads
our settings write them.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.foundation import clock
from app.foundation.fetching import Fetcher, FetchFailed
from app.foundation.settings import Settings

#: Seconds that one exchange may last, and that the provider's clock may differ from ours.
SECONDS, LEEWAY = 5.0, 5
ALGORITHMS = ("RS256", "ES256")
SCOPE = "openid given_name usual_name email"
#: Seconds that its addresses and its keys are kept; keys are asked again sooner when one is unknown.
KEPT = 3600.0
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint")


class ProviderDown(Exception):
    """It does not answer, or not in its own language; the text says which exchange failed."""


class NotProved(Exception):
    """Its answer is not to be believed; the text says why, and holds nothing of it."""


@dataclass(frozen=True)
class Identity:
    """Who came in, as the provider says."""

    subject: str
    email: str
    id_token: str = field(repr=False)


@dataclass
class Provider:
    """One provider, for one process."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    redirect_uri: str
    with_challenge: bool = False
    fetcher: Fetcher = field(default_factory=lambda: Fetcher(SECONDS))
    _lock: Lock = field(default_factory=Lock, repr=False)
    _kept: dict[str, tuple[float, Any]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The provider of these settings; None when there is none."""
        if not settings.proconnect_issuer:
            return None
        redirect = f"{settings.base_url}/connexion/proconnect/retour"
        secret, challenge = settings.proconnect_client_secret, settings.proconnect_pkce
        return cls(settings.proconnect_issuer, settings.proconnect_client_id, secret, redirect, challenge)

    @property
    def home(self) -> str:
        """Our own site, as the provider knows it."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    def leave_to(self, *, state: str, nonce: str, challenge: str) -> str:
        """The address where somebody says who they are. Raises ProviderDown."""
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": SCOPE,
            "state": state,
            "nonce": nonce,
        }
        if self.with_challenge:
            asked |= {"code_challenge": challenge, "code_challenge_method": "S256"}
        return f"{self._address('authorization_endpoint')}?{urlencode(asked)}"

    def sign_out_at(self, *, id_token: str, state: str, back: str) -> str:
        """The address that ends the session there too. Raises ProviderDown."""
        asked = {"id_token_hint": id_token, "state": state, "post_logout_redirect_uri": back}
        return f"{self._address('end_session_endpoint')}?{urlencode(asked)}"

    def identity(self, code: str, *, nonce: str, verifier: str) -> Identity:
        """Whose code this is. Raises ProviderDown or NotProved."""
        tokens = self._tokens(code, verifier)
        said = self._believed(tokens["id_token"], {"iss", "aud", "exp", "iat", "sub", "nonce"})
        if said["nonce"] != nonce:
            raise NotProved("nonce")
        about = self._about(tokens["access_token"])
        if about["sub"] != said["sub"]:
            raise NotProved("sub")
        email = about.get("email")
        if not isinstance(email, str) or about.get("email_verified", True) is not True:
            raise NotProved("email")
        return Identity(said["sub"], email, tokens["id_token"])

    def _tokens(self, code: str, verifier: str) -> Mapping[str, str]:
        sent = {
            "grant_type": "authorization_code",
            "client_id": self.client_id,
            "client_secret": self.secret,
            "redirect_uri": self.redirect_uri,
            "code": code,
        }
        if self.with_challenge:
            sent["code_verifier"] = verifier
        try:
            tokens = self.fetcher.json(self._address("token_endpoint"), form=sent)
        except FetchFailed as failure:
            # 400 is its answer to a code that is wrong, used or too old; anything else is trouble there.
            raise (NotProved("code") if failure.reason == "status 400" else ProviderDown("token")) from None
        wanted = ("id_token", "access_token")
        if not isinstance(tokens, dict) or not all(isinstance(tokens.get(name), str) for name in wanted):
            raise ProviderDown("token")
        return tokens

    def _about(self, access_token: str) -> Mapping[str, Any]:
        """What the provider says of them: a signed text, which is verified as the other one is."""
        try:
            kind, text = self.fetcher.ask(self._address("userinfo_endpoint"), bearer=access_token)
        except FetchFailed:
            raise ProviderDown("userinfo") from None
        if kind != "application/jwt":
            raise NotProved("unsigned userinfo")
        return self._believed(text.decode(errors="replace"), {"iss", "aud", "sub"})

    def _believed(self, token: str, wanted: set[str]) -> Mapping[str, Any]:
        """The claims of a text that the provider signed, for us, now."""
        claims = self._opened(token)
        values = {"iss": self.issuer, "aud": self.client_id}
        rules: dict[str, Any] = {name: {"essential": True} for name in wanted}
        for name, value in values.items():
            rules[name]["value"] = value
        try:
            jwt.JWTClaimsRegistry(now=lambda: int(clock.now().timestamp()), leeway=LEEWAY, **rules).validate(claims)
        except JoseError as failure:
            raise NotProved(f"claim: {failure.error}") from None
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
            raise NotProved("sub")
        return claims

    def _opened(self, token: str) -> dict[str, Any]:
        for fresh in (False, True):  # a key that we do not know may be a new one
            try:
                return dict(jwt.decode(token, self._keys(fresh=fresh), algorithms=list(ALGORITHMS)).claims)
            except (JoseError, ValueError, TypeError, KeyError) as failure:
                reason = type(failure).__name__
        raise NotProved(f"signature: {reason}")

    def _keys(self, *, fresh: bool) -> KeySet:
        found = self._document(self._address("jwks_uri"), fresh=fresh)
        public = [key for key in found.get("keys", []) if isinstance(key, dict) and key.get("kty") in ("RSA", "EC")]
        return KeySet.import_key_set({"keys": public})

    def _address(self, name: str) -> str:
        found = self._document(f"{self.issuer}/.well-known/openid-configuration").get(name)
        if self._document(f"{self.issuer}/.well-known/openid-configuration").get("issuer") != self.issuer:
            raise ProviderDown("issuer")
        if not isinstance(found, str) or _origin(found) != _origin(self.issuer):
            raise ProviderDown(name)
        return found

    def _document(self, address: str, *, fresh: bool = False) -> dict[str, Any]:
        with self._lock:
            until, kept = self._kept.get(address, (0.0, None))
        if kept is not None and time.monotonic() < until and not fresh:
            return dict(kept)
        try:
            found = self.fetcher.json(address)
        except FetchFailed as failure:
            raise ProviderDown(failure.reason) from None
        if not isinstance(found, dict):
            raise ProviderDown("not a document")
        with self._lock:
            self._kept[address] = (time.monotonic() + KEPT, found)
        return found


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
