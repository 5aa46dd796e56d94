"""The site behind a real port, in a thread of this process: a stopped clock stops there too."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import make_server


def free_port() -> int:
    """A port of this machine that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(open_app: Callable[[str], Flask]) -> Iterator[tuple[str, Flask]]:
    """Serve the application that `open_app(base_url)` gives; its address and itself."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    app = open_app(base)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield base, app
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()
