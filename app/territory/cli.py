"""`flask territory …`: what an operator does with the territory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.territory.addresses import Addresses, NotAddresses, address_lines, read_addresses
from app.territory.models import Commune
from app.territory.operations import replace_places

territory_cli = AppGroup("territory", help="Compléter les données du territoire.")

#: Refused lines told one by one; the rest is only counted.
TOLD = 50
#: Lines between two moves of the progress bar.
TOLD_EVERY = 2000


@territory_cli.command("load-addresses")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_addresses(file: Path) -> None:
    """Charger les rues et lieux-dits depuis un fichier CSV de la Base adresse nationale (décompressé)."""
    communes = frozenset(session().scalars(select(Commune.insee)))
    if not communes:
        raise click.ClickException("Chargez d’abord un territoire : flask seed load DOSSIER.")
    try:
        with click.progressbar(length=file.stat().st_size, label="Lecture des adresses") as bar:
            found = read_addresses(_lines(file, bar.update), communes)
    except NotAddresses as reason:
        raise click.ClickException(f"{file.name} : {reason}. Rien n’a été changé.") from None
    if not found.streets:
        raise click.ClickException(f"{file.name} ne contient aucune adresse de ce territoire. Rien n’a été changé.")
    with unit_of_work():
        changed = replace_places(found)
    _tell(found, changed=changed)


def _lines(file: Path, advance: Callable[[int], None]) -> Iterator[tuple[int, dict[str, str]]]:
    with file.open("rb") as raw, TextIOWrapper(raw, encoding="utf-8-sig", newline="") as opened:
        done = 0
        for number, values in address_lines(opened):
            if number % TOLD_EVERY == 0:
                advance(raw.tell() - done)
                done = raw.tell()
            yield number, values
        advance(raw.tell() - done)


def _tell(found: Addresses, *, changed: bool) -> None:
    numbers = sum(len(street.numbers) for street in found.streets.values())
    click.echo(f"{len(found.streets)} rues et lieux-dits, {numbers} numéros ; {found.elsewhere} lignes d’ailleurs.")
    click.echo("Enregistrés." if changed else "Rien n’a changé depuis le dernier chargement.")
    for line, reason in found.refused[:TOLD]:
        click.echo(f"  refusée — ligne {line} : {reason}", err=True)
    if len(found.refused) > TOLD:
        click.echo(f"  … et {len(found.refused) - TOLD} autres lignes refusées.", err=True)
