"""`flask following …`: letters of news."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.following.digests import leave_digests, leave_renewals
from app.foundation.unit_of_work import unit_of_work

following_cli = AppGroup("following", help="Alertes par courriel : lettres de nouvelles.")


@following_cli.command("digest")
def digest() -> None:
    """Envoyer les nouvelles : une lettre par semaine et par adresse au plus ; relancer n’en envoie pas deux."""
    letters = leave_digests()
    with unit_of_work():
        renewals = leave_renewals()
    click.echo(f"Lettres de nouvelles : {letters} ; demandes de renouvellement : {renewals}.")
