"""`flask photos …`"""

from __future__ import annotations

import re
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import String, cast, select

from app.catalogue.models import Photo, Revision
from app.catalogue.photos import LARGE, SMALL, orphans, path_of
from app.foundation.db import session
from app.proposals.models import Proposal, ProposalField
from app.proposals.rules import Status

photos_cli = AppGroup("photos", help="Les photos des fiches.")
_NAMED = re.compile(r'"file": "([0-9a-f]{32})"')


@photos_cli.command("clean")
def clean_command() -> None:
    """Effacer les fichiers que plus rien ne nomme : ni une fiche, ni une version, ni un envoi en cours."""
    found = orphans(named_photos())
    for path in found:
        path.unlink(missing_ok=True)
    click.echo(f"Fichiers effacés : {len(found)}.")


@photos_cli.command("erase")
@click.argument("name")
def erase_command(name: str) -> None:
    """Effacer pour toujours une photo (droit à l’image), même nommée par d’anciennes versions."""
    if not re.fullmatch(r"[0-9a-f]{32}", name):
        raise click.ClickException("Donnez les 32 signes du nom de la photo, sans « .webp ».")
    if session().scalar(select(Photo.id).where(Photo.file == name).limit(1)) is not None:
        raise click.ClickException("Une fiche montre encore cette photo : retirez-la d’abord de la fiche.")
    for side in (SMALL, LARGE):
        path_of(name, side).unlink(missing_ok=True)
    click.echo("La photo est effacée.")


def named_photos() -> set[str]:
    """The photos that something still needs: listings, their versions (to come back), drafts, what waits."""
    texts = [*_texts(Revision.snapshot), *_texts(Proposal.draft), *_texts(Proposal.base)]
    waiting = select(cast(ProposalField.wanted, String)).join(Proposal, ProposalField.proposal_id == Proposal.id)
    waiting = waiting.where(ProposalField.field == "photo", Proposal.status == Status.SUBMITTED.value)
    texts += session().scalars(waiting)
    named = {name for text in texts for name in _NAMED.findall(text or "")}
    return named | set(session().scalars(select(Photo.file)))


def _texts(column: Any) -> list[str]:
    said = cast(column, String)
    return list(session().scalars(select(said).where(said.like('%"photo": {%'))))
