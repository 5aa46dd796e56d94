"""Who asks, and under which number: request ids, and the addresses that trusted proxies hand on."""

from __future__ import annotations

import re
import secrets
import time

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.foundation.settings import Settings

HEADER = "X-Request-Id"
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id() -> str:
    """The number of this request, shown on the error page and in the log."""
    return str(g.get("request_id", "")) or _begin(None)


def elapsed_ms() -> float:
    """Milliseconds since the request came in."""
    now = time.perf_counter()
    return round((now - float(g.get("request_began", now))) * 1000, 1)


def client_address() -> str:
    """Where the request comes from: a proxy is believed only when the operator trusts it. Never logged nor kept."""
    return request.remote_addr or "?"


def _begin(given: str | None) -> str:
    g.request_began = time.perf_counter()
    g.request_id = given if given and _GIVEN.fullmatch(given) else secrets.token_hex(8)
    return str(g.request_id)


def init_app(app: Flask, settings: Settings) -> None:
    """Number every request and every answer; a proxy's own number is kept when proxies are trusted."""
    trusted = settings.trusted_proxies
    if trusted:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)  # type: ignore[method-assign]

    def begin() -> None:
        _begin(request.headers.get(HEADER) if trusted else None)

    def number(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        return response

    app.before_request(begin)
    app.after_request(number)
