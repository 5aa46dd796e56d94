"""The errand that makes a guide: its pages are written here, set by the press, and the row says how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from flask import current_app, render_template

from app.directory.paper.book import book_of
from app.directory.paper.contents import gather
from app.directory.searching.answers import moment_now
from app.foundation.db import session
from app.foundation.settings import Settings
from app.foundation.static import FOLDER
from app.foundation.unit_of_work import unit_of_work
from app.paper.models import PaperGuide
from app.paper.operations import forget, move
from app.paper.printing import PressFailed, PressMissing, PressStopped, print_pdf
from app.paper.queries import file_of
from app.paper.rules import State, Wanted
from app.territory.queries import reference

log = structlog.get_logger()

#: Where the font lies, and the style of the pages.
ASSETS = FOLDER / "dist"
STYLE = FOLDER / "css" / "paper.css"
#: Seconds between two notes of the page being set: each is a write.
NOTED_EVERY = 1.0


def make(payload: dict[str, Any]) -> None:
    """Make the guide of that row; done twice, it is made again. What fails is said in the row, not tried for ever."""
    guide = session().get(PaperGuide, payload["guide"])
    if guide is None or guide.state not in (State.WAITING, State.MAKING):
        return
    number, key, wanted = guide.id, guide.key, Wanted.from_json(guide.wanted)
    if not _note(number, State.MAKING):
        return
    target = file_of(key)
    try:
        pages = print_pdf(pages_of(wanted), STYLE, ASSETS, target, _told_now_and_then(partial(_note, number)))
    except PressStopped:
        return
    except (PressFailed, PressMissing) as failure:
        log.error("guide_not_made", guide=number, error=type(failure).__name__, said=str(failure))
        _note(number, State.FAILED)
        return
    if not _note(number, State.READY, pages=pages, bytes=target.stat().st_size):
        target.unlink(missing_ok=True)


def let_go(payload: dict[str, Any]) -> None:
    """Forget a guide that expired."""
    with unit_of_work():
        forget(payload["guide"])


def pages_of(wanted: Wanted) -> str:
    """The guide as one HTML document, whose links lead to the public address of the site."""
    settings: Settings = current_app.extensions["settings"]
    with current_app.test_request_context("/", base_url=settings.base_url):
        book = book_of(wanted, gather(wanted), reference(), moment_now())
        return for_paper(render_template("directory/paper/guide.html", book=book, font=font()))


def for_paper(page: str) -> str:
    """The font of the site has no narrow space: paper uses the wide one. Hours stay on one line with their dash."""
    return page.replace("\u202f", "\u00a0").replace("– ", "–\u00a0")


def font() -> str:
    """The file of the site’s font, '' where it was not installed: the machine’s own then serves."""
    return next((path.name for path in sorted(ASSETS.glob("atkinson*.woff2"))), "")


def _note(number: int, state: State, **values: Any) -> bool:
    with unit_of_work():
        return move(number, state, **values)


def _told_now_and_then(note: Callable[..., bool]) -> Callable[[int], bool]:
    last = [time.monotonic()]

    def go_on(page: int) -> bool:
        if time.monotonic() - last[0] < NOTED_EVERY:
            return True
        last[0] = time.monotonic()
        return note(State.MAKING, pages=page)

    return go_on
