"""Loading the life situations and the three questions of a territory folder."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from app.foundation.sowing import Bed, sow
from app.foundation.tables import Report
from app.guides.models import Guide, GuidePublic

GUIDES = Bed("guide", Guide, "slug", "title", leaves=True)
PUBLICS = Bed("public", GuidePublic, "slug", "label", leaves=True)


def load_guides(folder: Path, report: Report) -> int:
    """Make the guides those of `guides.toml`, the questions those of `questions.toml`; returns how many guides.

    What a person changed stays (see `sowing`). A folder without one of these files leaves its rows as they are. Raises
    TOMLDecodeError, KeyError: nothing is guessed in a guide.
    """
    _load_questions(folder / "questions.toml", report)
    path = folder / "guides.toml"
    if not path.exists():
        return 0
    guides = _rows(path, "guides")
    sow(GUIDES, {data["slug"]: _guide(position, data) for position, data in enumerate(guides)}, report)
    return len(guides)


def _guide(position: int, data: dict[str, Any]) -> dict[str, Any]:
    same = {name: data[name] for name in ("title", "summary", "icon", "steps")}
    return {**same, "sensitive": data.get("sensitive", False), "position": position}


def _load_questions(path: Path, report: Report) -> None:
    if path.exists():
        publics = _rows(path, "publics")
        sow(PUBLICS, {data["slug"]: _public(position, data) for position, data in enumerate(publics)}, report)


def _public(position: int, data: dict[str, Any]) -> dict[str, Any]:
    needs = [{name: need[name] for name in ("slug", "label", "search")} for need in data["needs"]]
    return {"label": data["label"], "hint": data["hint"], "position": position, "needs": needs}


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    return rows
