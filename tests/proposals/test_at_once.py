"""Twenty agents at the same moment: one decision, one line of history, nobody sees an error. On both databases."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from app.foundation.db import db
from app.foundation.unit_of_work import unit_of_work
from app.history.operations import first_broken
from scripts.common import ROOT
from tests.proposals.at_once import at_once
from tests.proposals.support import KARIM, entries, filed, listing, proposal, said, structure, tilleuls

THREADS, PROCESSES, AGENTS = 20, 4, 5


def test_twenty_threads_on_sqlite(small: Flask, garderie: UUID):
    sent = filed(garderie, {"summary": "Autre"})
    lines = len(entries())
    told = at_once(small, sent, THREADS)
    assert_one(told, sent, garderie, lines)


def test_several_processes_on_sqlite(small: Flask, garderie: UUID, tmp_path: Path):
    sent = filed(garderie, {"summary": "Autre"})
    lines = len(entries())
    told = processes(tmp_path / "instance", sent, "-")
    assert_one(told, sent, garderie, lines)


def test_twenty_threads_and_several_processes_on_postgresql(on_postgresql: tuple[Flask, str], tmp_path: Path):
    app, url = on_postgresql
    with unit_of_work():
        structure("Les Tilleuls")
    service = listing()
    for way in ("threads", "processes"):
        sent = filed(service, {"summary": f"Autre {way}"})
        lines = len(entries())
        told = at_once(app, sent, THREADS) if way == "threads" else processes(tmp_path / "postgresql", sent, url)
        assert_one(told, sent, service, lines, f"Autre {way}")


def test_what_is_filed_cannot_be_changed_on_postgresql_either(on_postgresql: tuple[Flask, str]):
    with unit_of_work():
        structure("Les Tilleuls")
    filed(listing(), {"summary": "Autre"}, by=KARIM)
    with pytest.raises(Exception, match="cannot be changed"), db.engine.begin() as raw:
        raw.exec_driver_sql("UPDATE proposal_field SET wanted = '\"x\"'")


def processes(folder: Path, sent: UUID, url: str) -> Counter[str]:
    """The same, from several processes that start together."""
    words = [sys.executable, "-m", "tests.proposals.at_once", str(folder), str(sent), url, str(AGENTS)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(words, cwd=ROOT, env=env, **pipes) for _ in range(PROCESSES)]  # type: ignore[call-overload]
    for each in running:
        assert each.stdout.readline() == "ready\n"
    told: Counter[str] = Counter()
    for each in running:
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in running:
        for line in each.communicate(timeout=120)[0].splitlines():
            times, answer = line.split(" ", 1)
            told[answer] += int(times)
    return told


def assert_one(told: Counter[str], sent: UUID, service: UUID, lines: int, wanted: str = "Autre") -> None:
    assert told == {"decided": 1, "already": THREADS - 1}
    assert len(entries()) == lines + 1
    status = proposal(sent).status
    assert status in ("accepted", "refused")
    if status == "accepted":
        assert said(service).summary == wanted
    else:
        assert said(service).summary != wanted
    assert first_broken() is None
    assert tilleuls().name == said(service).name
