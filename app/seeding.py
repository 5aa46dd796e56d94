"""`flask seed load`: one territory, its listings and its guides, with progress and a plain report."""

from __future__ import annotations

from pathlib import Path
from tomllib import TOMLDecodeError

import click
from flask import current_app
from flask.cli import AppGroup

from app.catalogue.operations import refresh_cards
from app.catalogue.seed import load_catalogue
from app.foundation import errands
from app.foundation.tables import FileRefused, Report, rows
from app.foundation.unit_of_work import unit_of_work
from app.guides.seed import load_guides
from app.territory.seed import load_territory

seed_cli = AppGroup("seed", help="Charger les données d’un territoire.")

#: A folder of this name holds fictional listings, marked and kept apart.
DEMONSTRATION = "demonstration"


@seed_cli.command("load")
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def load(folders: tuple[Path, ...]) -> None:
    """Charger un ou plusieurs dossiers de seed_data ; recharger ne change rien qui n’ait changé."""
    refused = 0
    _no_fiction_in_earnest(folders)
    for folder in folders:
        try:
            report = load_folder(folder)
        except (FileRefused, TOMLDecodeError, KeyError) as refusal:
            raise click.ClickException(f"{refusal}. Rien n’a été chargé de {folder.name}.") from None
        refused += len(report.problems)
        _tell(folder, report)
    while errands.run_due():
        click.echo("Index de recherche : mise à jour…")
    if refused:
        raise SystemExit(1)


def _no_fiction_in_earnest(folders: tuple[Path, ...]) -> None:
    allowed = current_app.extensions["settings"].demonstration
    if not allowed and any(folder.name == DEMONSTRATION for folder in folders):
        raise click.ClickException(
            "Les fiches de démonstration sont fictives : elles ne se chargent qu’avec ANNUAIRE_DEMONSTRATION=1, "
            "que la production refuse. Rien n’a été chargé."
        )


def load_folder(folder: Path, *, quiet: bool = False) -> Report:
    """Load one folder in one transaction."""
    report = Report()
    total = sum(1 for _ in rows(folder / "services.csv"))
    with unit_of_work():
        load_territory(folder, report)
        load_guides(folder, report)
        refresh_cards()  # before the listings: what changes with them is written once
        fictional = folder.name == DEMONSTRATION
        if quiet:
            load_catalogue(folder, report, fictional=fictional)
        else:
            with click.progressbar(length=total, label=f"Fiches de {folder.name}") as bar:
                load_catalogue(folder, report, fictional=fictional, progress=bar.update)
    return report


def _tell(folder: Path, report: Report) -> None:
    click.echo(f"{folder.name} : {report.added} ajoutées, {report.changed} changées, {report.same} inchangées.")
    for problem in report.problems:
        click.echo(f"  refusée — {problem}", err=True)
    for kept in report.kept:
        click.echo(f"  gardée — {kept}")
