"""What leaves after the commit: tried at once, kept with its error, never lost, never done by two at once."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.catalogue.models import Service
from app.foundation import clock, errands
from app.foundation.db import session
from app.foundation.errands import BACK_OFF, CLAIM_LASTS, Errand
from app.foundation.unit_of_work import unit_of_work
from scripts.common import ROOT
from tests.support.instance import command

START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.fixture
def site(empty_app: Flask) -> Iterator[Flask]:
    with empty_app.app_context(), clock.freeze(START):
        yield empty_app


def test_a_failure_is_kept_with_its_error_and_tried_again_later_each_time(site: Flask):
    tries = []

    def fail(_payload: dict[str, Any]) -> None:
        tries.append(clock.now())
        raise RuntimeError("le serveur de courriel ne répond pas")

    errands.handle(site, "letter", fail)
    left("letter")
    assert len(tries) == 1
    moment = START
    for wait in (*BACK_OFF, BACK_OFF[-1], BACK_OFF[-1]):
        errand = only()
        assert "ne répond pas" in errand.error
        assert errand.due_at == moment + wait
        assert (errand.claimed_at, errand.done_at) == (None, None)
        with clock.freeze(moment + wait - timedelta(seconds=1)):
            assert errands.run_due() == 0
        moment += wait
        with clock.freeze(moment):
            assert errands.run_due() == 1
    assert only().attempts == len(tries) == 7


def test_a_failure_that_mends_is_done_and_forgets_its_error(site: Flask):
    broken = [True]

    def work(_payload: dict[str, Any]) -> None:
        if broken:
            raise RuntimeError(broken.pop())

    errands.handle(site, "x", work)
    left("x")
    with clock.freeze(START + BACK_OFF[0]):
        errands.run_due()
        errand = only()
        assert (errand.error, errand.done_at) == ("", START + BACK_OFF[0])
        assert errands.pending() == 0
        assert errands.run_due() == 0, "done once"


def test_one_that_fails_does_not_hold_back_the_others(site: Flask):
    done = []

    def work(payload: dict[str, Any]) -> None:
        if payload["n"] == 0:
            raise RuntimeError
        done.append(payload["n"])

    errands.handle(site, "x", work)
    with unit_of_work():
        for number in range(4):
            errands.leave("x", {"n": number})
    assert done == [1, 2, 3]
    assert errands.pending() == 1


def test_what_a_failed_errand_half_wrote_is_undone(site: Flask):
    def work(_payload: dict[str, Any]) -> None:
        session().add(Errand(kind="half", payload={}, created_at=START, due_at=START))
        session().flush()
        raise RuntimeError

    errands.handle(site, "x", work)
    left("x")
    assert [errand.kind for errand in all_rows()] == ["x"]


def test_an_errand_that_nobody_handles_waits_with_its_reason(site: Flask):
    left("unknown")
    assert "unknown" in only().error
    assert errands.pending() == 1


def test_one_claimed_by_a_process_that_died_is_freed_after_ten_minutes(site: Flask):
    done: list[dict[str, Any]] = []
    errands.handle(site, "x", done.append)
    with holding(site):
        left("x")
    session().commit()
    only().claimed_at = START
    session().commit()
    with clock.freeze(START + CLAIM_LASTS):
        assert errands.run_due() == 0
    assert timedelta(minutes=10) == CLAIM_LASTS
    with clock.freeze(START + CLAIM_LASTS + timedelta(seconds=1)):
        assert errands.run_due() == 1
    assert len(done) == 1


def test_when_another_process_drains_nobody_waits_and_nothing_is_lost(site: Flask):
    done: list[dict[str, Any]] = []
    errands.handle(site, "x", done.append)
    with holding(site):
        begun = time.monotonic()
        left("x")
        assert time.monotonic() - begun < 5, "no request waits for another one"
        assert done == []
        assert errands.pending() == 1
    assert errands.run_due() == 1
    assert len(done) == 1


def test_a_request_does_a_bounded_number_and_leaves_the_rest(site: Flask):
    done: list[dict[str, Any]] = []
    errands.handle(site, "x", done.append)
    with unit_of_work():
        for number in range(errands.AT_ONCE + 5):
            errands.leave("x", {"n": number})
    assert len(done) == errands.AT_ONCE
    assert errands.run_due() == 5


def test_an_act_leaves_one_errand_for_all_its_ids(site: Flask):
    done: list[dict[str, Any]] = []
    errands.handle(site, "reindex", done.append)
    errands.handle(site, "letter", done.append)
    with unit_of_work():
        errands.leave_for("reindex", (3, 1))
        errands.leave_for("letter", (9,))
        errands.leave_for("reindex", (2, 3))
    assert done == [{"ids": [1, 2, 3]}, {"ids": [9]}]
    with unit_of_work():
        errands.leave_for("reindex", (4,))
    assert done[-1] == {"ids": [4]}, "one that already left is not reopened"


def test_what_waits_together_is_done_as_one(site: Flask):
    done: list[dict[str, Any]] = []
    errands.handle(site, "reindex", done.append, together=True)
    errands.handle(site, "letter", done.append)
    with holding(site):
        for number in (3, 1, 2):
            left_for("reindex", number)
            left_for("letter", number)
    assert errands.run_due() == 6
    assert done == [{"ids": [1, 2, 3]}, {"ids": [3]}, {"ids": [1]}, {"ids": [2]}], "letters still leave one by one"
    assert errands.pending() == 0


def test_of_those_done_together_one_that_fails_does_not_hold_back_the_others(site: Flask):
    done: list[int] = []

    def work(payload: dict[str, Any]) -> None:
        if 2 in payload["ids"]:
            raise RuntimeError("la fiche 2")
        done.extend(payload["ids"])

    errands.handle(site, "reindex", work, together=True)
    with holding(site):
        for number in (1, 2, 3):
            left_for("reindex", number)
    errands.run_due()
    assert done == [1, 3]
    waiting = [errand for errand in all_rows() if errand.done_at is None]
    assert [(each.payload, each.error, each.due_at) for each in waiting] == [
        ({"ids": [2]}, "RuntimeError('la fiche 2')", START + BACK_OFF[0])
    ]


def test_reindexing_twice_is_harmless(own_app: Flask):
    engine = own_app.extensions["search_engine"]
    with own_app.app_context():
        before = dict(engine.fingerprints())
        some = sorted(before)[:3]
        for _ in range(2):
            with unit_of_work():
                errands.leave_for("search.reindex", (*some, 999_999))
        assert errands.pending() == 0
        assert dict(engine.fingerprints()) == before


def test_the_command_does_what_waits_and_says_what_remains(site: Flask):
    with holding(site):
        left("unknown")
    assert "1 essais, 1 courses en attente" in command(site, "errands", "run")


PROGRAM = """
    import os, sys
    from pathlib import Path
    from app.catalogue.facts import ServiceFacts, SourceFacts
    from app.catalogue.operations import create_service
    from app.foundation import errands
    from app.foundation.actors import SYSTEM
    from app.foundation.unit_of_work import unit_of_work
    from tests.support.instance import open_app

    app = open_app(Path(sys.argv[1]))
    errands.run_due = lambda *_: os.kill(os.getpid(), 9)  # after the commit, before the first errand
    with app.app_context(), unit_of_work():
        create_service(ServiceFacts("Tuée en route", "ludotheque", SourceFacts("Essai")), by=SYSTEM)
