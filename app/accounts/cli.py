"""`flask accounts …`"""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts import invitations, keys, personal_data
from app.accounts.operations import disable
from app.accounts.queries import person_by_email
from app.accounts.rules import INVITATION_LASTS, LastAdministrator, Role, WantedRole
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.links import safe_email
from app.foundation.unit_of_work import unit_of_work

accounts_cli = AppGroup("accounts", help="Comptes : premier administrateur, fermeture, conservation.")


@accounts_cli.command("create-admin")
@click.argument("email")
def create_admin(email: str) -> None:
    """Inviter une personne à administrer l’annuaire ; le lien s’affiche ici, et part aussi par courriel."""
    address = safe_email(email)
    if address is None:
        raise click.ClickException("Ce n’est pas une adresse de courriel.")
    with unit_of_work():
        invitations.invite(address, WantedRole(Role.ADMIN), by=SYSTEM)
        offer = invitations.last_for(address)
        path = f"/invitation/{keys.link_token(invitations.TEMPLATE, offer.nonce)}"
    base = current_app.extensions["settings"].base_url
    click.echo(
        f"Ouvrez ce lien dans les {INVITATION_LASTS.days} jours, sur l’appareil de cette personne :\n{base}{path}"
    )


@accounts_cli.command("disable")
@click.argument("email")
def disable_account(email: str) -> None:
    """Fermer un compte ; toutes ses connexions se terminent."""
    person = person_by_email(email)
    if person is None:
        raise click.ClickException("Aucun compte n’a cette adresse.")
    number = person.id
    try:
        with unit_of_work():
            disable(session().get_one(type(person), number), by=SYSTEM)
    except LastAdministrator:
        raise click.ClickException("C’est le dernier compte qui administre l’annuaire.") from None
    click.echo("Le compte est fermé, ses connexions sont terminées.")


@accounts_cli.command("remind")
def remind() -> None:
    """Rappeler les invitations restées sans réponse ; relancer la commande ne rappelle pas deux fois."""
    with unit_of_work():
        count = invitations.remind()
    click.echo(f"Invitations rappelées : {count}.")


@accounts_cli.command("purge")
def purge() -> None:
    """Appliquer les durées de conservation (comptes fermés, connexions, invitations, courriels)."""
    with unit_of_work():
        gone = personal_data.purge()
    for name, count in gone.items():
        click.echo(f"{name} : {count}")
