"""The bare page: a Flask application that renders the same template from contexts prepared beforehand, nothing else.

What a page costs over this is what we added: routing, understanding, searching, reading cards, guarding.
"""

from __future__ import annotations

import os
import pickle
from pathlib import Path

from flask import Blueprint, Flask, Response, render_template, request

from app.directory.searching.selection import carried, carrying, pick
from app.foundation import i18n, phones, static, text
from app.foundation.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


def create_bare() -> Flask:
    """The application whose contexts stand in the file that BENCH_CONTEXTS names."""
    settings = Settings.from_environ(os.environ)
    app = Flask("bare", root_path=str(ROOT), template_folder="templates", static_folder=None)
    for part in (i18n, text, phones, static):
        part.init_app(app, settings)
    app.jinja_env.globals.update(pick=pick, carrying=carrying, carried=carried)
    kept = pickle.loads(Path(os.environ["BENCH_CONTEXTS"]).read_bytes())
    directory = Blueprint("directory", "bare")
    for rule, endpoint in kept["rules"]:
        directory.add_url_rule(rule, endpoint, lambda **_: "")
    app.register_blueprint(directory)
    app.add_url_rule("/bare", "bare", lambda: _answer(kept))
    return app


def _answer(kept: dict[str, dict[str, object]]) -> Response:
    return Response(render_template("directory/results.html", **kept["contexts"][request.args["page"]]))  # type: ignore[arg-type]
