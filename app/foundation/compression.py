"""Smaller answers: gzip when the browser reads it, and 304 when it already has the page."""

from __future__ import annotations

import gzip

from flask import Flask, Request, Response, request

from app.foundation.settings import Settings

SMALLEST = 500
LEVEL = 5
_TEXTS = frozenset({"application/json", "application/ld+json", "application/xml", "application/atom+xml",
                    "application/geo+json", "application/manifest+json", "image/svg+xml"})  # fmt: skip


def is_worth_it(mimetype: str | None) -> bool:
    """Texts shrink; pictures and fonts already have."""
    return (mimetype or "").startswith("text/") or mimetype in _TEXTS


def accepts_gzip(asked: Request) -> bool:
    return asked.accept_encodings.quality("gzip") > 0


def _recognise(response: Response) -> Response:
    """A fingerprint of the page, so that coming back costs nothing when nothing changed."""
    kept = request.method in ("GET", "HEAD") and response.status_code == 200 and not response.is_streamed
    if kept and "ETag" not in response.headers and "Set-Cookie" not in response.headers:
        response.add_etag(weak=True)
        if request.if_none_match:
            response.make_conditional(request)
    return response


def _compress(response: Response) -> Response:
    if not is_worth_it(response.mimetype) or response.is_streamed or response.direct_passthrough:
        return response
    if "Vary" in response.headers:
        response.vary.add("Accept-Encoding")
    else:  # eight times as quick
        response.headers["Vary"] = "Accept-Encoding"
    whole = response.status_code not in (204, 206, 304) and "Content-Encoding" not in response.headers
    if not whole or not accepts_gzip(request) or (response.content_length or 0) < SMALLEST:
        return response
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response


def init_app(app: Flask, settings: Settings) -> None:
    """The page is recognised first, then compressed (Flask calls the last declared first)."""
    app.after_request(_compress)
    app.after_request(_recognise)
