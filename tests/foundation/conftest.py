"""Small applications of the foundation alone: no database, no room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, Response, abort, render_template, request
from jinja2 import DictLoader
from sqlalchemy.exc import OperationalError

from app.foundation import (
    compression,
    csrf,
    errors,
    health,
    i18n,
    limits,
    logs,
    phones,
    requests,
    security,
    static,
    text,
)
from app.foundation.actors import Audience, audience
from app.foundation.settings import Settings

SECRET = "q7Zt1vKx93-LmWc0RyBn58_dHsUoPfEa24GjiT6N"
TEMPLATES = {
    "form.html": "<form method=post>{{ csrf_field() }}<input name=nom></form>",
    "long.html": "<p>{{ 'été ' * 500 }}</p>",
    "errors/404.html": "<h1>Page introuvable</h1>{{ request_id }}",
    "errors/400.html": "<h1>Adresse</h1>{{ explanation or '' }}",
    "errors/403.html": "<h1>Refusé</h1>{{ message or '' }}",
    "errors/resend.html": "<form method=post action='{{ action }}'>{{ csrf_field() }}"
    "{% for name, value in typed %}<input name='{{ name }}' value='{{ value }}'>{% endfor %}</form>",
    "errors/500.html": "<h1>Cassé</h1>{{ request_id }}",
    "errors/429.html": "{{ this_name_does_not_exist.at_all }}",
}
Make = Callable[..., Flask]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Build an application: `make(ANNUAIRE_TRUSTED_PROXIES='1')`."""

    def build(**changes: str) -> Flask:
        files = tmp_path / "static"
        (files / "css").mkdir(parents=True, exist_ok=True)
        (files / "css" / "base.css").write_text("body { color: black }\n" * 60, encoding="utf-8")
        (files / "dist").mkdir(exist_ok=True)
        (files / "dist" / "manifest.json").write_text('{"fonts.css": "fonts.abc.css"}', encoding="utf-8")
        (files / "dist" / "fonts.abc.css").write_text("@font-face{}", encoding="utf-8")
        (files / "font.woff2").write_bytes(b"wOF2" + bytes(2000))
        given = {"ANNUAIRE_ENV": "test", "ANNUAIRE_SECRET_KEY": SECRET, "ANNUAIRE_INSTANCE": str(tmp_path / "instance")}
        settings = Settings.from_environ({**given, **changes})
        app = Flask("foundation", static_folder=None)
        app.secret_key = settings.secret_key
        app.jinja_loader = DictLoader(TEMPLATES)
        for part in (logs, requests, security, limits, csrf, i18n, text, phones):
            part.init_app(app, settings)
        static.init_app(app, settings, files)
        for last in (compression, errors, health):
            last.init_app(app, settings)
        _views(app)
        _failing_views(app)
        return app

    return build


def _views(app: Flask) -> None:
    @app.route("/", methods=["GET", "POST"])
    @audience(Audience.PUBLIC)
    def home() -> str:
        return f"nom={request.form.get('nom', '')} de {request.remote_addr}"

    @app.get("/formulaire")
    @audience(Audience.PUBLIC)
    def form() -> str:
        return render_template("form.html")

    @app.get("/long")
    @audience(Audience.PUBLIC)
    def long() -> str:
        return render_template("long.html")

    @app.get("/bureau")
    @audience(Audience.AGENT)
    def desk() -> str:
        return "agents"

    @app.get("/carte")
    @audience(Audience.PUBLIC)
    def map_page() -> Response:
        policy = security.content_security_policy(img_src="https://data.geopf.fr")
        return Response("carte", headers={"Content-Security-Policy": policy})

    @app.route("/api/ping", methods=["GET", "POST"])
    @audience(Audience.PUBLIC)
    def ping() -> str:
        return "pong"

    @app.post("/machine")
    @csrf.csrf_exempt
    @audience(Audience.PUBLIC)
    def machine() -> str:
        return "reçu"


def _failing_views(app: Flask) -> None:
    @app.get("/casse/<nom>")
    @app.get("/api/casse/<nom>")
    @audience(Audience.PUBLIC)
    def broken(nom: str) -> str:
        raise RuntimeError(f"secret de {nom}")

    @app.get("/base")
    @audience(Audience.PUBLIC)
    def database() -> str:
        raise OperationalError("SELECT secret", {}, Exception("database is locked"))

    @app.get("/code/<int:code>")
    @app.get("/api/code/<int:code>")
    @audience(Audience.PUBLIC)
    def code(code: int) -> str:
        abort(code)

    @app.get("/refus")
    @audience(Audience.PUBLIC)
    def refused() -> str:
        errors.refuse(400, "Une phrase <b>à nous</b>.")
