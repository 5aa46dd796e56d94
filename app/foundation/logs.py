"""The journal: one line per request, without address, query, name or message of a person.

The route is the pattern (`/services/<slug>`), never the address asked. Exceptions leave their type and their frames,
not their message, which may repeat what somebody typed.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

import structlog
from flask import Flask, Response, has_request_context, request
from structlog.typing import EventDict, Processor

from app.foundation.requests import elapsed_ms, request_id
from app.foundation.settings import Environment, Settings

log = structlog.get_logger("trait-d-union")


class _StandardError:
    """Writes to the standard error of the moment, so that a test or a supervisor may replace it."""

    def msg(self, message: str) -> None:
        sys.stderr.write(message + "\n")
        sys.stderr.flush()

    log = debug = info = warning = error = critical = exception = msg


def _logger(*_names: Any) -> _StandardError:
    return _StandardError()


def configure(settings: Settings) -> None:
    """JSON lines in production, readable lines elsewhere."""
    last: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if settings.environment is Environment.DEVELOPMENT:
        last = structlog.dev.ConsoleRenderer(colors=False)
    level = logging.getLevelNamesMapping()[settings.log_level]
    structlog.configure(
        processors=[
            _numbered,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_logger,
        cache_logger_on_first_use=False,
    )


def _numbered(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """The number of the request that is being answered."""
    if has_request_context():
        event["request_id"] = request_id()
    return event


def frames(failure: BaseException, limit: int = 12) -> list[str]:
    """Where it broke: `file:line function`, the innermost last, without any value."""
    found = traceback.extract_tb(failure.__traceback__)[-limit:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in found]


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "-"


def _one_line(response: Response) -> Response:
    log.info("request", method=request.method, route=_route(), status=response.status_code, ms=elapsed_ms())
    return response


def _exception(info: Any) -> None:
    """Instead of Flask's own, which writes the whole address and the message."""
    failure = info[1]
    log.error("exception", route=_route(), type=type(failure).__name__, frames=frames(failure))


def _exception_while_developing(info: Any) -> None:
    _exception(info)
    traceback.print_exception(info[1])


def init_app(app: Flask, settings: Settings) -> None:
    """One line per request, where the level lets it out; the development server's own, which hold addresses, are
    silenced."""
    configure(settings)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    developing = settings.environment is Environment.DEVELOPMENT
    app.log_exception = _exception_while_developing if developing else _exception  # type: ignore[method-assign, assignment]
    if logging.getLevelNamesMapping()[settings.log_level] <= logging.INFO:
        app.after_request(_one_line)
