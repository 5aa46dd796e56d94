"""`flask catalogue …`"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.catalogue.operations import refresh_cards
from app.foundation.unit_of_work import unit_of_work

catalogue_cli = AppGroup("catalogue", help="Les fiches.")


@catalogue_cli.command("refresh-cards")
def refresh() -> None:
    """Refaire les cartes d’une forme ancienne ou qui ne disent plus ce que disent les fiches."""
    with unit_of_work():
        moved = refresh_cards()
    click.echo(f"{moved} cartes refaites." if moved else "Toutes les cartes sont à jour.")
