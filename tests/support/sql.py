"""What a page asks of the database, written so that a person can review it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy import event

from app.foundation import db as foundation
from app.foundation.db import db


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The statements executed meanwhile, normalised."""
    heard: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(normalised(statement))

    def apart(statement: str, values: Sequence[object]) -> Any:
        heard.append(normalised(statement))
        return rows_apart(statement, values)

    rows_apart = foundation._rows_apart  # on the driver itself, past what SQLAlchemy tells
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        with patch.object(foundation, "_rows_apart", apart):
            yield heard
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def normalised(statement: str) -> str:
    """One line, without the list of columns (it changes with every field) nor the length of lists of values."""
    line = " ".join(statement.split())
    line = re.sub(r"^SELECT (DISTINCT )?(?!count\(|EXISTS|\().*? FROM ", r"SELECT \1… FROM ", line)
    return re.sub(r"\((?:\?|:\w+|%\(\w+\)s)(?:, (?:\?|:\w+|%\(\w+\)s))*\)", "(…)", line)


def reviewed(heard: list[str]) -> str:
    """The text of the snapshot: a statement a line with how often it was said, in the order of the alphabet.

    SQLAlchemy loads the parts of a listing in an order that changes from one process to the next.
    """
    return "".join(f"{count} × {statement}\n" for statement, count in sorted(Counter(heard).items()))
