"""`flask catalogue …`"""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import AppGroup

from app.catalogue.links.operations import forget_unused, note_visit
from app.catalogue.links.queries import due
from app.catalogue.operations import refresh_cards
from app.foundation import clock
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.foundation.visiting import Outcome, Visitor

#: Seconds between two visits of one host: a small site is not to notice us.
POLITE = 1.0

catalogue_cli = AppGroup("catalogue", help="Les fiches.")


@catalogue_cli.command("refresh-cards")
def refresh() -> None:
    """Refaire les cartes d’une forme ancienne ou qui ne disent plus ce que disent les fiches."""
    with unit_of_work():
        moved = refresh_cards()
    click.echo(f"{moved} cartes refaites." if moved else "Toutes les cartes sont à jour.")


@catalogue_cli.command("check-links")
@click.option("--limit", default=500, show_default=True, type=click.IntRange(1), help="Adresses visitées au plus.")
@click.option("--days", default=7, show_default=True, type=click.IntRange(0), help="Jours avant de revenir.")
def check_links(*, limit: int, days: int) -> None:
    """Visiter les sites que les fiches donnent et noter ceux qui ne répondent plus (page « Qualité » des agents).

    Chaque visite est gardée à part : on peut arrêter et relancer.
    """
    visitor: Visitor = current_app.extensions["visitor"]
    told: Counter[Outcome] = Counter()
    last: dict[str, float] = {}
    for address in due(clock.now() - timedelta(days=days), limit):
        session().rollback()  # no transaction stays open while another machine answers
        _wait_for(urlsplit(address).hostname or "", last)
        visit = visitor.visit(address)
        with unit_of_work():
            note_visit(address, visit)
        told[visit.outcome] += 1
    with unit_of_work():
        forget_unused()
    failing = told.total() - told[Outcome.ANSWERS]
    click.echo(f"{told.total()} adresses visitées, {failing} sans réponse valable.")


def _wait_for(host: str, last: dict[str, float]) -> None:
    wait = last.get(host, 0) + POLITE - time.monotonic()
    if wait > 0:
        time.sleep(wait)
    last[host] = time.monotonic()
