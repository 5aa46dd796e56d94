"""`make setup`: install everything for working on the project, and start nothing."""

from __future__ import annotations

from scripts.common import say
from scripts.python_packages import ensure_python_packages
from scripts.test import install_what_the_browser_tests_need

if __name__ == "__main__":
    ensure_python_packages("requirements-dev.txt", "du site et des tests")
    install_what_the_browser_tests_need()
    say("Tout est installé.")
