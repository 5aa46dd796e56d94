"""Loading the life situations of a territory folder."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sqlalchemy import delete

from app.foundation.db import session
from app.guides.models import Guide


def load_guides(folder: Path) -> int:
    """Make the guides those of `guides.toml`; returns how many. A folder without that file changes nothing.

    Raises TOMLDecodeError, KeyError: nothing is guessed in a guide.
    """
    path = folder / "guides.toml"
    if not path.exists():
        return 0
    guides = tomllib.loads(path.read_text(encoding="utf-8"))["guides"]
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
