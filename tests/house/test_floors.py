"""Imports go down only, never sideways, never up: the floor plan of pyproject.toml, read without import-linter."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.common import ROOT
from tests.support.sources import APP, python_files, shown, tree

PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
PLAN = PYPROJECT["floor_plan"]
FLOOR_OF = {room: number for number, floor in enumerate(PLAN["floors"]) for room in floor["rooms"]}
ROOF = set(PLAN["roof"])


def test_every_room_has_a_floor():
    rooms = {path.name for path in APP.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    rooms |= {path.stem for path in APP.glob("*.py") if f"app.{path.stem}" not in ROOF and path.stem != "__init__"}
    assert rooms <= FLOOR_OF.keys(), f"not in the floor plan: {sorted(rooms - FLOOR_OF.keys())}"


def test_imports_go_down_only():
    wrong = [
        f"{shown(path)}:{line} imports {target}"
        for path in python_files()
        for line, target in imports(path, tree(path))
        if is_refused(module_of(path), target)
    ]
    assert not wrong, "\n".join(wrong)


def test_import_linter_is_told_the_same_plan():
    (contract,) = PYPROJECT["importlinter"]["contracts"]
    names = [[re.sub(r"[()\s]", "", name) for name in re.split(r"[|:]", layer)] for layer in contract["layers"]]
    assert {f"app.{name}" for name in names[0]} | {"app"} == ROOF
    told: list[set[str]] = [set(layer) for layer in reversed(names[1:])]
    assert told == [set(floor["rooms"]) for floor in PLAN["floors"]]
    assert contract["exhaustive"] and contract["containers"] == [PLAN["package"]]
    assert all(":" not in layer for layer in contract["layers"][1:]), "rooms of one floor do not know each other"


@pytest.mark.parametrize(
    ("importer", "target", "refused"),
    [
        ("app.catalogue.queries", "app.foundation.db", False),
        ("app.catalogue.queries", "app.catalogue.models", False),
        ("app.foundation.db", "app.catalogue.models", True),
        ("app.search.engine", "app.needs.operations", True),
        ("app.territory.queries", "app.history.operations", True),
        ("app.catalogue.cli", "app", True),
        ("app.catalogue.cli", "app.wiring", True),
        ("app.wiring", "app.search.engine", False),
        ("app", "app.wiring", False),
        ("app.catalogue.queries", "flask", False),
    ],
)
def test_the_rule_itself(importer: str, target: str, refused: bool):
    assert is_refused(importer, target) is refused


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("from app.search import engine", "app.search.engine"),
        ("import app.search.engine", "app.search.engine"),
        ("from app import wiring", "app.wiring"),
        ("from ..search import engine", "app.search.engine"),
        ("def late():\n    from app.search import engine", "app.search.engine"),
    ],
)
def test_every_form_of_import_is_seen(line: str, target: str):
    assert [name for _, name in imports(APP / "catalogue" / "rules.py", ast.parse(line))] == [target]


def is_refused(importer: str, target: str) -> bool:
    if importer in ROOF or not (target == "app" or target.startswith("app.")):
        return False
    here, there = room_of(importer), room_of(target)
    if here == there:
        return False
    return there not in FLOOR_OF or FLOOR_OF[there] >= FLOOR_OF.get(here, -1)


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else module


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, module: ast.Module) -> Iterator[tuple[int, str]]:
    """Each imported module with its line; “from a import b” counts as a.b, so that app’s own children are seen."""
    package = path.parent.relative_to(ROOT).parts
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *((node.module or "").split(".") if node.module else ())))
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
