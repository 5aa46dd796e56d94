"""Small things: sizes, leftovers, words that must not stand in a public repository, the two commands."""

from __future__ import annotations

import re

from scripts.common import ROOT
from tests.support.sources import decisions, functions, python_files, shown, tracked_files

FILE_LINES, FUNCTION_LINES = 300, 40
#: Written in two parts, so that this file does not find itself.
LEFTOVER = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|NotImplemented" + r"Error")
MACHINE = re.compile(r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me/\w+)/[\w.]|/tm" + r"p/(?:brief|npm)")
REGISTRY = re.compile(r"registry\.npm" + r"js|files\.python" + r"hosted|pypi" + r"\.org|deb\.deb" + r"ian\.org")
BINARY = {".png", ".jpg", ".webp", ".woff2", ".mo", ".ico", ".pdf", ".xlsx"}


def test_files_are_short():
    long = {shown(path): count for path in python_files() if (count := len(path.read_text().splitlines())) > FILE_LINES}
    assert not _undecided(long), f"more than {FILE_LINES} lines: {_undecided(long)}"


def test_functions_are_short():
    long = {
        f"{shown(path)}:{node.name}": length
        for path in python_files()
        for node in functions(path)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    }
    assert not _undecided(long), f"more than {FUNCTION_LINES} lines: {_undecided(long)}"


def test_nothing_is_left_for_later():
    assert not _found(LEFTOVER)


def test_no_path_of_a_machine_and_no_registry():
    assert not _found(MACHINE)
    assert not _found(REGISTRY)


def test_the_readme_gives_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme and "make test" in readme


def test_make_help_says_every_command():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert set(phony.split()) == set(re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE))


def _undecided(long: dict[str, int]) -> dict[str, int]:
    """What no decision names."""
    said = decisions()
    return {name: count for name, count in long.items() if name not in said}


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{shown(path)}:{number} {line.strip()[:80]}"
        for path in tracked_files()
        if path.suffix not in BINARY
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]
