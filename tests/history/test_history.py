"""Who did what: one line an act, each sealed by the one before, and no way back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.catalogue.facts import Status
from app.catalogue.models import Revision, Service
from app.catalogue.operations import assure, change_service, restore, set_status
from app.foundation import clock
from app.foundation.actors import SYSTEM, Actor, ActorKind
from app.foundation.db import db, session
from app.foundation.unit_of_work import unit_of_work
from app.history.models import HistoryEntry
from app.history.operations import Change, first_broken, record
from tests.catalogue.support import NADIA, created, facts
from tests.support.instance import command

MOMENT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def test_each_act_leaves_one_line_with_before_and_after(small):
    start = len(entries())
    with clock.freeze(MOMENT):
        key = created()
        with unit_of_work():
            change_service(get(key), facts(summary="Neuf", age_min_months=36), by=NADIA, reason="un appel")
        with unit_of_work():
            set_status(get(key), Status.TEMPORARILY_CLOSED, by=NADIA, reason="travaux")
        with unit_of_work():
            assure(get(key), date(2026, 11, 18), by=NADIA, said_by="la directrice")
    create, change, close, confirm = entries()[start:]
    assert [entry.verb for entry in (create, change, close, confirm)] == ["create", "change", "change", "assure"]
    assert {entry.subject_id for entry in (create, change, close, confirm)} == {str(get(key).uuid)}
    assert (change.actor_kind, change.actor_name, change.actor_id) == ("personne", "Nadia", 1)
    assert change.reason == "un appel"
    assert change.made_at == MOMENT
    assert change.changes == [
        {"field": "summary", "before": "", "after": "Neuf"},
        {"field": "age_min_months", "before": None, "after": 36},
    ]
    assert close.changes == [{"field": "status", "before": "published", "after": "temporarily_closed"}]
    assert confirm.changes == [{"field": "assured_on", "before": None, "after": "2026-11-18"}]


def test_an_act_that_changes_nothing_or_fails_leaves_no_line(small):
    key = created()
    start = len(entries())
    with unit_of_work():
        change_service(get(key), facts(), by=NADIA)
    with pytest.raises(ZeroDivisionError), unit_of_work():
        change_service(get(key), facts(summary="Neuf"), by=NADIA)
        _ = 1 / 0
    assert len(entries()) == start
    assert first_broken() is None


def test_the_author_of_a_restoration_is_named_too(small):
    key = created(facts(summary="Avant"))
    with unit_of_work():
        change_service(get(key), facts(summary="Après"), by=NADIA)
    with unit_of_work():
        first = session().scalars(select(Revision).where(Revision.service_id == key, Revision.number == 1)).one()
        restore(get(key), first, by=Actor(ActorKind.PERSON, "Inès", 2), reason="retour")
    last = entries()[-1]
    assert (last.actor_name, last.reason) == ("Inès", "retour")
    assert last.changes == [{"field": "summary", "before": "Après", "after": "Avant"}]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history_entry SET actor_name = 'Personne' WHERE id = 1",
        "DELETE FROM history_entry WHERE id = 1",
        "DELETE FROM history_entry",
        "INSERT OR REPLACE INTO history_entry SELECT * FROM history_entry WHERE id = 1",
    ],
)
def test_the_database_refuses_to_rewrite_the_past(small, statement: str):
    before = [entry.seal for entry in entries()]
    with pytest.raises(DatabaseError, match="history cannot be changed"):
        session().execute(text(statement))
    session().rollback()
    assert [entry.seal for entry in entries()] == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("made_at", "2020-01-01 00:00:00.000000"),
        ("actor_kind", "import"),
        ("actor_name", "Personne"),
        ("actor_id", 7),
        ("verb", "rien"),
        ("subject_kind", "autre"),
        ("subject_id", "autre"),
        ("changes", "[]"),
        ("reason", "autre"),
        ("seal", "f" * 64),
    ],
)
def test_an_edited_copy_is_found_at_its_line(empty_app, column: str, value: Any):
    with empty_app.app_context():
        four_lines()
        assert first_broken() is None
        forge(f"UPDATE history_entry SET {column} = ? WHERE id = 2", value)
        assert first_broken() == 2


@pytest.mark.parametrize(("removed", "broken"), [(1, 2), (2, 3), (3, 4)])
def test_a_removed_line_is_found(empty_app, removed: int, broken: int):
    with empty_app.app_context():
        four_lines()
        forge("DELETE FROM history_entry WHERE id = ?", removed)
        assert first_broken() == broken


def test_lines_exchanged_are_found(empty_app):
    with empty_app.app_context():
        four_lines()
        for old, new in ((2, 99), (3, 2), (99, 3)):
            forge(f"UPDATE history_entry SET id = {new} WHERE id = ?", old)
        assert first_broken() == 2


def test_the_command_says_whether_the_chain_holds(empty_app):
    assert "intact" in command(empty_app, "history", "verify")
    with empty_app.app_context():
        four_lines()
        assert "4 actes" in command(empty_app, "history", "verify")
        forge("UPDATE history_entry SET reason = ? WHERE id = 3", "autre")
    result = empty_app.test_cli_runner().invoke(args=["history", "verify"])
    assert result.exit_code == 1
    assert "3" in result.output


def four_lines() -> None:
    with unit_of_work():
        for number in range(4):
            record("essai", ("chose", str(number)), by=SYSTEM, changes=[Change("n", None, [number, "é", 1.5])])


def forge(statement: str, value: Any) -> None:
    """Do to the file what someone with the disk could do."""
    session().rollback()
    with db.engine.begin() as raw:
        for verb in ("update", "delete"):
            raw.exec_driver_sql(f"DROP TRIGGER IF EXISTS history_entry_no_{verb}")
        raw.exec_driver_sql(statement, (value,))


def get(key: int) -> Service:
    return session().get_one(Service, key)


def entries() -> list[HistoryEntry]:
    return list(session().scalars(select(HistoryEntry).order_by(HistoryEntry.id)))
