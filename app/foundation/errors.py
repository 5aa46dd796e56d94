"""When something fails: a page in plain French (JSON under `/api/`), and never a stack.

Templates are `templates/errors/<code>.html`. If one fails in turn, a page without any template answers.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from markupsafe import escape
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable, default_exceptions
from werkzeug.wrappers import Response as BaseResponse

from app.foundation.i18n import LazyText, gettext, lazy_gettext
from app.foundation.logs import frames
from app.foundation.requests import request_id
from app.foundation.settings import Settings

log = structlog.get_logger("trait-d-union")
#: The failures that have a page of their own; the others borrow the page of their family (400 or 500).
PAGES = (400, 403, 404, 405, 410, 413, 414, 429, 500, 503)
SENTENCES = {
    400: lazy_gettext("Cette adresse ou ce formulaire contient quelque chose que nous ne comprenons pas."),
    403: lazy_gettext("Cette page n’est pas ouverte à tout le monde."),
    404: lazy_gettext("Cette page n’existe pas, ou n’existe plus."),
    405: lazy_gettext("Cette adresse ne s’utilise pas de cette façon."),
    410: lazy_gettext("Cette page a été retirée."),
    413: lazy_gettext("Ce que vous envoyez est trop lourd."),
    414: lazy_gettext("Cette adresse est trop longue."),
    429: lazy_gettext("Trop de demandes en peu de temps. Attendez un peu, puis recommencez."),
    500: lazy_gettext("Quelque chose s’est mal passé de notre côté. Ce n’est pas votre faute."),
    503: lazy_gettext("Le site est indisponible pour un moment. Recommencez dans quelques minutes."),
}
# not for the catalog: it answers when everything else, the catalog too, has failed
_BARE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Trait d’union</title><meta name="robots" content="noindex"></head>
<body><main><h1>{title}</h1><p>{sentence}</p><p><a href="/">Retour à l’accueil</a></p><p>{number}</p></main></body>
</html>
"""


class _Explained(Exception):
    """Mark of an HTTP error whose description is a French sentence of ours."""


def refuse(code: int, sentence: str | LazyText, **context: Any) -> NoReturn:
    """Stop with this HTTP error; the page shows `sentence` (`message`) and receives `context`."""
    failure = default_exceptions[code](str(sentence))
    failure.__cause__ = _Explained(context)
    raise failure


def _explanation(failure: HTTPException) -> dict[str, Any]:
    """`message` and what came with it; nothing when the description is the library's own English."""
    if not isinstance(failure.__cause__, _Explained):
        return {}
    return {"message": failure.description, **failure.__cause__.args[0]}


def page_code(code: int) -> int:
    """Which page shows this failure."""
    return code if code in PAGES else 500 if code >= 500 else 400


def wants_json() -> bool:
    """Machines ask under `/api/`."""
    return request.path.startswith("/api/")


def answer(failure: HTTPException) -> BaseResponse:
    """The page or the JSON of an HTTP error, with the headers it carries (Allow, Retry-After)."""
    if failure.response is not None or (failure.code or 500) < 400:
        return failure.get_response()
    code = failure.code or 500
    said = _explanation(failure)
    response = _json(code, said) if wants_json() else _page(code, said)
    for name, value in failure.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    response.status_code = code
    return response


def _json(code: int, said: dict[str, Any]) -> Response:
    message = said.get("message") or str(SENTENCES[page_code(code)])
    return jsonify(error={"code": code, "message": message, "request_id": request_id()})


def _page(code: int, said: dict[str, Any]) -> Response:
    context = {"code": code, "request_id": request_id(), "message": None, **said}
    context["explanation"] = context["message"]
    template = context.pop("template", f"errors/{page_code(code)}.html")
    try:
        return make_response(render_template(template, **context))
    except Exception as failure:
        log.error("error_page_failed", code=code, type=type(failure).__name__, frames=frames(failure))
        return bare_page(code, said.get("message"))


def bare_page(code: int, message: str | None = None) -> Response:
    """A page that needs nothing: no template, no database, no style."""
    title = gettext("Erreur %(code)s", code=code)
    sentence = message or str(SENTENCES[page_code(code)])
    number = gettext("Numéro de la demande : %(number)s", number=request_id())
    return Response(_BARE.format(title=title, sentence=escape(sentence), number=re.sub(r"[<>&]", "", number)))


def _broken(failure: InternalServerError) -> BaseResponse:
    """An exception nobody foresaw: `app.log_exception` has written where; the visitor gets a number."""
    return answer(failure)


def _database_busy(failure: OperationalError) -> BaseResponse:
    """Locked, full, read-only or absent database: say so, without its words."""
    # The driver's own words name files and tables, never values: those stay in SQLAlchemy's part of the message.
    log.error("database", type=type(failure.orig).__name__, reason=str(failure.orig), frames=frames(failure))
    response = answer(ServiceUnavailable())
    response.headers["Retry-After"] = "30"
    return response


def init_app(app: Flask, settings: Settings) -> None:
    """Handlers for every HTTP error, unforeseen exceptions and a database that does not answer."""
    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(500, _broken)
    app.register_error_handler(OperationalError, _database_busy)
