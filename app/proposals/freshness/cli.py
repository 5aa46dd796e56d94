"""`flask freshness …`"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.foundation.unit_of_work import unit_of_work
from app.proposals.freshness.operations import remind
from app.proposals.freshness.queries import figures
from app.territory.queries import now

freshness_cli = AppGroup("freshness", help="La fraîcheur des fiches.")


@freshness_cli.command("remind")
def remind_command() -> None:
    """Envoyer les rappels du jour et masquer les fiches restées sans réponse ; peut être relancée sans risque."""
    with unit_of_work():
        done = remind()
    click.echo(f"Rappels : {done.reminded}. Fiches masquées jusqu’à confirmation : {done.delisted}.")


@freshness_cli.command("figures")
def figures_command() -> None:
    """Dire combien de fiches sont confirmées, en retard, jamais confirmées, masquées."""
    said = figures(now().date())
    click.echo(
        f"Affichées : {said.shown}. Confirmées : {said.confirmed}. En retard : {said.overdue}. "
        f"Jamais confirmées : {said.never}. Masquées : {said.hidden}."
    )
