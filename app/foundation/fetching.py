"""One small answer from a host the operator named: bounded in time, in size, and in where it goes.

No redirect is followed, no proxy is asked, and a public name that leads to a private address is refused, so that the
server cannot be made to ask its own network. Only a loopback address written as such in the settings is let through.
"""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from contextlib import closing
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from app.foundation.dialling import connected, cut_after, is_public, parsed, resolved

MOST_BYTES = 64 * 1024
LOOPBACK = ("127.0.0.1", "localhost", "::1")
AGENT = "trait-d-union"


class FetchFailed(Exception):
    """No usable answer; `reason` is ours, without anything of the request."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Fetcher:
    """Asks, and reads the answer, within so many seconds from the connection to the last byte."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._tls = ssl.create_default_context()

    def json(self, address: str, *, form: Mapping[str, str] | None = None) -> Any:
        """The document at that address, or the answer to that form. Raises FetchFailed."""
        _kind, body = self.ask(address, form=form)
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as failure:
            raise FetchFailed(type(failure).__name__) from None

    def ask(self, address: str, *, form: Mapping[str, str] | None = None, bearer: str = "") -> tuple[str, bytes]:
        """The kind of answer and its bytes; a POST when there is a form. Raises FetchFailed."""
        parts = urlsplit(address)
        try:
            connection = self._connected(parts)
            with closing(connection), cut_after(self._seconds, connection.sock):
                return _answer(connection, parts, form, bearer)
        except FetchFailed:
            raise
        except (OSError, http.client.HTTPException, ValueError) as failure:
            raise FetchFailed(type(failure).__name__) from None

    def _connected(self, parts: SplitResult) -> http.client.HTTPConnection:
        host = parts.hostname or ""
        secure = parts.scheme == "https"
        if not secure and not (parts.scheme == "http" and host in LOOPBACK):
            raise FetchFailed("not https")
        port = parts.port or (443 if secure else 80)
        connection = http.client.HTTPConnection(host, port, timeout=self._seconds)
        opened = connected(_allowed_addresses(host, port), port, self._seconds)
        connection.sock = self._tls.wrap_socket(opened, server_hostname=host) if secure else opened
        return connection


class JsonFetcher(Fetcher):
    """One that only reads documents."""

    def fetch(self, address: str) -> Any:
        """The document at that address. Raises FetchFailed."""
        return self.json(address)


def _allowed_addresses(host: str, port: int) -> list[str]:
    """The addresses of that host; they are what is connected to, so that none can change after this look."""
    found = resolved(host, port)
    if host not in LOOPBACK and not all(is_public(parsed(one)) for one in found):
        raise FetchFailed("private address")
    return found


def _answer(
    connection: http.client.HTTPConnection, parts: SplitResult, form: Mapping[str, str] | None, bearer: str
) -> tuple[str, bytes]:
    headers = {"User-Agent": AGENT, "Accept": "application/json"}
    if bearer:
        headers |= {"Authorization": f"Bearer {bearer}", "Accept": "application/jwt, application/json"}
    body = urlencode(form) if form is not None else None
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection.request("GET" if body is None else "POST", target, body=body, headers=headers)
    response = connection.getresponse()
    if response.status != 200:
        raise FetchFailed(f"status {response.status}")
    read = response.read(MOST_BYTES + 1)
    if len(read) > MOST_BYTES:
        raise FetchFailed("too large")
    return response.headers.get_content_type(), read
