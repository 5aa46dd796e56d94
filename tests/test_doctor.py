"""`flask doctor`: well when all is well, and one precise line for each thing that is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.doctor import ERROR, OK, WARNING, examine
from app.foundation import clock, errands
from app.foundation.db import db, session
from app.foundation.errands import Errand

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.fixture
def site(own_app):
    with own_app.app_context(), clock.freeze(NOW):
        yield own_app


def levels(subject: str) -> list[str]:
    return [finding.level for finding in examine() if finding.subject == subject]


def run(site):
    return site.test_cli_runner().invoke(args=["doctor"])


def by_hand(statement: str) -> None:
    session().rollback()
    with db.engine.begin() as raw:
        raw.execute(text(statement))


def test_a_fresh_installation_is_well(site):
    result = run(site)
    assert result.exit_code == 0, result.output
    assert "0 erreurs, 0 points d’attention." in result.output
    subjects = ("Réglages", "Dossier", "Clé secrète", "Base de données", "Intégrité", "Territoire", "Index", "Courses")
    for subject in (*subjects, "Calendrier scolaire", "Historique"):
        assert f"OK         {subject} : " in result.output


def test_an_open_folder_or_key_is_an_error_with_the_command_that_mends_it(site):
    folder = site.extensions["settings"].instance
    folder.chmod(0o755)
    (folder / "secret_key").chmod(0o644)
    result = run(site)
    assert result.exit_code == 1
    assert f"chmod 700 {folder}" in result.output
    assert f"chmod 600 {folder / 'secret_key'}" in result.output
    folder.chmod(0o700)


def test_a_database_behind_the_code_is_an_error(site):
    by_hand("UPDATE alembic_version SET version_num = 'ancienne'")
    result = run(site)
    assert result.exit_code == 1
    assert "flask db upgrade" in result.output


def test_an_empty_database_says_what_to_load_and_hides_nothing(empty_app):
    result = run(empty_app)
    assert result.exit_code == 1
    assert "flask seed load" in result.output
    assert "Traceback" not in result.output


def test_a_broken_link_is_an_error(site):
    session().rollback()
    with db.engine.connect() as raw:
        raw.commit()
        raw.connection.execute("PRAGMA foreign_keys=OFF")
        raw.execute(text("UPDATE service SET organization_id = 9999 WHERE id = 1"))
        raw.commit()
        raw.connection.execute("PRAGMA foreign_keys=ON")
    assert levels("Intégrité") == [ERROR]


def test_old_cards_are_an_error(site):
    by_hand("UPDATE service SET card = json_set(card, '$.shape', 0) WHERE id = 1")
    assert levels("Cartes") == [ERROR]
    result = site.test_cli_runner().invoke(args=["catalogue", "refresh-cards"])
    assert "1 cartes refaites." in result.output
    assert levels("Cartes") == []
    assert "à jour" in site.test_cli_runner().invoke(args=["catalogue", "refresh-cards"]).output


def test_an_index_that_differs_is_an_error_unless_an_errand_is_on_its_way(site):
    site.extensions["search_engine"].remove([1, 2])
    assert levels("Index") == [ERROR]
    errands.leave("search.reindex", {"ids": [1, 2]})
    session().commit()
    assert levels("Index") == [WARNING]
    errands.run_due()
    assert levels("Index") == [OK]


def test_failed_and_late_errands_are_told(site):
    made = NOW - timedelta(hours=2)
    session().add(Errand(kind="letter", payload={}, created_at=made, due_at=NOW, error="TimeoutError()", attempts=3))
    session().commit()
    result = run(site)
    assert result.exit_code == 0
    assert "letter" in result.output and "TimeoutError" in result.output and "2 h 00" in result.output
    with clock.freeze(NOW + timedelta(days=2)):
        assert ERROR in levels("Courses")


@pytest.mark.parametrize(
    ("day", "level"),
    [("2026-11-18", OK), ("2028-05-01", WARNING), ("2029-01-01", ERROR)],
)
def test_the_end_of_the_calendar_is_announced(site, day: str, level: str):
    with clock.freeze(datetime.fromisoformat(f"{day}T12:00:00+00:00")):
        assert levels("Calendrier scolaire") == [level]


def test_a_rewritten_history_is_an_error(site):
    by_hand("DROP TRIGGER history_entry_no_update")
    by_hand("UPDATE history_entry SET reason = 'autre' WHERE id = 5")
    assert levels("Historique") == [ERROR]


def test_a_check_that_cannot_be_made_is_an_error_and_the_others_go_on(site, monkeypatch):
    monkeypatch.setattr(type(site.extensions["search_engine"]), "fingerprints", lambda _self: 1 / 0)
    assert levels("Index") == [ERROR]
    assert levels("Historique") == [OK]
