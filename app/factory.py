"""Putting the rooms together (see `app.create_app`)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from app.accounts import gate
from app.foundation import (
    compression,
    csrf,
    db,
    errands,
    errors,
    health,
    i18n,
    limits,
    logs,
    phones,
    requests,
    security,
    static,
    styles,
    text,
    unit_of_work,
)
from app.foundation.i18n import SpeakingFlask
from app.foundation.settings import Environment, Settings
from app.wiring import init_app as wire

ROOT = Path(__file__).resolve().parents[1]


def build(settings: Settings | None = None) -> Flask:
    """The application of these settings, by default those of the environment. Raises SettingsError."""
    settings = settings or Settings.from_environ(os.environ)
    folders: dict[str, Any] = {
        "root_path": str(ROOT),
        "template_folder": "templates",
        "instance_path": _instance(settings),
    }
    app = SpeakingFlask("app", static_folder=None, **folders)
    app.config["SECRET_KEY"] = settings.secret_key
    app.config["TESTING"] = settings.environment is Environment.TEST
    app.extensions["settings"] = settings
    if settings.environment is not Environment.PRODUCTION:
        app.jinja_env.undefined = StrictUndefined
    _lay_foundation(app, settings)
    gate.init_app(app)
    wire(app, settings)
    return app


def _instance(settings: Settings) -> str:
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    return str(settings.instance.resolve())


def _lay_foundation(app: Flask, settings: Settings) -> None:
    for part in (logs, requests, security, limits, csrf, i18n, text, phones, static, compression, errors, health):
        part.init_app(app, settings)
    styles.init_app(app, settings)
    db.init_app(app, settings.database_url, str(ROOT / "migrations"))
    unit_of_work.init_app(app)
    errands.init_app(app, settings.instance / "errands.lock")
