"""A ProConnect of the tests’ own, on loopback: it signs what it says, and lies as it is told."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from app.foundation import clock
from tests.support.authenticator import written

CLIENT, SECRET = "annuaire-de-test", "un-secret-que-seul-le-test-connaît"


def new_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"}, auto_kid=False)


@dataclass
class IdentityProvider:
    """What it answers; each field can be made to lie."""

    base: str = ""
    email: str = "nadia@agglo.exemple.fr"
    subject: str = "nadia-chez-proconnect"
    nonce: str = ""
    key: RSAKey = field(default_factory=lambda: new_key("one"))
    signs_with: RSAKey | OctKey | None = None
    algorithm: str = "RS256"
    id_claims: dict[str, Any] = field(default_factory=dict)
    info_claims: dict[str, Any] = field(default_factory=dict)
    info_type: str = "application/jwt"
    token_status: int = 200
    is_down: bool = False
    discovery: dict[str, Any] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        return f"{self.base}/api/v2"

    def let_in(self, address: str) -> tuple[str, str]:
        """Somebody says who they are there: the (code, state) that their browser brings back."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        self.asked.append(asked)
        self.nonce = asked["nonce"]
        code = secrets.token_urlsafe(16)
        self.codes.add(code)
        return code, asked["state"]

    def document(self, path: str) -> Any:
        """A page that anybody may read."""
        if path == "/api/v2/.well-known/openid-configuration":
            names = {
                "authorization": "authorize",
                "token": "token",
                "userinfo": "userinfo",
                "end_session": "session/end",
            }
            found = {f"{name}_endpoint": f"{self.issuer}/{end}" for name, end in names.items()}
            return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks", **found, **self.discovery}
        return {"keys": [self.key.as_dict(private=False)]} if path == "/api/v2/jwks" else None

    def tokens(self, sent: dict[str, str]) -> tuple[int, dict[str, str]]:
        """A code against tokens, once."""
        self.asked.append(sent)
        if self.token_status != 200:
            return self.token_status, {"error": "invalid_grant"}
        if sent["client_secret"] != SECRET or sent["code"] not in self.codes:
            return 400, {"error": "invalid_grant"}
        self.codes.remove(sent["code"])
        said = {"nonce": self.nonce, **self.id_claims}
        return 200, {"access_token": "jeton", "token_type": "Bearer", "id_token": self.signed(said)}

    def about(self) -> str:
        """The signed userinfo."""
        return self.signed({"email": self.email, "given_name": "Nadia", **self.info_claims})

    def signed(self, more: dict[str, Any]) -> str:
        moment = int(clock.now().timestamp())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.subject, "iat": moment, "exp": moment + 60, **more}
        kept = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "one"}
        if self.algorithm == "none":
            return ".".join(written(json.dumps(part).encode()) for part in (header, kept)) + "."
        return jwt.encode(header, kept, self.signs_with or self.key, algorithms=[self.algorithm])


def _handler(provider: IdentityProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if provider.is_down:
                self.close_connection = True
                return
            path = urlsplit(self.path).path
            if path == "/api/v2/userinfo":
                right = self.headers.get("Authorization") == "Bearer jeton"
                self._say(200 if right else 401, provider.info_type, provider.about().encode())
                return
            found = provider.document(path)
            self._say(200 if found else 404, "application/json", json.dumps(found).encode())

        def do_POST(self) -> None:
            if provider.is_down:
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            status, answer = provider.tokens(sent)
            self._say(status, "application/json;charset=utf-8", json.dumps(answer).encode())

        def _say(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    provider = IdentityProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()
        time.sleep(0)
