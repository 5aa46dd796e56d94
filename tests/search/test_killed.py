"""kill -9 in the middle of indexing, 25 times: what was acknowledged is found, the index and the database agree."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.catalogue.models import Service
from app.foundation import clock, errands
from app.foundation.db import session
from app.search.query import SearchQuery
from scripts.common import ROOT
from tests.support.instance import close, command, open_app
from tests.support.search_samples import NOW

TIMES = 25


@pytest.mark.slow
def test_killed_in_mid_write_the_index_and_the_database_agree(own_app: Flask, tmp_path: Path):
    folder, chance = tmp_path / "instance", random.Random(25)
    writing = 0
    with watcher(folder) as process:
        for attempt in range(TIMES):
            told = told_before_death(process, 1000 * (attempt + 1), chance.uniform(0.0, 0.3))
            writing += bool(told)
            app = open_app(folder)  # a process that starts: its memory knows nothing of the other's
            with (
                app.app_context(),
                clock.freeze(datetime.now(UTC) + timedelta(hours=1)),
            ):  # the claims of the dead expire
                command(app, "errands", "run")
                assert errands.pending() == 0
                command(app, "search", "check")  # fails when they differ
                if told:
                    assert_kept(app, *told[-1])
            close(app)
    assert writing > TIMES / 2, "it wrote before it died"


def assert_kept(app: Flask, key: int, number: int) -> None:
    """The last change that was acknowledged is there, or the one that followed; and it is found by its name."""
    name = session().get_one(Service, key).name
    assert int(name.rsplit(" ", 1)[1]) in (number, number + 1)
    found = app.extensions["search_engine"].find(SearchQuery(now=NOW, text=name))
    assert found.hits[0].id == key


@contextmanager
def watcher(folder: Path) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "tests.search.killed", str(folder)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, cwd=ROOT, env=env, **pipes) as process:
        yield process
        process.stdin.close()  # type: ignore[union-attr]


def told_before_death(process: subprocess.Popen[str], first: int, seconds: float) -> list[tuple[int, int]]:
    """The changes that were acknowledged before this life was killed."""
    assert process.stdin and process.stdout
    print(first, file=process.stdin, flush=True)
    word, pid = process.stdout.readline().split()
    assert word == "ready"
    time.sleep(seconds)
    os.kill(int(pid), signal.SIGKILL)
    told: list[tuple[int, int]] = []
    for line in process.stdout:
        key, number = line.split()
        if key == "ended":
            assert number == str(-signal.SIGKILL), "it died by our hand, not of an error"
            break
        told.append((int(key), int(number)))
    return told
