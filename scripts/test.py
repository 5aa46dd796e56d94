"""`make test`: everything. `--fast` leaves out what needs a browser or takes long; other words go to pytest."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from scripts.check import check
from scripts.common import run, say
from scripts.node_packages import FONT_FAILED, ensure_front_end, ensure_node_packages
from scripts.python_packages import PYTHON, ensure_python_packages
from scripts.system_packages import ensure_system_packages


def main(words: list[str]) -> int:
    """Install, check, test; pytest's closing lines come last."""
    fast = "--fast" in words
    rest = [word for word in words if word != "--fast"]
    ensure_python_packages("requirements-dev.txt", "du site et des tests")
    if not fast:
        install_what_the_browser_tests_need()
    failed = check()
    if failed:
        say(f"Vérifications en échec : {', '.join(failed)}. Les tests suivent tout de même.")
    code = _pytest(["-m", "not browser and not slow", *rest] if fast else rest, failed)
    return code or int(bool(failed))


def install_what_the_browser_tests_need() -> None:
    """System and npm packages; what cannot be had is said now, and again when the tests close."""
    ensure_system_packages()
    FONT_FAILED.unlink(missing_ok=True)
    problem = ensure_node_packages(with_tools=True)
    if problem:
        say("Les paquets npm n’ont pas pu être installés ; les tests qui en ont besoin ne seront pas exécutés :")
        print(problem)
    ensure_front_end()


def _pytest(words: list[str], failed: list[str]) -> int:
    """Run in a private temporary folder, so that no test can touch the real instance.

    The checks that failed are repeated by the closing summary: pytest's own last line stays the last one.
    """
    say("Je lance les tests.")
    with tempfile.TemporaryDirectory(prefix="trait-d-union-") as scratch:
        Path(scratch).chmod(0o711)  # the account of PostgreSQL must be able to reach its own folder inside
        hidden = {name: "" for name in os.environ if name.startswith("ANNUAIRE_")}
        return run([PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "--basetemp", f"{scratch}/tests", *words],
                   {**hidden, "TMPDIR": scratch, "CHECKS_FAILED": ", ".join(failed)})  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
