"""Loading what the texts of a territory say in other languages; the files alone write them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete

from app.foundation.db import session
from app.foundation.i18n import LANGUAGES
from app.foundation.tables import Report, Row, RowRefused, rows
from app.territory.models import Wording


def load_wordings(folder: Path, report: Report) -> None:
    """Make the translations those of this folder, a file a language; an empty text is not translated yet."""
    session().execute(delete(Wording))
    for file in sorted(folder.glob("*.csv")):
        seen: set[tuple[str, str]] = set()
        for row in rows(file):
            try:
                _add(file.stem, seen, row)
            except RowRefused as refusal:
                report.refuse(row, str(refusal))
    session().flush()


def _add(language: str, seen: set[tuple[str, str]], row: Row) -> None:
    key, field = row.required("key"), row.required("field")
    if language not in LANGUAGES:
        raise RowRefused(f"« {language} » n’est pas une langue du site")
    if (key, field) in seen:
        raise RowRefused(f"« {key}, {field} » est écrit deux fois")
    seen.add((key, field))
    if text := row["text"]:
        session().add(Wording(language=language, key=key, field=field, source=row.required("source"), text=text))
