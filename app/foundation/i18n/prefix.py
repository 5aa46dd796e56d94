"""`/en/…`, `/es/…`, `/pt/…`, `/ar/…`: the pages for families in another language, at addresses declared once.

The prefix is taken off before the routes are looked at, as the prefix of an application mounted somewhere
(`SCRIPT_NAME`): every `url_for` of the page then keeps it by itself. Pages that only speak French lose it, in both
directions. Nothing is guessed from the browser, and no cookie remembers: the address says it all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from flask import Flask, Request, abort, current_app, has_request_context, redirect, request
from flask.sessions import NullSession, SecureCookieSessionInterface
from werkzeug.wrappers import Response

from app.foundation.i18n.catalog import DEFAULT, current_language, speaking, spoken

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

View = TypeVar("View", bound=Callable[..., Any])
#: Where the WSGI environment keeps what stood before our prefix.
ROOT = "annuaire.root"
#: Where it says that the address was a prefix alone, without its slash.
BARE = "annuaire.bare"


class _NoSession(SecureCookieSessionInterface):
    def open_session(self, app: Flask, request: Request) -> NullSession:
        """What refuses to be written to, with a clear error."""
        return NullSession()


def _is_said(value: Any) -> bool:
    return value is not None


class LanguagePrefix:
    """The middleware that reads the prefix, and has the whole answer written in that language."""

    def __init__(self, inner: WSGIApplication) -> None:
        self.inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """One request."""
        root = environ[ROOT] = environ.get("SCRIPT_NAME", "")
        code, rest = split(environ.get("PATH_INFO", ""))
        if code == DEFAULT:
            return self._answered(DEFAULT, environ, start_response)
        environ[BARE] = not rest
        environ["SCRIPT_NAME"], environ["PATH_INFO"] = f"{root}/{code}", rest or "/"
        return self._answered(code, environ, start_response)

    def _answered(self, code: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # The thread may have answered in another language before, and the next one must begin in French.
        with speaking(code):
            return self.inner(environ, start_response)


def split(path: str) -> tuple[str, str]:
    """The language of an address, and the address without its prefix; '' for a prefix alone."""
    code, slash, rest = path[1:].partition("/")
    if len(code) == len(DEFAULT) and code != DEFAULT and code in spoken():
        return code, slash + rest
    return DEFAULT, path


def every_language(view: View) -> View:
    """Declare that a page is for families, in every language; the others speak French."""
    view.in_every_language = True  # type: ignore[attr-defined]
    return view


def is_spoken(endpoint: str | None) -> bool:
    """Whether this page exists in every language."""
    return bool(getattr(current_app.view_functions.get(endpoint or ""), "in_every_language", False))


class SpeakingFlask(Flask):
    """Flask, whose `url_for` keeps the language towards families’ pages and drops it towards the others. It carries
    what no page uses no further: no session in a cookie of Flask’s own, no view written as a coroutine."""

    session_interface = _NoSession()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._plain: dict[tuple[str, ...], str] = {}

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Every view is a plain function: asking each of them whether it is costs a tenth of a small page."""
        return func

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """See Flask. Addresses without a value are kept: half of those of a page are."""
        if has_request_context() and not endpoint.startswith(".") and not any(map(_is_said, values.values())):
            key = request.environ.get("SCRIPT_NAME", ""), _root(), current_language(), endpoint
            if key not in self._plain:
                self._plain[key] = self._address(endpoint, values)
            return self._plain[key]
        return self._address(endpoint, values)

    def _address(self, endpoint: str, values: dict[str, Any]) -> str:
        address = super().url_for(endpoint, **values)
        if current_language() == DEFAULT or not has_request_context():
            return address
        named = f"{request.blueprint}{endpoint}" if endpoint.startswith(".") else endpoint
        return address if is_spoken(named) else address.replace(f"{prefix()}/", f"{_root()}/", 1)


def prefix() -> str:
    """What stands before the addresses of this answer: '' in French, '/en' in English."""
    return request.script_root if has_request_context() else ""


def in_language(code: str) -> str:
    """The address of this very page, with its query, in another language."""
    return in_languages([code])[code]


def in_languages(codes: Iterable[str]) -> dict[str, str]:
    """The address of this very page, with its query, in each of these languages."""
    root, said = _root(), request.query_string.decode("ascii", "ignore")
    page = f"{quote(request.path)}{'?' if said else ''}{said}"
    return {code: f"{root}{page}" if code == DEFAULT else f"{root}/{code}{page}" for code in codes}


def keep_desks_french() -> Response | None:
    """Before every request: a page that only speaks French has no other address."""
    if request.environ.get(BARE):
        return redirect(in_language(current_language()), 308)
    if current_language() == DEFAULT or request.endpoint is None or is_spoken(request.endpoint):
        return None
    if request.method not in ("GET", "HEAD"):
        abort(404)
    return redirect(in_language(DEFAULT), 302)


def _root() -> str:
    return str(request.environ.get(ROOT, ""))
