"""Loading the life situations and the three questions of a territory folder."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from app.foundation.db import session
from app.guides.models import Guide, GuidePublic


def load_guides(folder: Path) -> int:
    """Make the guides those of `guides.toml`, the questions those of `questions.toml`; returns how many guides.

    A folder without one of these files leaves its rows as they are. Raises TOMLDecodeError, KeyError: nothing is
    guessed in a guide.
    """
    _load_questions(folder / "questions.toml")
    path = folder / "guides.toml"
    if not path.exists():
        return 0
    guides = _rows(path, "guides")
    session().execute(delete(Guide).where(Guide.slug.not_in([data["slug"] for data in guides])))
    for position, data in enumerate(guides):
        session().merge(
            Guide(
                slug=data["slug"],
                title=data["title"],
                summary=data["summary"],
                icon=data["icon"],
                sensitive=data.get("sensitive", False),
                position=position,
                steps=data["steps"],
            )
        )
    session().flush()
    return len(guides)


def _load_questions(path: Path) -> None:
    if not path.exists():
        return
    publics = _rows(path, "publics")
    session().execute(delete(GuidePublic).where(GuidePublic.slug.not_in([data["slug"] for data in publics])))
    for position, data in enumerate(publics):
        needs = [{name: need[name] for name in ("slug", "label", "search")} for need in data["needs"]]
        session().merge(
            GuidePublic(slug=data["slug"], label=data["label"], hint=data["hint"], position=position, needs=needs)
        )
    session().flush()


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    return rows
