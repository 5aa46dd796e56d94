"""`flask freshness …`"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.foundation.unit_of_work import unit_of_work
from app.proposals.freshness.figures import USUAL_DAYS, rounds
from app.proposals.freshness.operations import remind
from app.proposals.freshness.queries import figures
from app.proposals.freshness.rules import STEPS
from app.territory.queries import now

freshness_cli = AppGroup("freshness", help="La fraîcheur des fiches.")


@freshness_cli.command("remind")
def remind_command() -> None:
    """Envoyer les rappels du jour et masquer les fiches restées sans réponse ; peut être relancée sans risque."""
    with unit_of_work():
        done = remind()
    click.echo(f"Rappels : {done.reminded}. Fiches masquées jusqu’à confirmation : {done.delisted}.")


@freshness_cli.command("figures")
@click.option("--jours", "days", type=click.IntRange(1, 3660), default=USUAL_DAYS, show_default=True)
def figures_command(days: int) -> None:
    """Dire combien de fiches sont confirmées, en retard, masquées, et ce que les rappels ont donné."""
    said, done = figures(now().date()), rounds(days)
    click.echo(
        f"Affichées : {said.shown}. Confirmées : {said.confirmed}. En retard : {said.overdue}. "
        f"Jamais confirmées : {said.never}. Masquées : {said.hidden}."
    )
    click.echo(f"Depuis le {done.since:%d/%m/%Y} : {done.due} arrivées à leur date, {done.confirmed} confirmées.")
    for step in STEPS:
        when = f"{step} jours après" if step else "le jour dit"
        click.echo(f"Rappel {when} : {done.reminded[step]} envoyés, {done.after[step]} fiches confirmées ensuite.")
    click.echo(f"Masquées faute de réponse : {done.delisted}. Montrées de nouveau : {done.relisted}.")
