"""kill -9, fifty times, in the middle of sending, deciding, indexing and writing letters: no acknowledged act is lost,
none is half done, the chain holds, every letter leaves. On both databases.

A letter leaves twice only when the process died after the mail server had taken it and before we had noted it; it then
has the same name (Message-ID), which mail readers show once. Both are counted here.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from app.accounts.rules import Role, WantedRole
from app.catalogue.models import Revision
from app.foundation import clock, errands
from app.foundation.db import session
from app.foundation.mail import Letter
from app.foundation.unit_of_work import unit_of_work
from app.history.models import HistoryEntry
from app.history.operations import first_broken
from app.proposals.models import Proposal
from app.proposals.operations import decide, submit
from app.wiring import REINDEX
from scripts.common import ROOT
from tests.proposals.killed import ALL, write
from tests.proposals.support import KARIM, NADIA, TILLEULS, listing, proposal, row, said, start_again, structure
from tests.support.instance import command, open_app
from tests.support.people import add_person
from tests.support.smtp import Postbox

#: What the process was doing when it was killed; `asked` and `taken`: by the mail server, before and after its yes.
MOMENTS = ("submit", "decide", REINDEX, "asked", "taken") * 10
Act = tuple[str, UUID, str]


class DeadlyPostbox(Postbox):
    """It kills who writes to it, at the moment asked."""

    kill_when, victim = "", 0

    async def handle_RCPT(self, *given: Any) -> str:
        answer = await super().handle_RCPT(*given)
        self._strike("asked")
        return answer

    async def handle_DATA(self, *given: Any) -> str:
        answer = await super().handle_DATA(*given)
        self._strike("taken")
        return answer

    def _strike(self, moment: str) -> None:
        if self.victim and self.kill_when == moment:
            os.kill(self.victim, signal.SIGKILL)
            self.victim = 0


@dataclass(frozen=True)
class Site:
    """Where those who are killed act: an application like theirs, on the same folder and database; Karim's listing."""

    app: Flask
    folder: Path
    service: UUID
    database: dict[str, str] = field(default_factory=dict)


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    if request.param == "sqlite":
        return Site(request.getfixturevalue("small"), tmp_path / "instance", request.getfixturevalue("garderie"))
    app, url = request.getfixturevalue("on_postgresql")
    with unit_of_work():
        structure("Les Tilleuls")
    return Site(app, tmp_path / "postgresql", listing(), {"database_url": url})


@pytest.fixture
def box() -> Iterator[DeadlyPostbox]:
    opened = DeadlyPostbox()
    controller = Controller(opened, hostname="127.0.0.1", port=opened.port)
    controller.start()
    yield opened
    controller.stop()


@pytest.mark.slow
def test_killed_fifty_times_nothing_is_lost_nor_half_done(site: Site, box: DeadlyPostbox):
    for name in ("nadia", "ugo", "paul"):
        add_person(site.app, f"{name}@exemple.fr")
    assert add_person(site.app, "karim@exemple.fr", WantedRole(Role.OWNER, TILLEULS)) == KARIM.person_id
    chance, acknowledged = random.Random(24), Counter[str]()
    with watcher(site, box.url) as process:
        for moment in MOMENTS:
            acts = one_life(process, box, moment, chance.uniform(0.0, 0.1 if moment == REINDEX else 0.02))
            acknowledged.update(verb for verb, _uuid, _words in acts)
            if acts:
                assert_kept(*acts[-1], site.service)
            assert_whole(site.service)
    assert acknowledged["submitted"] >= 30 and acknowledged["decided"] >= 20, "it acted before it died"
    unsure = taken_but_not_noted(box)
    assert len(unsure) >= MOMENTS.count("taken")
    everything_leaves(site, box)
    assert_letters(box, unsure)
    command(site.app, "search", "check")  # fails when the index and the database differ
    assert row(site.service).id in site.app.extensions["search_engine"].fingerprints()


def test_a_life_that_takes_up_a_draft_leaves_other_words_to_the_next(small: Flask, garderie: UUID):
    add_person(small, "karim@exemple.fr", WantedRole(Role.OWNER, TILLEULS))
    left = write(garderie, start_again())  # killed before it sends
    used = start_again()
    assert write(garderie, used) == left
    with unit_of_work():
        submit(left, by=KARIM)
        decide(left, ALL, by=NADIA)  # killed before it writes again
    with unit_of_work():
        submit(write(garderie, start_again()), by=KARIM)  # said nothing new, when the number was the same


