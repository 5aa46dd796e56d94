"""Secrets that no table holds: links, codes and application secrets are computed from a number and the secret key.

A copy of the database, or of a mail that waits to leave, opens nothing. Whoever changes ANNUAIRE_SECRET_KEY makes
every link in flight and every authenticator application worthless (recovery codes remain).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b32encode, urlsafe_b64encode

from flask import current_app

#: Neither I, O, 0, 1 nor vowels: nothing to mistake, no word made by chance. 28^8 codes.
CODE_LETTERS = "23456789BCDFGHJKLMNPQRSTVWXZ"
CODE_LENGTH = 8


def drawn() -> str:
    """A random text of 256 bits."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What a table keeps of a secret that was drawn (never of one that a person chose)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def masked(kind: str, text: str) -> str:
    """A key to count by, which does not tell whose it is: an address, a network."""
    return _derive(f"count:{kind}", text).hex()


def link_token(purpose: str, nonce: str) -> str:
    """The secret part of a link."""
    return urlsafe_b64encode(_derive(f"link:{purpose}", nonce)).rstrip(b"=").decode()


def short_code(nonce: str) -> str:
    """The code of a sign-in request, as typed by a person: eight letters and digits."""
    number = int.from_bytes(_derive("code", nonce)[:16])
    letters = []
    for _ in range(CODE_LENGTH):
        number, index = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[index])
    return "".join(letters)


def recovery_code() -> str:
    """A new recovery code: twelve letters and digits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(12))


def read_code(typed: str) -> str:
    """A code as it was typed: capitals or not, with spaces or hyphens."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def shown_code(code: str) -> str:
    """In groups of four, which are easier to copy."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def application_secret(nonce: str) -> str:
    """The secret of an authenticator application (RFC 4226: 160 bits, in base 32)."""
    return b32encode(_derive("totp", nonce)[:20]).decode()


def _derive(purpose: str, text: str) -> bytes:
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"accounts:{purpose}:{text}".encode(), hashlib.sha256).digest()
