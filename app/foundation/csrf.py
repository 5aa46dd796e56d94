"""Forms only from our own pages, without a cookie for anonymous visitors.

Every POST, PUT, PATCH and DELETE must carry a token that we signed less than a few hours ago, and must not say that it
comes from elsewhere (Sec-Fetch-Site, Origin, else Referer). The token of somebody signed in is bound to that session
(`bind_tokens`), so that a token fetched by somebody else is worth nothing.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from markupsafe import Markup

from app.foundation.errors import refuse, wants_json
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.settings import Settings

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
LIFETIME_SECONDS = 4 * 3600
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
View = TypeVar("View", bound=Callable[..., Any])
_SECRET_FIELD = re.compile(r"pass|secret|code|token", re.IGNORECASE)

ELSEWHERE = _l("Ce formulaire a été envoyé depuis un autre site. Rien n’a été enregistré.")
TOO_OLD = _l("Ce formulaire est resté ouvert trop longtemps. Rien n’est perdu : vérifiez, puis envoyez de nouveau.")
MISSING = _l("Nous n’avons pas pu vérifier d’où vient ce formulaire. Rien n’a été enregistré.")


def csrf_exempt(view: View) -> View:
    """For a machine's address that carries its own proof (a signature, an API key)."""
    view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def bind_tokens(app: Flask, session_name: Callable[[], str]) -> None:
    """Say whose tokens they are: `session_name()` is the session's id, or an empty text for anonymous visitors."""
    app.extensions["csrf_binding"] = session_name


def csrf_token() -> str:
    """A new token; each one is different, so that compressed pages do not betray it."""
    return _signer().dumps([secrets.token_hex(8), current_app.extensions["csrf_binding"]()])


def csrf_field() -> Markup:
    """The hidden field of a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token())


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="csrf")


def _check() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE_METHODS or getattr(view, "csrf_exempt", False):
        return
    if comes_from_elsewhere():
        refuse(403, ELSEWHERE)
    _check_token()


def comes_from_elsewhere() -> bool:
    """Whether the browser says that another site sent this."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if origin is None and request.referrer:
        parts = urlsplit(request.referrer)
        origin = f"{parts.scheme}://{parts.netloc}"
    return origin is not None and origin.lower() not in _our_origins()


def _our_origins() -> tuple[str, str]:
    return (current_app.extensions["csrf_origin"], f"{request.scheme}://{request.host}".lower())


def _check_token() -> None:
    token = request.headers.get(HEADER) or request.form.get(FIELD, "")
    try:
        _nonce, owner = _signer().loads(token, max_age=LIFETIME_SECONDS)
    except SignatureExpired:
        refuse(403, TOO_OLD, **_kept())
    except (BadSignature, ValueError, TypeError):
        refuse(403, MISSING, **_kept())
    if owner != current_app.extensions["csrf_binding"]():
        refuse(403, TOO_OLD, **_kept())


def _kept() -> dict[str, Any]:
    """What was typed, to be checked and sent again; only for a form that surely comes from our own page.

    A browser cannot be given back a file: its box is there again, to choose it once more.
    """
    proved = "Origin" in request.headers or "Sec-Fetch-Site" in request.headers
    if not proved or wants_json() or request.method != "POST":
        return {}
    typed = [pair for pair in request.form.items(multi=True) if not _SECRET_FIELD.search(pair[0])]
    action = request.script_root + request.full_path.rstrip("?")
    files = [name for name, sent in request.files.items() if sent.filename]
    return {"template": "errors/resend.html", "typed": typed, "action": action, "files": files} if typed else {}


def init_app(app: Flask, settings: Settings) -> None:
    """Check every unsafe request; give templates `csrf_field()`."""
    app.extensions["csrf_origin"] = settings.base_url.lower()
    app.extensions["csrf_binding"] = lambda: ""
    app.before_request(_check)
    app.jinja_env.globals.update(csrf_field=csrf_field, csrf_token=csrf_token)
