"""The only two cookies of the site: who is signed in, and which browser asked for a link. Nobody else gets one."""

from __future__ import annotations

import re

from flask import Flask, Response, current_app, g, request

from app.accounts import keys
from app.accounts.rules import LINK_LASTS
from app.foundation.settings import Settings

_OURS = re.compile(r"[A-Za-z0-9_-]{43}")


def _name(name: str) -> str:
    """`__Host-` forbids other hosts and plain http to plant it; browsers refuse that prefix without https."""
    settings: Settings = current_app.extensions["settings"]
    return f"__Host-{name}" if settings.https else name


def init_app(app: Flask) -> None:
    """Send the new cookie of a session that was renewed in mid-request."""

    def send(response: Response) -> Response:
        if "renewed_session" in g:
            give_session(response, g.renewed_session)
        return response

    app.after_request(send)


def session_cookie() -> str:
    """The cookie of whoever is signed in, '' for nobody."""
    return str(g.get("renewed_session", "")) or _read(_name("session"))


def renew(token: str) -> None:
    """From here, and in the page that answers, the session is under this new cookie."""
    g.renewed_session = token


def asking_cookie() -> str:
    """The cookie of a browser that asked for a link less than ten minutes ago, ''."""
    return _read(_name("demande"))


def _read(name: str) -> str:
    value = request.cookies.get(name, "")
    return value if _OURS.fullmatch(value) else ""


def session_binding() -> str:
    """What the tokens of our forms are bound to: the session of the cookie, without asking the database."""
    cookie = session_cookie()
    return keys.hashed(f"form:{cookie}")[:22] if cookie else ""


def give_session(response: Response, token: str) -> None:
    """Sign this browser in; it forgets it when it closes."""
    g.pop("renewed_session", None)
    _give(response, _name("session"), token)


def give_asking(response: Response, value: str) -> None:
    """Remember for ten minutes that this browser asked for a link."""
    _give(response, _name("demande"), value, seconds=int(LINK_LASTS.total_seconds()))


def take_back_asking(response: Response) -> None:
    """The link has served."""
    _take_back(response, _name("demande"))


def take_back_session(response: Response) -> None:
    """This browser is signed out."""
    g.pop("renewed_session", None)
    _take_back(response, _name("session"))


def _give(response: Response, name: str, value: str, seconds: int | None = None) -> None:
    settings: Settings = current_app.extensions["settings"]
    response.set_cookie(name, value, max_age=seconds, path="/", secure=settings.https, httponly=True, samesite="Lax")


def _take_back(response: Response, name: str) -> None:
    settings: Settings = current_app.extensions["settings"]
    response.delete_cookie(name, path="/", secure=settings.https, httponly=True, samesite="Lax")
