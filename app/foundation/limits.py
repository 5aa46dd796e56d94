"""What one request, and one address, may cost. Anything above is refused before it is read."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from werkzeug.exceptions import TooManyRequests

from app.foundation.errors import refuse
from app.foundation.i18n import LazyText
from app.foundation.requests import client_address
from app.foundation.settings import Settings

QUERY_CHARACTERS = 2000
PATH_CHARACTERS = 1000
PARAMETERS = 100
BODY_BYTES = 256 * 1024
FORM_FIELDS = 500
#: Addresses remembered at once; beyond, a flood of new addresses shares one count.
ADDRESSES = 20_000
View = TypeVar("View", bound=Callable[..., Any])


class Window:
    """At most `limit` acts per key and per `seconds`, counted in this process."""

    def __init__(self, limit: int, seconds: int = 60, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._seconds, self._clock = limit, seconds, clock
        self._began, self._counts = clock(), dict[str, int]()
        self._lock = Lock()

    def refused_for(self, key: str) -> int:
        """Count one act; 0 when it is allowed, otherwise the seconds to wait."""
        with self._lock:
            passed = self._clock() - self._began
            if passed >= self._seconds:
                self._began, passed = self._clock(), 0.0
                self._counts.clear()
            if key not in self._counts and len(self._counts) >= ADDRESSES:
                key = ""
            self._counts[key] = self._counts.get(key, 0) + 1
            return 0 if self._counts[key] <= self._limit else max(1, round(self._seconds - passed))


def network(address: str) -> str:
    """What counts as one visitor: an IPv4 address, or the 64 first bits of an IPv6 one."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if read.version == 4:
        return address
    return str(ipaddress.ip_network((read, 64), strict=False))


def accepts_file(most: int, too_heavy: LazyText) -> Callable[[View], View]:
    """For a view that receives a file: bodies up to `most` bytes are read (a file goes to the disk, not to memory);
    beyond, `too_heavy` is said at once. The other fields keep the usual bound."""

    def declare(view: View) -> View:
        view.body_bytes, view.too_heavy = most, too_heavy  # type: ignore[attr-defined]
        return view

    return declare


def _bound_body() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    most: int | None = getattr(view, "body_bytes", None)
    if most is None or request.mimetype != "multipart/form-data":
        return
    request.max_content_length = most
    if (request.content_length or 0) > most:
        refuse(413, view.too_heavy)  # type: ignore[union-attr]


def _refuse_costly_requests() -> None:
    query = request.query_string
    if len(query) > QUERY_CHARACTERS or len(request.path) > PATH_CHARACTERS:
        abort(414)
    # NUL is refused here: PostgreSQL cannot store it, and nobody types it.
    if query.count(b"&") + 1 > PARAMETERS or b"%00" in query or "\x00" in request.path:
        abort(400)


def init_app(app: Flask, settings: Settings) -> None:
    """Bound the address, the parameters, the body, and the pace of `/api/`."""
    app.config.update(MAX_CONTENT_LENGTH=BODY_BYTES, MAX_FORM_MEMORY_SIZE=BODY_BYTES, MAX_FORM_PARTS=FORM_FIELDS)
    window = Window(settings.api_per_minute)

    def slow_down() -> None:
        if request.path.startswith("/api/") and (seconds := window.refused_for(network(client_address()))):
            raise TooManyRequests(retry_after=seconds)

    app.before_request(_refuse_costly_requests)
    app.before_request(_bound_body)
    app.before_request(slow_down)
