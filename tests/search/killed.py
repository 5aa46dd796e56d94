"""A program for the tests: it changes listings and indexes them without end, saying each change once it is answered.

python -m tests.search.killed <instance>

Each life is a process of its own, forked from one that has made the application and opened nothing. It begins when
the number of its first change is read; the one that watches says how it ended.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

from flask import Flask

from app.catalogue.facts import ServiceFacts, SourceFacts
from app.catalogue.models import Service
from app.catalogue.operations import change_service, create_service
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from tests.support.instance import open_app

FACTS = ServiceFacts("Écrite sous les coups", "ludotheque", SourceFacts("Essai"))


def live(app: Flask, first: int) -> None:
    """Each line after `ready` is a change that its author was told is done: its listing, and its number."""
    with app.app_context():
        with unit_of_work():
            service = create_service(replace(FACTS, name=f"{FACTS.name} {first}"), by=SYSTEM)
            key = service.id
        print("ready", os.getpid(), flush=True)
        for number in count(first):
            with unit_of_work():
                change_service(
                    session().get_one(Service, key), replace(FACTS, name=f"{FACTS.name} {number}"), by=SYSTEM
                )
            print(key, number, flush=True)


def watch(folder: Path) -> None:
    """A life for each number that is read, and how it ended: minus the number of the signal."""
    app = open_app(folder)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                live(app, int(line))
            finally:
                os._exit(1)
        print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