"""


def test_a_process_killed_between_the_commit_and_its_errands_loses_nothing(own_app: Flask, tmp_path: Path):
    ended = python(PROGRAM, tmp_path / "instance").wait(60)
    assert ended == -signal.SIGKILL
    # The other process had the real time; a browser test of the same worker may have stopped ours before it.
    with own_app.app_context(), clock.freeze(datetime.now(UTC) + timedelta(seconds=1)):
        key = session().scalars(select(Service.id).where(Service.name == "Tuée en route")).one()
        assert key not in own_app.extensions["search_engine"].ids()
        assert errands.pending() == 1
        command(own_app, "errands", "run")
        assert key in own_app.extensions["search_engine"].ids()


LOOP = """
    import sys
    from pathlib import Path
    from flask.cli import ScriptInfo
    from tests.support.instance import open_app

    app = open_app(Path(sys.argv[1]))
    app.cli.main(args=["errands", "run", "--loop", "--rest", "0.1"], obj=ScriptInfo(create_app=lambda: app))
"""


def test_the_loop_catches_up_and_ends_cleanly_when_asked(site: Flask, tmp_path: Path):
    process = python(LOOP, tmp_path / "instance")
    try:
        assert process.stdout and "attends" in process.stdout.readline()
        with holding(site), clock.freeze(datetime.now(UTC)):
            left("unknown")
        until(lambda: only().attempts == 1)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Arrêté proprement" in said


def python(program: str, folder: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", textwrap.dedent(program), str(folder)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, "it never happened"
        time.sleep(0.05)


@contextmanager
def holding(app: Flask) -> Iterator[None]:
    """Hold the lock as another process that drains would."""
    with app.extensions["errand_locks"][errands.Lane.FAST].open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def left(kind: str) -> None:
    with unit_of_work():
        errands.leave(kind, {})


def all_rows() -> list[Errand]:
    session().rollback()
    return list(session().scalars(select(Errand).order_by(Errand.id)))


def left_for(kind: str, number: int) -> None:
    with unit_of_work():
        errands.leave_for(kind, (number,))


def only() -> Errand:
    (errand,) = all_rows()
    return errand
