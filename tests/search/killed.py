"""A program for the tests: it changes listings and indexes them without end, saying each change once it is answered.

python -m tests.search.killed <instance> <first number>
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

from app.catalogue.facts import ServiceFacts, SourceFacts
from app.catalogue.models import Service
from app.catalogue.operations import change_service, create_service
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from tests.support.instance import open_app

FACTS = ServiceFacts("Écrite sous les coups", "ludotheque", SourceFacts("Essai"))


def run(folder: Path, first: int) -> None:
    """Each line of the output is a change that its author was told is done: its listing, and its number."""
    with open_app(folder).app_context():
        with unit_of_work():
            service = create_service(replace(FACTS, name=f"{FACTS.name} {first}"), by=SYSTEM)
            key = service.id
        print("ready", flush=True)
        for number in count(first):
            with unit_of_work():
                change_service(
                    session().get_one(Service, key), replace(FACTS, name=f"{FACTS.name} {number}"), by=SYSTEM
                )
            print(key, number, flush=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
