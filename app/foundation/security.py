"""Headers of every answer, and the only hosts that are answered.

A view may loosen one header by setting it itself (open data sets CORP and CORS); nothing here overwrites it.
"""

from __future__ import annotations

from flask import Flask, Response, abort, current_app, request

from app.foundation.actors import Audience
from app.foundation.settings import Settings

_SOURCES = {
    "default-src": ("'none'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "script-src": ("'self'",),
    "connect-src": ("'self'",),
    "manifest-src": ("'self'",),
    "form-action": ("'self'",),
    "base-uri": ("'none'",),
    "frame-ancestors": ("'none'",),
}
_REFUSED_POWERS = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "usb",
)  # fmt: skip
#: Asked by our own pages alone: “near me”, and passkeys.
_OWN_POWERS = ("geolocation", "publickey-credentials-create", "publickey-credentials-get")
YEAR = 31_536_000


def content_security_policy(**more: str) -> str:
    """The strict policy; `more` adds sources to a directive: `img_src='https://data.geopf.fr'` for a map."""
    sources = dict(_SOURCES)
    for name, source in more.items():
        directive = name.replace("_", "-")
        sources[directive] = (*sources[directive], source)
    return "; ".join(f"{directive} {' '.join(words)}" for directive, words in sources.items())


def standing_headers(*, https: bool) -> dict[str, str]:
    """What every answer carries, page, error, file or data."""
    powers = [f"{power}=()" for power in _REFUSED_POWERS]
    headers = {
        "Content-Security-Policy": content_security_policy(),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # Not no-referrer: browsers would then send `Origin: null` with our own forms.
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join([*powers, *(f"{power}=(self)" for power in _OWN_POWERS)]),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if https:
        headers["Strict-Transport-Security"] = f"max-age={2 * YEAR}; includeSubDomains"
    return headers


def cache_control(response: Response) -> str:
    """Public pages may be kept and asked again; errors and pages for someone in particular are not kept."""
    view = current_app.view_functions.get(request.endpoint or "")
    public = Audience.PUBLIC in getattr(view, "audience", frozenset())
    if not public or response.status_code >= 400 or "Set-Cookie" in response.headers:
        return "no-store"
    return "private, no-cache" if request.method not in ("GET", "HEAD") else "no-cache"


def host_is_known(host: str, allowed: tuple[str, ...]) -> bool:
    """Whether the Host header (with or without port) is one of ours."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    return name.lower() in allowed


def init_app(app: Flask, settings: Settings) -> None:
    """Refuse other hosts; add the headers to every answer."""
    standing = list(standing_headers(https=settings.https).items())

    def refuse_other_hosts() -> None:
        if not host_is_known(request.host, settings.allowed_hosts):
            abort(400)

    def protect(response: Response) -> Response:
        present = {name.lower() for name, _value in response.headers}
        response.headers.extend([pair for pair in standing if pair[0].lower() not in present])
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = cache_control(response)
        return response

    app.before_request(refuse_other_hosts)
    app.after_request(protect)
