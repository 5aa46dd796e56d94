"""`flask doctor`: is this installation well? One line a check: OK, ATTENTION or ERREUR, and what to do."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select, text

from app.catalogue.cards import SHAPE
from app.catalogue.models import Service
from app.catalogue.queries import count_shown, shown_cards
from app.foundation import clock
from app.foundation.db import migrate, session
from app.foundation.errands import Errand
from app.foundation.settings import Settings
from app.history.operations import first_broken
from app.search.documents import document_of
from app.search.engine import SearchEngine
from app.territory.queries import NoTerritory, calendar, reference

OK, WARNING, ERROR = "OK", "ATTENTION", "ERREUR"
#: The calendar must be known this long ahead: school holidays are published a year before.
CALENDAR_AHEAD = timedelta(days=180)
#: An errand that waits longer shows that nothing makes them leave; much longer, that nobody looks.
LATE, VERY_LATE = timedelta(minutes=15), timedelta(days=1)
#: Names of an unwanted group of listings that are said one by one.
TOLD = 5


@dataclass(frozen=True)
class Finding:
    """What a check found. `mend` says what to do; it is empty when all is well."""

    level: str
    subject: str
    said: str
    mend: str = ""

    def __str__(self) -> str:
        line = f"{self.level:<10} {self.subject} : {self.said}"
        return f"{line}\n{'':<10} → {self.mend}" if self.mend else line


def settings_are_sound() -> Iterable[Finding]:
    """The process starts only with valid settings: say which, and what would surprise in production."""
    settings = _settings()
    yield Finding(OK, "Réglages", f"{settings.environment.value}, {settings.base_url}")
    fictional = session().scalar(select(func.count(Service.id)).where(Service.is_fictional)) or 0
    if settings.is_production and fictional:
        mend = "chargez une base neuve avec seed_data de votre territoire seul."
        yield Finding(ERROR, "Réglages", f"{fictional} fiches fictives en production", mend)


def folders_are_private() -> Iterable[Finding]:
    """Database, index (pickles) and secret key are for the account of the site alone."""
    folder = _settings().instance
    for path in (folder, folder / "index", folder / "secret_key"):
        if path.exists():
            yield _privacy(path, "700" if path.is_dir() else "600")


def _privacy(path: Path, mode: str) -> Finding:
    found = stat.S_IMODE(path.stat().st_mode)
    subject = "Clé secrète" if path.name == "secret_key" else "Dossier"
    if found & 0o077:
        return Finding(ERROR, subject, f"{path} est ouvert à d’autres comptes ({found:o})", f"chmod {mode} {path}")
    return Finding(OK, subject, f"{path} est privé ({found:o})")


def database_is_up_to_date() -> Iterable[Finding]:
    """It answers, at the version of the schema that this code expects."""
    connection = session().connection()
    here = set(MigrationContext.configure(connection).get_current_heads())
    wanted = set(ScriptDirectory.from_config(migrate.get_config()).get_heads())
    if here != wanted:
        said = f"version {', '.join(sorted(here)) or 'vide'}, attendue : {', '.join(sorted(wanted))}"
        yield Finding(ERROR, "Base de données", said, "flask db upgrade")
        return
    yield Finding(OK, "Base de données", f"joignable, à jour ({connection.dialect.name})")


def database_is_whole() -> Iterable[Finding]:
    """SQLite only: links between rows are enforced, none is broken, the file is not damaged."""
    if session().connection().dialect.name != "sqlite":
        return
    if session().scalar(text("PRAGMA foreign_keys")) != 1:
        yield Finding(ERROR, "Intégrité", "les clés étrangères sont éteintes", "signalez-le : c’est un défaut du code.")
    orphans = session().execute(text("PRAGMA foreign_key_check")).all()
    damage = session().scalar(text("PRAGMA quick_check(1)"))
    if orphans or damage != "ok":
        said = f"{len(orphans)} liens rompus" if orphans else "le fichier de la base est abîmé"
        yield Finding(ERROR, "Intégrité", said, "revenez à la dernière sauvegarde saine.")
    else:
        yield Finding(OK, "Intégrité", "clés étrangères actives, aucun lien rompu")


def catalogue_is_loaded() -> Iterable[Finding]:
    """There is a territory, and its cards have the present shape."""
    try:
        known = reference()
    except NoTerritory:
        yield Finding(ERROR, "Territoire", "aucun", "flask seed load seed_data/VOTRE-TERRITOIRE")
        return
    yield Finding(OK, "Territoire", f"{known.name}, {len(known.communes)} communes, {count_shown()} fiches publiées")
    shape = Service.card["shape"].as_integer()
    old = session().scalar(select(func.count(Service.id)).where(shape.is_distinct_from(SHAPE))) or 0
    if old:
        yield Finding(ERROR, "Cartes", f"{old} cartes d’une forme ancienne", "flask catalogue refresh-cards")


def index_agrees() -> Iterable[Finding]:
    """What is searched is what is published."""
    engine: SearchEngine = current_app.extensions["search_engine"]
    wanted = {document.id: engine.fingerprint(document) for document in map(document_of, shown_cards())}
    found = engine.fingerprints()
    wrong = {key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key)}
    if not wrong:
        yield Finding(OK, "Index", f"d’accord avec la base ({len(wanted)} fiches)")
        return
    waiting = session().scalar(select(func.count(Errand.id)).where(Errand.done_at.is_(None)))
    level, mend = (WARNING, "flask errands run") if waiting else (ERROR, "flask search rebuild")
    yield Finding(level, "Index", f"{len(wrong)} fiches diffèrent de la base", mend)


def errands_leave() -> Iterable[Finding]:
    """What must leave after the commit does."""
    waiting = session().scalars(select(Errand).where(Errand.done_at.is_(None)).order_by(Errand.created_at)).all()
    failed = [errand for errand in waiting if errand.error]
    for errand in failed[:TOLD]:
        said = f"n° {errand.id} ({errand.kind}), {errand.attempts} essais : {errand.error[:120]}"
        yield Finding(WARNING, "Courses en échec", said, "mendez la cause ; elle repartira seule.")
    age = clock.now() - waiting[0].created_at if waiting else timedelta()
    if age > LATE:
        level = ERROR if age > VERY_LATE else WARNING
        said = f"{len(waiting)} en attente, la plus ancienne depuis {_spell(age)}"
        yield Finding(level, "Courses", said, "laissez tourner : flask errands run --loop")
    elif not failed:
        yield Finding(OK, "Courses", f"{len(waiting)} en attente" if waiting else "rien n’attend")


def _spell(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes // 1440} jours" if minutes >= 2880 else f"{minutes // 60} h {minutes % 60:02}"


def calendar_is_known() -> Iterable[Finding]:
    """School holidays are known far enough ahead: “open in the holidays” needs them."""
    today, last = clock.today(reference().time_zone), calendar().covered_until
    mend = "complétez school_holidays.csv avec le calendrier officiel, puis flask seed load."
    if last is None or last < today:
        yield Finding(ERROR, "Calendrier scolaire", f"terminé le {last}" if last else "vide", mend)
    elif last < today + CALENDAR_AHEAD:
        yield Finding(WARNING, "Calendrier scolaire", f"connu jusqu’au {last} seulement", mend)
    else:
        yield Finding(OK, "Calendrier scolaire", f"zone {reference().school_zone}, connu jusqu’au {last}")


def history_is_whole() -> Iterable[Finding]:
    """Nobody rewrote who did what."""
    broken = first_broken()
    if broken is None:
        yield Finding(OK, "Historique", "intact")
    else:
        mend = "comparez avec la dernière sauvegarde saine."
        yield Finding(ERROR, "Historique", f"l’acte n° {broken} ne suit pas le précédent", mend)


CHECKS: tuple[tuple[str, Callable[[], Iterable[Finding]]], ...] = (
    ("Base de données", database_is_up_to_date),
    ("Réglages", settings_are_sound),
    ("Dossiers", folders_are_private),
    ("Intégrité", database_is_whole),
    ("Territoire", catalogue_is_loaded),
    ("Index", index_agrees),
    ("Courses", errands_leave),
    ("Calendrier scolaire", calendar_is_known),
    ("Historique", history_is_whole),
)


def examine() -> list[Finding]:
    """Every check; one that cannot be made is an error by itself, said without what the database holds."""
    findings: list[Finding] = []
    for subject, check in CHECKS:
        try:
            findings += check()
        except Exception as failure:
            session().rollback()
            mend = "mendez d’abord les erreurs ci-dessus, puis relancez flask doctor."
            findings.append(Finding(ERROR, subject, f"vérification impossible ({type(failure).__name__})", mend))
    return findings


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Examiner l’installation ; code de sortie 1 s’il y a une erreur."""
    findings = examine()
    for finding in findings:
        click.echo(str(finding))
    errors = sum(finding.level == ERROR for finding in findings)
    warnings = sum(finding.level == WARNING for finding in findings)
    click.echo(f"{errors} erreurs, {warnings} points d’attention.")
    if errors:
        raise SystemExit(1)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
