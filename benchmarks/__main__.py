"""`python -m benchmarks`: every measure, or the one that is named."""

from __future__ import annotations

import argparse
import platform
from pathlib import Path

from app.foundation import clock
from benchmarks import pages

FOLDER = Path(__file__).resolve().parent


def main() -> None:
    """Measure, print, and keep the tables."""
    parser = argparse.ArgumentParser(description="Mesures, en rapports dans un même passage.")
    parser.add_argument("what", nargs="?", default="pages", choices=("pages",))
    parser.add_argument("--sizes", default="300,30000")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    table = pages.run([int(size) for size in asked.sizes.split(",")], asked.rounds)
    said = f"Mesuré le {clock.now().date().isoformat()}, Python {platform.python_version()}, gunicorn, un processus."
    text = f"# Page de résultats contre page nue\n\n{said}\n\n{table}\n"
    (FOLDER / "pages.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
