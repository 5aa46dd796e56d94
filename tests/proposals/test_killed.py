"""kill -9 in the middle of sending and deciding: no acknowledged act is lost, none is half done, the chain holds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.catalogue.models import Revision
from app.foundation import clock, errands
from app.foundation.db import session
from app.history.models import HistoryEntry
from app.history.operations import first_broken
from app.proposals.models import Proposal
from scripts.common import ROOT
from tests.proposals.support import proposal, row, said
from tests.support.instance import command

TIMES = 25


@pytest.mark.slow
def test_killed_again_and_again_nothing_is_lost_nor_half_done(small: Flask, garderie: UUID, tmp_path: Path):
    chance = random.Random(24)
    acknowledged = decided = 0
    for _ in range(TIMES):
        last = None
        for verb, uuid, number in told_before_death(tmp_path / "instance", garderie, chance.uniform(0.0, 0.35)):
            acknowledged += 1
            decided += verb == "decided"
            last = (verb, UUID(uuid), f"Résumé {number}")
        if last:
            assert_kept(*last, garderie)
        assert_whole(garderie)
    assert acknowledged > TIMES and decided, "the program acted before it died"
    with clock.freeze(datetime.now(UTC) + timedelta(hours=1)):  # those claimed by the dead are free again
        command(small, "errands", "run")
    assert errands.pending() == 0
    document = small.extensions["search_engine"].fingerprints()
    assert row(garderie).id in document


def told_before_death(folder: Path, service: UUID, seconds: float) -> Iterator[tuple[str, str, str]]:
    words = [sys.executable, "-m", "tests.proposals.killed", str(folder), str(service)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL, "it died by our hand, not of an error"
    for line in out.splitlines():
        verb, uuid, number = line.split()
        yield verb, uuid, number


def assert_kept(verb: str, uuid: UUID, words: str, service: UUID) -> None:
    found = proposal(uuid)
    wanted = {"submitted": ("submitted", "accepted"), "decided": ("accepted",)}[verb]
    assert found.status in wanted
    assert {field.wanted for field in found.fields} == {words}
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
        decisions = {field.decision for field in each.fields}
        assert len(decisions) <= 1, "never half decided"
        assert (each.status == "draft") == (not each.fields)
