"""`make check`: what can be said of the code without running it."""

from __future__ import annotations

import sys

from scripts.common import VENV, run, say
from scripts.python_packages import PYTHON, ensure_python_packages

CHECKS: dict[str, list[str]] = {
    "ruff": [str(PYTHON), "-m", "ruff", "check", "."],
    "mise en forme": [str(PYTHON), "-m", "ruff", "format", "--check", "."],
    "mypy": [str(PYTHON), "-m", "mypy"],
    "import-linter": [str(VENV / "bin" / "lint-imports")],
}


def check() -> list[str]:
    """Run every check; the names of those that failed."""
    failed = []
    for name, command in CHECKS.items():
        say(f"Vérification : {name}.")
        if run(command):
            failed.append(name)
    return failed


def house() -> int:
    """The rules of the house that are tests of the text of the project, not of its behaviour."""
    say("Vérification : règles de la maison.")
    return run([PYTHON, "-m", "pytest", "-q", "tests/house"])


if __name__ == "__main__":
    ensure_python_packages("requirements-dev.txt", "du site et des tests")
    troubles = check() + (["règles de la maison"] if house() else [])
    say(f"En échec : {', '.join(troubles)}." if troubles else "Tout est en ordre.")
    sys.exit(bool(troubles))
