"""`make bench`: the measures of benchmarks/, with what they need installed."""

from __future__ import annotations

import sys

from scripts.common import run
from scripts.python_packages import PYTHON, ensure_python_packages

if __name__ == "__main__":
    ensure_python_packages("requirements-dev.txt", "du site et des mesures")
    sys.exit(run([PYTHON, "-m", "benchmarks", *sys.argv[1:]]))
