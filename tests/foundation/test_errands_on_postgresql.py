"""Two machines drain one database: they share no lock file, and each errand is done by one of them, once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask

from app.foundation import errands
from app.foundation.unit_of_work import unit_of_work
from tests.support import instance

LEFT = 120


@pytest.fixture
def machines(migrated_postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Flask]]:
    """The same site on two machines: one database, each its own folder."""
    apps = [instance.open_app(tmp_path_factory.mktemp("machine"), database_url=migrated_postgresql) for _ in range(2)]
    with ExitStack() as after:
        for app in apps:
            after.callback(instance.close, app)
        yield apps


def test_two_drainers_never_do_the_same_errand(machines: list[Flask]):
    done: Counter[int] = Counter()
    by: Counter[int] = Counter()
    together = threading.Barrier(len(machines))

    def drain(app: Flask) -> None:
        with app.app_context():
            together.wait(20)
            while errands.run_all():
                pass

    for number, app in enumerate(machines):

        def note(payload: dict[str, Any], number: int = number) -> None:
            done[payload["n"]] += 1
            by[number] += 1

        errands.handle(app, "counted", note, lane=errands.Lane.SLOW)
    with machines[0].app_context(), unit_of_work():
        for number in range(LEFT):
            errands.leave("counted", {"n": number})
    with ThreadPoolExecutor(len(machines)) as hands:
        list(hands.map(drain, machines))
    assert dict(done) == dict.fromkeys(range(LEFT), 1)
    assert len(by) == 2, "both worked"
    with machines[0].app_context():
        assert errands.pending() == 0
