"""`flask mail …`: addresses that no longer receive."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from app.foundation.links import safe_email
from app.foundation.mail.bounces import note_bounced, note_works
from app.foundation.mail.reports import MOST_BYTES, note_report
from app.foundation.unit_of_work import unit_of_work

mail_cli = AppGroup("mail", help="Courriels : adresses qui ne reçoivent plus.")


@mail_cli.command("bounced")
@click.argument("addresses", nargs=-1, required=True, metavar="ADRESSE…")
def bounced(addresses: tuple[str, ...]) -> None:
    """Noter des adresses qui ne reçoivent plus : plus rien ne leur est envoyé."""
    wrong = [each for each in addresses if safe_email(each) is None]
    if wrong:
        raise click.ClickException(f"{len(wrong)} argument(s) ne sont pas des adresses de courriel ; rien n’est noté.")
    with unit_of_work():
        noted = sum(note_bounced(each) for each in addresses)
    click.echo(f"Adresses notées : {noted} ; déjà connues : {len(addresses) - noted}.")


@mail_cli.command("works")
@click.argument("addresses", nargs=-1, required=True, metavar="ADRESSE…")
def works(addresses: tuple[str, ...]) -> None:
    """Dire que des adresses reçoivent de nouveau."""
    with unit_of_work():
        cleared = sum(note_works(each) for each in addresses)
    click.echo(f"Adresses rétablies : {cleared} sur {len(addresses)}.")


@mail_cli.command("read-bounce")
def read_bounce() -> None:
    """Lire un avis de non-remise (RFC 3464) sur l’entrée standard ; à brancher sur la boîte qui les reçoit.

    Seules les boîtes qui n’existent pas ou qui sont fermées comptent ; une boîte pleine, non. L’avis doit citer un
    courriel envoyé par l’annuaire.
    """
    raw = sys.stdin.buffer.read(MOST_BYTES)
    with unit_of_work():
        noted = note_report(raw)
    click.echo(f"Adresses notées : {noted}.")
