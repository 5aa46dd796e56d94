"""A program for the tests: it sends, decides, indexes and writes letters without end, until killed; then it begins
again, each time that it is told so.

python -m tests.proposals.killed <instance> <listing> <mail server> [<database address>]

Each life is a process of its own, forked from one that has made the application and opened nothing: fifty lives take
a minute. A life says `doing …` before each kind of work, and each act once it is acknowledged; the one that watches says how it ended.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask

from app.foundation import errands
from app.foundation.unit_of_work import unit_of_work
from app.proposals.operations import decide, save_draft, start_draft, submit
from app.proposals.rules import Decision, Verdict
from tests.proposals.support import KARIM, NADIA, start_again
from tests.support.instance import open_app

ALL = {"summary": Decision(Verdict.ACCEPTED), "eligibility": Decision(Verdict.ACCEPTED)}


def live(app: Flask, service: UUID) -> None:
    """One life. Each line that does not begin with `doing` is an act that its author was told is done."""
    with app.app_context():
        begun = start_again()
        print("ready", os.getpid(), flush=True)
        for number in count(begun):
            uuid = write(service, number)
            print("doing submit", flush=True)
            with unit_of_work():
                submit(uuid, by=KARIM)
            print("submitted", uuid, number, flush=True)
            print("doing decide", flush=True)
            with unit_of_work():
                decide(uuid, ALL, by=NADIA)
            print("decided", uuid, number, flush=True)
            errands.run_all()


def write(service: UUID, number: int) -> UUID:
    """A draft with these words; the one that a dead process left, if there is one."""
    words = f"Résumé {number}"
    with unit_of_work():
        uuid = start_draft(service, by=KARIM).uuid
        save_draft(uuid, {"summary": words, "eligibility": words}, by=KARIM)
    return uuid


def tell_errands(app: Flask) -> None:
    """Have each errand say what it is before it is done."""
    handlers: dict[str, Callable[[dict[str, Any]], None]] = app.extensions["errand_handlers"]

    def told(kind: str, handler: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
        def run(payload: dict[str, Any]) -> None:
            print("doing", kind, flush=True)
            handler(payload)

        return run

    for kind, handler in list(handlers.items()):
        handlers[kind] = told(kind, handler)


def watch(folder: Path, service: UUID, **addresses: str) -> None:
    """A life for each line that is read, and how it ended: minus the number of the signal."""
    app = open_app(folder, **addresses)
    tell_errands(app)
    for _line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                live(app, service)
            except BaseException:
                traceback.print_exc()  # a life ends by a signal: what ends it otherwise must be read
                sys.stderr.flush()
            finally:
                os._exit(1)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print("ended", ended, flush=True)


if __name__ == "__main__":
    watch(Path(sys.argv[1]), UUID(sys.argv[2]), **dict(zip(("smtp_url", "database_url"), sys.argv[3:], strict=False)))