@contextmanager
def watcher(site: Site, smtp_url: str) -> Iterator[subprocess.Popen[str]]:
    told = [str(site.folder), str(site.service), smtp_url, *site.database.values()]
    words = [sys.executable, "-m", "tests.proposals.killed", *told]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, cwd=ROOT, env=env, **pipes) as process:
        yield process
        process.stdin.close()  # type: ignore[union-attr]


def one_life(process: subprocess.Popen[str], box: DeadlyPostbox, moment: str, seconds: float) -> list[Act]:
    """Let it act, kill it at this moment (in this work, so many seconds after it began); what was acknowledged."""
    assert process.stdin and process.stdout
    print("live", file=process.stdin, flush=True)
    word, pid = process.stdout.readline().split()
    assert word == "ready"
    box.kill_when, box.victim = moment, int(pid)
    acts: list[Act] = []
    for line in told(process.stdout):
        if line == f"doing {moment}" and box.victim:
            time.sleep(seconds)
            os.kill(int(pid), signal.SIGKILL)
            box.victim = 0
        verb, *rest = line.split()
        if verb in ("submitted", "decided"):
            acts.append((verb, UUID(rest[0]), f"Résumé {rest[1]}"))
    return acts


def told(out: IO[str]) -> Iterator[str]:
    """What it says, until it dies by our hand and not of an error."""
    for line in out:
        if line.startswith("ended"):
            assert line.split()[1] == str(-signal.SIGKILL)
            return
        yield line.strip()


def taken_but_not_noted(box: Postbox) -> set[str]:
    """The letters that the server has and that we do not know to have left: those alone may leave again."""
    session().rollback()
    noted = set(session().scalars(select(Letter.message_id).where(Letter.sent_at.is_not(None))))
    return {str(message["Message-ID"]) for message in box.messages} - noted


def everything_leaves(site: Site, box: Postbox) -> None:
    """The claims of the dead are over; a process that starts does what waits."""
    app = open_app(site.folder, smtp_url=box.url, **site.database)
    with app.app_context(), clock.freeze(datetime.now(UTC) + timedelta(hours=1)):
        while errands.run_all():
            pass
        assert errands.pending() == 0


def assert_letters(box: Postbox, unsure: set[str]) -> None:
    """One letter for each decision; each arrived; twice for those of which we could not know, once for the others."""
    session().rollback()
    decided = session().scalars(select(Proposal.id).where(Proposal.status == "accepted")).all()
    written = {letter.message_id: letter for letter in session().scalars(select(Letter))}
    assert len(written) == len(decided)
    assert all(letter.sent_at for letter in written.values())
    arrived = Counter(str(message["Message-ID"]) for message in box.messages)
    assert arrived == {name: 2 if name in unsure else 1 for name in written}
    assert all(letter.tries >= arrived[name] for name, letter in written.items())


def assert_kept(verb: str, uuid: UUID, words: str, service: UUID) -> None:
    found = proposal(uuid)
    wanted = {"submitted": ("submitted", "accepted"), "decided": ("accepted",)}[verb]
    assert found.status in wanted
    assert {every.wanted for every in found.fields} == {words}
    if verb == "decided":
        number = int(said(service).summary.split()[1])
        assert number >= int(words.split()[1])


def assert_whole(service: UUID) -> None:
    session().rollback()
    assert first_broken() is None
    now = said(service)
    # Both fields of a decision, or neither; the listing, its revision, its card and its history say the same.
    assert now.summary == now.eligibility or not now.eligibility
    last = (
        session()
        .scalars(
            select(Revision).where(Revision.service_id == row(service).id).order_by(Revision.number.desc()).limit(1)
        )
        .one()
    )
    assert last.snapshot["summary"] == now.summary == row(service).card["summary"]
    lines = list(session().scalars(select(HistoryEntry).where(HistoryEntry.verb == "change")))
    accepted = list(session().scalars(select(Proposal).where(Proposal.status == "accepted")))
    assert [each.changes[-1]["before"] for each in lines] == [str(each.uuid) for each in accepted]
    for each in session().scalars(select(Proposal)):
        decisions = {every.decision for every in each.fields}
        assert len(decisions) <= 1, "never half decided"
        assert (each.status == "draft") == (not each.fields)
