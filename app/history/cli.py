"""`flask history …`"""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from app.foundation.db import session
from app.history.models import HistoryEntry
from app.history.operations import first_broken

history_cli = AppGroup("history", help="L’historique des actes.")


@history_cli.command("verify")
def verify() -> None:
    """Vérifier que personne n’a réécrit l’historique : chaque acte est scellé par le précédent."""
    broken = first_broken()
    if broken is not None:
        click.echo(f"L’acte n° {broken} ne suit pas le précédent : l’historique a été modifié.", err=True)
        click.echo("Comparez avec la dernière sauvegarde saine, et cherchez qui a pu écrire dans la base.", err=True)
        raise SystemExit(1)
    total = session().scalar(select(func.count(HistoryEntry.id)))
    click.echo(f"Historique intact : {total} actes, chacun scellé par le précédent.")
