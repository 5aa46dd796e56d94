"""Four workers, fifty acts a second in total, on SQLite: nobody is told that the database is busy, nothing is lost.

`make bench ARGS=acts` is the same for a minute, on PostgreSQL too, with its figures.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.foundation import clock
from benchmarks.acts import WORKERS, write

SECONDS, RATE = 2, 50


@pytest.mark.slow
def test_families_structures_and_agents_write_at_the_same_time(tmp_path: Path):
    # The site has the real time: people who sign in at the hour of the other tests would be signed out.
    with clock.freeze(datetime.now(UTC)):
        outcome = write(tmp_path / "instance", SECONDS, RATE, WORKERS)
    assert len(outcome.answers) > SECONDS * RATE * 0.9
    assert [(one.kind, one.status, one.page[-500:]) for one in outcome.refused] == []
    assert outcome.locked == 0, outcome.log[-2000:]
    assert outcome.lost == 0 and outcome.chain_holds
