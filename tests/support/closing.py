"""The end of a run says loudly what could not be run, and which checks failed before the tests."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

MARK = "NOT RUN"


def not_run(missing: str, mend: str) -> NoReturn:
    """Leave this test out because the machine lacks something; the closing summary says what to do about it."""
    pytest.skip(f"{MARK}: {missing}. {mend}")


def close(terminal: pytest.TerminalReporter) -> None:
    """Print just above pytest's own last line."""
    reasons: dict[str, int] = {}
    for report in terminal.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if MARK in reason:
            said = reason.partition(f"{MARK}: ")[2]
            reasons[said] = reasons.get(said, 0) + 1
    if reasons:
        terminal.section(f"ATTENTION : {sum(reasons.values())} TESTS NON EXÉCUTÉS (NOT RUN)", sep="!", red=True)
        for reason, count in reasons.items():
            terminal.line(f"  {count} × {reason}", red=True)
    failed = os.environ.get("CHECKS_FAILED")
    if failed:
        terminal.section(f"VÉRIFICATIONS EN ÉCHEC AVANT LES TESTS : {failed}", sep="!", red=True)
