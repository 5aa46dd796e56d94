"""A program for the tests: it sends and decides without end, and says each act once it is acknowledged, until killed.

python -m tests.proposals.killed <instance> <listing>
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path
from uuid import UUID

from app.foundation.unit_of_work import unit_of_work
from app.proposals.operations import decide, save_draft, start_draft, submit
from app.proposals.rules import Decision, Verdict
from tests.proposals.support import KARIM, NADIA, start_again
from tests.support.instance import open_app

HOURS = {"slots": [], "hours_known": True, "hours_reliable": True}


def run(folder: Path, service: UUID) -> None:
    """Each line of the output is an act that its author was told is done."""
    app = open_app(folder)
    with app.app_context():
        begun = start_again()
        print("ready", flush=True)
        for number in count(begun):
            words = f"Résumé {number}"
            with unit_of_work():
                uuid = start_draft(service, by=KARIM).uuid
                save_draft(uuid, {"summary": words, "eligibility": words}, by=KARIM)
            with unit_of_work():
                submit(uuid, by=KARIM)
            print("submitted", uuid, number, flush=True)
            with unit_of_work():
                decide(
                    uuid,
                    {"summary": Decision(Verdict.ACCEPTED), "eligibility": Decision(Verdict.ACCEPTED)},
                    by=NADIA,
                )
            print("decided", uuid, number, flush=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]), UUID(sys.argv[2]))
