"""`flask demonstration …`"""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from app.foundation.unit_of_work import unit_of_work
from app.moderation.seed import prepare

demonstration_cli = AppGroup("demonstration", help="Préparer la démonstration.")


@demonstration_cli.command("prepare")
def prepare_command() -> None:
    """Laisser du travail sur le bureau des agents ; relancer ne change rien."""
    if not current_app.extensions["settings"].demonstration:
        raise click.ClickException("Ces exemples ne se préparent qu’avec ANNUAIRE_DEMONSTRATION=1.")
    with unit_of_work():
        done = prepare()
    click.echo("Du travail attend les agents." if done else "Rien à préparer : le travail est déjà là.")
