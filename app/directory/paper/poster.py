"""One sheet for the door of a place: its name, when it opens, how to reach it, and a QR code to its page."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Semaphore

from flask import current_app, render_template, url_for

from app.catalogue.cards import Card
from app.directory.paper.entries import entry_of
from app.directory.paper.making import ASSETS, STYLE, font, for_paper
from app.directory.presenting.moments import Moment
from app.foundation.i18n.catalog import DEFAULT, speaking
from app.foundation.settings import Settings
from app.paper.printing import print_pdf
from app.paper.queries import folder
from app.territory.queries import reference

#: Posters kept: the oldest leave first. Posters made at once in one process.
KEPT, AT_ONCE = 200, 1
_making = Semaphore(AT_ONCE)


class PressBusy(RuntimeError):
    """Another poster is being made."""


def poster_of(card: Card, moment: Moment) -> Path:
    """The file of this poster, made once for what it says. Raises PressBusy, and what `print_pdf` raises."""
    page = poster_page(card, moment)
    place = folder() / f"affiche-{hashlib.sha256(page.encode() + STYLE.read_bytes()).hexdigest()[:32]}.pdf"
    if place.is_file():
        return place
    if not _making.acquire(blocking=False):
        raise PressBusy
    try:
        print_pdf(page, STYLE, ASSETS, place)
    finally:
        _making.release()
    _keep_few(place.parent)
    return place


def poster_page(card: Card, moment: Moment) -> str:
    """The sheet as HTML, in French."""
    settings: Settings = current_app.extensions["settings"]
    with speaking(DEFAULT), current_app.test_request_context("/", base_url=settings.base_url):
        href = url_for("directory.service", slug=card.slug, _external=True)
        known = reference()
        entry = entry_of(card, 1, known, moment, href, qr=True)
        words = render_template(
            "directory/paper/poster.html", entry=entry, theme=known.themes[card.themes[0]].icon, font=font()
        )
    return for_paper(words)


def _keep_few(place: Path) -> None:
    files = sorted(place.glob("affiche-*.pdf"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in files[KEPT:]:
        old.unlink(missing_ok=True)
