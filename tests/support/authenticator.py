"""A passkey made of software: it makes a key (ES256) and signs, as a telephone would, or lies as it is told."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One key of one person, for the site at `origin`."""

    origin: str = "http://localhost:8000"
    host: str = "localhost"
    count: int = 0
    name: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, question: dict[str, Any], **lies: str) -> str:
        """The answer to “make a key”."""
        client = self._client("webauthn.create", question, lies)
        key = self.name_and_key()
        data = self._data(PRESENT | VERIFIED | WITH_KEY, lies) + key
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({"clientDataJSON": written(client), "attestationObject": written(attested)})

    def name_and_key(self) -> bytes:
        numbers = self.private.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        return bytes(16) + len(self.name).to_bytes(2) + self.name + cbor2.dumps(cose)

    def sign(self, question: dict[str, Any], **lies: str) -> str:
        """The answer to “sign this”; the count goes up by one, as in a real key."""
        self.count += 1
        client = self._client("webauthn.get", question, lies)
        data = self._data(PRESENT | VERIFIED, lies)
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer({name: written(raw) for name, raw in said.items()})

    def _client(self, kind: str, question: dict[str, Any], lies: dict[str, str]) -> bytes:
        said = {"type": kind, "challenge": question["challenge"], "origin": lies.get("origin", self.origin)}
        return json.dumps(said).encode()

    def _data(self, flags: int, lies: dict[str, str]) -> bytes:
        host = lies.get("host", self.host)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _answer(self, response: dict[str, str]) -> str:
        name = written(self.name)
        kept = {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return json.dumps(kept)
