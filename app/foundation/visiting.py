"""Whether a web address that somebody gave us still answers, without letting it lead inside our own network.

Anybody may write an address in a listing, and the server that visits it stands where families do not: so only http and
https on their own ports, only names that lead to public addresses (looked up once, and those very addresses are
connected to: a name that answers something else the next time changes nothing), each redirect looked at as the first
address was, no proxy, no cookie, one deadline for the whole visit, and nothing of the page is read.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from app.foundation.dialling import Address, connected, cut_after, is_public, parsed, resolved
from app.foundation.links import safe_url

Resolver = Callable[[str, int], list[str]]

PORTS = {"http": 80, "https": 443}
SECONDS = 10.0
HOPS = 5
AGENT = "trait-d-union-liens/1.0"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: The page is there, but not for a program: families see it.
SHY = frozenset({401, 403, 405, 406, 408, 418, 429, 451})
GONE_STATUSES = frozenset({404, 410})


class Outcome(StrEnum):
    """What a visit says of an address."""

    ANSWERS = "answers"
    GONE = "gone"
    SILENT = "silent"
    REFUSED = "refused"


class Why(StrEnum):
    """The reason of an outcome; '' when it answers."""

    NONE = ""
    STATUS = "status"
    NO_NAME = "no-name"
    NO_ANSWER = "no-answer"
    CERTIFICATE = "certificate"
    ROUND = "round"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True)
class Visit:
    """What came of it; `status` is the last HTTP answer, None when there was none."""

    outcome: Outcome
    why: Why = Why.NONE
    status: int | None = None


class Forbidden(Exception):
    """An address where we do not go."""


@dataclass(frozen=True)
class Visitor:
    """Visits addresses. Only tests give `ports`, `lets` and `resolve`: theirs live on this machine."""

    seconds: float = SECONDS
    ports: frozenset[int] = frozenset(PORTS.values())
    lets: Callable[[Address], bool] = is_public
    resolve: Resolver = resolved

    def visit(self, address: str) -> Visit:
        """What this address answers, redirects followed; never raises for what the other side does."""
        deadline = time.monotonic() + self.seconds
        try:
            return self._follow(address, deadline)
        except Forbidden:
            return Visit(Outcome.REFUSED, Why.FORBIDDEN)
        except ssl.SSLCertVerificationError:
            return Visit(Outcome.SILENT, Why.CERTIFICATE)
        except socket.gaierror as failure:
            known = failure.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
            return Visit(Outcome.GONE if known else Outcome.SILENT, Why.NO_NAME)
        except (OSError, http.client.HTTPException, ValueError):
            return Visit(Outcome.SILENT, Why.NO_ANSWER)

    def _follow(self, address: str, deadline: float) -> Visit:
        for _hop in range(HOPS + 1):
            status, onward = self._ask(address, deadline)
            if status not in REDIRECTS or not onward:
                return _judge(status)
            address = urljoin(address, onward)
        return Visit(Outcome.SILENT, Why.ROUND)

    def _ask(self, address: str, deadline: float) -> tuple[int, str]:
        """The status of one address and where it sends. Raises Forbidden."""
        parts, host, port = self._checked(address)
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        opened = self._opened(host, port, left)
        if parts.scheme == "https":
            # The handshake is made under the clock below, on the socket that the clock can cut.
            opened = ssl.create_default_context().wrap_socket(
                opened, server_hostname=host, do_handshake_on_connect=False
            )
        with closing(opened), cut_after(deadline - time.monotonic(), opened):
            return _head(opened, parts, host, port)

    def _checked(self, address: str) -> tuple[SplitResult, str, int]:
        if safe_url(address) is None:
            raise Forbidden
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
        if port not in self.ports:
            raise Forbidden
        return parts, (parts.hostname or "").encode("idna").decode(), port

    def _opened(self, host: str, port: int, seconds: float) -> socket.socket:
        found = self.resolve(host, port)
        if not found or not all(self.lets(parsed(one)) for one in found):
            raise Forbidden
        return connected(found[:3], port, seconds / 2)


def _head(opened: socket.socket, parts: SplitResult, host: str, port: int) -> tuple[int, str]:
    """Ask, and read the head of the answer alone: whatever the page weighs, it stays where it is."""
    if isinstance(opened, ssl.SSLSocket):
        opened.do_handshake()
    connection = http.client.HTTPConnection(host, port)
    connection.sock = opened
    with closing(connection):
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        shown = host if port == PORTS[parts.scheme] else f"{host}:{port}"
        headers = {"Host": shown, "User-Agent": AGENT, "Accept": "text/html,*/*;q=0.5", "Connection": "close"}
        connection.request("GET", path + query, headers=headers)
        answer = connection.getresponse()
        return answer.status, (answer.getheader("Location") or "").strip()


def _judge(status: int) -> Visit:
    if status < 400 or status in SHY:
        return Visit(Outcome.ANSWERS, status=status)
    return Visit(Outcome.GONE if status in GONE_STATUSES else Outcome.SILENT, Why.STATUS, status)
