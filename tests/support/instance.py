"""The seeded instance: built once for the code and data as they stand, then copied, which takes milliseconds."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache, StrictUndefined

from app import create_app
from app.foundation import clock
from app.foundation.settings import Settings
from scripts.common import BUILD, ROOT, hash_of
from tests.support.strict_client import StrictClient

SEEDS = ("seed_data/grand-montauban", "seed_data/demonstration")
#: What decides the content of the template instances.
SOURCES = [
    ROOT / name for name in (
        "app/catalogue", "app/guides", "app/history", "app/search", "app/territory", "app/seeding.py", "app/wiring.py",
        "app/foundation/db.py", "app/foundation/errands.py", "app/foundation/sowing.py", "app/foundation/tables.py", "app/foundation/text.py",
        "migrations", "seed_data", "requirements.txt", "tests/support/instance.py",
    )
]  # fmt: skip
TEMPLATES = BUILD / "test-instances"
#: When the seeds are loaded, whatever the day of the run: before every moment at which tests stop the clock.
LOADED_AT = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def settings_for(instance: Path, **others: str) -> Settings:
    """The settings of a test: `others` are ANNUAIRE_… names without their prefix, in lower case."""
    wanted = {"env": "test", "demonstration": "1", "instance": str(instance), "log_level": "WARNING", **others}
    return Settings.from_environ({f"ANNUAIRE_{name.upper()}": value for name, value in wanted.items()})


def open_app(instance: Path, **others: str) -> Flask:
    """The real application on this folder, with templates that refuse unknown names and a client that looks."""
    app = create_app(settings_for(instance, **others))
    app.testing = True
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.bytecode_cache = _compiled_templates()
    app.test_client_class = StrictClient
    return app


def _compiled_templates() -> FileSystemBytecodeCache:
    """Templates compiled once for the run, not once a test; a changed template has another key."""
    folder = BUILD / "test-templates"
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def command(app: Flask, *words: str) -> str:
    """Run a `flask …` command in this process; what it printed. Fails the test when it fails."""
    result = app.test_cli_runner().invoke(args=list(words))
    if result.exit_code:
        raise AssertionError(f"flask {' '.join(words)} failed:\n{result.output}") from result.exception
    return result.output


def copy_of(kind: str, target: Path) -> Path:
    """A private copy of the “seeded” or the “empty” (migrated only) instance."""
    shutil.copytree(_template(kind), target, dirs_exist_ok=True)
    return target


def _template(kind: str) -> Path:
    """Build it unless an earlier run did, from the very same files; workers wait for each other."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    wanted = TEMPLATES / f"{kind}-{hash_of(SOURCES)[:16]}"
    with (TEMPLATES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            for old in (*TEMPLATES.glob(f"{kind}-*"), *TEMPLATES.glob("draft-*")):
                shutil.rmtree(old)
            draft = Path(tempfile.mkdtemp(dir=TEMPLATES, prefix="draft-"))
            with clock.freeze(LOADED_AT):
                _fill(draft, SEEDS if kind == "seeded" else ())
            draft.rename(wanted)
    return wanted


def _fill(instance: Path, seeds: Sequence[str]) -> None:
    app = open_app(instance)
    command(app, "db", "upgrade")
    if seeds:
        command(app, "seed", "load", *(str(ROOT / seed) for seed in seeds))
        if "search" in app.cli.commands:
            command(app, "search", "rebuild")
    close(app)


def close(app: Flask) -> None:
    """Let go of the database, so that its files are whole and can be copied."""
    from app.foundation.db import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()
