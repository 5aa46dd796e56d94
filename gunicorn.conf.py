"""How gunicorn serves the site, on a desk as in production. Each value may be overridden on its command line."""

from __future__ import annotations

import gc
import os
from typing import Any

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
timeout = 30
graceful_timeout = 10
keepalive = 5
# Long search addresses reach the site, which explains what is wrong; longer ones are refused here.
limit_request_line = 8190
limit_request_fields = 60
# Access lines would hold the addresses of families: the site writes its own log, without them.
accesslog = None
errorlog = "-"
# Not “warning”: gunicorn then names the address of whoever sends a malformed request.
loglevel = os.environ.get("GUNICORN_LOG_LEVEL") or "error"
# No door beside the site.
control_socket_disable = True
proc_name = "trait-d-union"


def post_worker_init(worker: Any) -> None:
    """What was loaded at the start stays: cycles are not looked for in it again and again while pages are made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _without_banner() -> None:
    """Answers do not name the server: nobody who reads the site needs to know."""
    from gunicorn.http.wsgi import Response

    written = Response.default_headers
    Response.default_headers = lambda answer: [line for line in written(answer) if not line.startswith("Server:")]


_without_banner()
