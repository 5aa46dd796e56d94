"""What is promised is proved: docs/acceptance.md names a test or a document for each point, and each exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from scripts.common import ROOT

ROW = re.compile(r"^\| ([UT]\d+) \| ([^|]+) \| ([^|]+) \|$", re.M)
PROOF = re.compile(r"`([^`]+)`")
POINTS = [f"{letter}{number}" for letter in "UT" for number in range(1, 41)]
#: Points of rooms that are still to be built; each goes when its room comes.
LATER = {"T28", "T29", "T37", "T39"}


def proofs() -> dict[str, list[str]]:
    """What the page says to prove each point."""
    said = (ROOT / "docs" / "acceptance.md").read_text(encoding="utf-8")
    return {point: PROOF.findall(cell) for point, _promise, cell in ROW.findall(said)}


def exists(proof: str) -> bool:
    """Whether this document is there, or this test in that file."""
    file, _, name = proof.partition("::")
    return (ROOT / file).is_file() and (not name or name in names_in(ROOT / file))


@cache
def names_in(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


def test_every_point_is_there_in_order():
    assert list(proofs()) == POINTS
    assert {point for point, proved in proofs().items() if not proved} == LATER


@pytest.mark.parametrize("letter", ["U", "T"])
def test_every_proof_exists(letter: str):
    named = {(point, one) for point, proved in proofs().items() if point[0] == letter for one in proved}
    assert sorted(each for each in named if not exists(each[1])) == []


def test_the_check_itself():
    assert exists("docs/matrix.md") and not exists("docs/nothing.md")
    assert exists("tests/house/test_acceptance.py::test_the_check_itself")
    assert not exists("tests/house/test_acceptance.py::test_that_was_never_written")
