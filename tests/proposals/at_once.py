"""A program for the tests: a process of its own that acts on an instance, then says what came of it.

python -m tests.proposals.at_once decide <instance> <proposal> <database address or ->
"""

from __future__ import annotations

import os
import sys
import threading
from collections import Counter
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.catalogue.models import Service
from app.foundation.db import db, session
from app.foundation.unit_of_work import unit_of_work
from app.proposals.models import Proposal
from app.proposals.operations import decide
from app.proposals.rules import AlreadyDecided, Decision, Verdict
from tests.support.instance import open_app


def at_once(app: Flask, proposal: UUID, threads: int) -> Counter[str]:
    """So many agents decide the same proposal at the same moment; what each of them was told."""
    from app.foundation.actors import Scope
    from tests.proposals.support import agent

    told: Counter[str] = Counter()
    with app.app_context():
        wanted = select(Service.uuid).join(Proposal, Proposal.service_id == Service.id)
        about = session().scalars(wanted.where(Proposal.uuid == proposal)).one()
        db.session.remove()
    ready = threading.Barrier(threads)

    def act(number: int) -> None:
        verdict = Verdict.ACCEPTED if number % 2 else Verdict.REFUSED
        nadia = agent(f"Agent {number}", number, Scope())
        with app.app_context():
            ready.wait()
            try:
                with unit_of_work(about):
                    decide(proposal, {"summary": Decision(verdict, "Parce que")}, by=nadia)
                told["decided"] += 1
            except AlreadyDecided:
                told["already"] += 1
            except Exception as failure:
                told[repr(failure)] += 1
            finally:
                db.session.remove()

    running = [threading.Thread(target=act, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return told


if __name__ == "__main__":
    folder, wanted, url, count = sys.argv[1:5]
    opened = open_app(Path(folder), **({} if url == "-" else {"database_url": url}))
    print("ready", flush=True)
    sys.stdin.readline()
    for answer, times in at_once(opened, UUID(wanted), int(count)).items():
        print(times, answer, flush=True)
    sys.stdout.flush()
    os._exit(0)
