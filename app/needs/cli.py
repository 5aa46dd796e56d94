"""`flask needs …`: reading what families look for and do not find."""

from __future__ import annotations

from datetime import datetime, timedelta

import click
from flask.cli import AppGroup

from app.foundation.unit_of_work import unit_of_work
from app.needs.operations import forget_word
from app.needs.queries import Count, sought_in_vain, unknown_words
from app.needs.rules import SHOWN_FROM
from app.territory.queries import now, reference

needs_cli = AppGroup("needs", help="Lire ce que les familles cherchent sans le trouver.")

SHOWN = 30
TITLES = {
    "tout": "Recherches", "theme": "Thèmes", "type": "Types de service", "commune": "Communes", "age": "Âges (ans)",
    "periode": "Périodes", "jour": "Jours", "mot": "Mots connus", "type-commune": "Types par commune",
}  # fmt: skip
DAY = click.DateTime(["%Y-%m-%d"])


@needs_cli.command("show")
@click.option("--depuis", type=DAY, help="Premier jour (AAAA-MM-JJ) ; par défaut, il y a trente jours.")
@click.option("--jusqua", type=DAY, help="Dernier jour (AAAA-MM-JJ) ; par défaut, aujourd’hui.")
def show(depuis: datetime | None, jusqua: datetime | None) -> None:
    """Montrer ce qui a été cherché en vain ; les nombres inférieurs à 5 restent cachés."""
    until = jusqua.date() if jusqua else now().date()
    since = depuis.date() if depuis else until - timedelta(days=30)
    click.echo(f"Du {since:%d/%m/%Y} au {until:%d/%m/%Y} : cherché en vain (au moins {SHOWN_FROM} fois)")
    found = sought_in_vain(since, until)
    for kind, title in TITLES.items():
        _tell(title, [count for count in found if count.kind == kind])
    _tell("Mots inconnus (vus au moins 5 jours)", unknown_words(since, until))
    if not found:
        click.echo("Rien, ou trop peu pour être montré.")


@needs_cli.command("forget")
@click.argument("mot")
def forget(mot: str) -> None:
    """Effacer un mot inconnu qui ne devrait pas être gardé (un nom de personne, par exemple)."""
    with unit_of_work():
        days = forget_word(mot.strip())
    click.echo(f"« {mot} » : effacé ({days} jours)." if days else f"« {mot} » n’était pas gardé.")


def _tell(title: str, counts: list[Count]) -> None:
    if counts:
        click.echo(f"\n{title}")
        for count in counts[:SHOWN]:
            click.echo(f"  {count.in_vain:>6} en vain sur {count.asked:>6}  {_named(count)}")


def _named(count: Count) -> str:
    known = reference()
    if count.kind in ("commune", "type-commune"):
        kind, _, insee = count.value.rpartition("|")
        commune = known.communes.get(insee)
        place = commune.name if commune else insee
        return f"{_type(kind)} à {place}" if kind else place
    return _type(count.value) if count.kind == "type" else count.value


def _type(slug: str) -> str:
    found = reference().types.get(slug)
    return found.label if found else slug
