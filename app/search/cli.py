"""`flask search rebuild` and `flask search check`: the index is disposable, and compared with the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import click
from flask import current_app
from flask.cli import AppGroup

from app.catalogue.queries import shown_cards, shown_ids
from app.search.document import IndexDocument
from app.search.documents import document_of
from app.search.engine import IndexUnavailable, SearchEngine

search_cli = AppGroup("search", help="L’index de recherche.")

#: Differences shown one by one; beyond, their number is enough.
_SHOWN = 20


@dataclass(frozen=True)
class Differences:
    """What the index and the database do not agree on, by listing."""

    missing: tuple[int, ...] = ()
    superfluous: tuple[int, ...] = ()
    altered: tuple[int, ...] = ()
    unreadable: str = ""

    def __bool__(self) -> bool:
        return self != Differences()


def rebuild(engine: SearchEngine, documents: Iterable[IndexDocument]) -> int:
    """Index these documents and forget all others; how many there were. Readers see the old index until the end."""
    count = 0

    def counted() -> Iterator[IndexDocument]:
        nonlocal count
        for document in documents:
            count += 1
            yield document

    engine.replace_all(counted())
    return count


def check(engine: SearchEngine, documents: Iterable[IndexDocument]) -> Differences:
    """Compare what the index holds of each listing, words and facts, with what it should hold."""
    try:
        held = dict(engine.fingerprints())
    except IndexUnavailable as error:
        return Differences(unreadable=str(error))
    missing, altered = [], []
    for document in documents:
        mark = held.pop(document.id, None)
        if mark is None:
            missing.append(document.id)
        elif mark != engine.fingerprint(document):
            altered.append(document.id)
    return Differences(tuple(missing), tuple(sorted(held)), tuple(altered))


@search_cli.command("rebuild")
def rebuild_command() -> None:
    """Refaire l’index à partir de la base de données."""
    with click.progressbar(_documents(), length=len(shown_ids()), label="Index de recherche") as documents:
        count = rebuild(_engine(), documents)
    click.echo(f"{count} fiches indexées.")


@search_cli.command("check")
def check_command() -> None:
    """Comparer l’index avec la base de données ; le code de sortie est 1 s’ils diffèrent."""
    found = check(_engine(), _documents())
    if not found:
        click.echo("L’index et la base de données sont d’accord.")
        return
    _tell(found)
    raise SystemExit(1)


def _tell(found: Differences) -> None:
    if found.unreadable:
        click.echo(f"Index illisible : {found.unreadable}", err=True)
    for label, ids in (("manquent", found.missing), ("en trop", found.superfluous), ("diffèrent", found.altered)):
        if ids:
            listed = ", ".join(map(str, ids[:_SHOWN])) + (" …" if len(ids) > _SHOWN else "")
            click.echo(f"{len(ids)} fiches {label} : {listed}", err=True)
    click.echo("Réparer : flask search rebuild", err=True)


def _documents() -> Iterator[IndexDocument]:
    return (document_of(card) for card in shown_cards())


def _engine() -> SearchEngine:
    engine: SearchEngine = current_app.extensions["search_engine"]
    return engine
