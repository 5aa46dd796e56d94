"""Reading the guides."""

from __future__ import annotations

from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from app.foundation import clock
from app.foundation.db import session
from app.paper.models import PaperGuide
from app.paper.rules import State


def guide_at(key: str) -> PaperGuide | None:
    """The guide of that address; None when there is none, or no longer."""
    wanted = select(PaperGuide).where(PaperGuide.key == key, PaperGuide.expires_at > clock.now())
    return session().scalars(wanted).one_or_none()


def ahead_of(guide: PaperGuide) -> int:
    """How many guides are made before this one."""
    before = PaperGuide.state.in_((State.WAITING.value, State.MAKING.value)) & (PaperGuide.id < guide.id)
    return session().scalar(select(func.count()).where(before)) or 0


def folder() -> Path:
    """Where the files lie: in the instance, private."""
    place: Path = current_app.extensions["settings"].instance / "paper"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def file_of(key: str) -> Path:
    """The file of the guide of that address, there or not."""
    return folder() / f"{key}.pdf"
