"""Who hears what, which engine: the only place that knows every room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Engine, text

from app import accounts, administration, contribution, directory, following, moderation, proposals
from app.catalogue.cli import catalogue_cli
from app.catalogue.events import ServicesChanged
from app.catalogue.fields import Group
from app.catalogue.queries import organization_names, shown_cards
from app.directory.searching.followed import reach_of
from app.doctor import doctor
from app.foundation import errands, health, mail
from app.foundation.cli import errands_cli
from app.foundation.db import db, session
from app.foundation.retention import forget_in_time
from app.foundation.settings import Environment, Settings
from app.foundation.unit_of_work import listen
from app.foundation.visiting import Visitor
from app.history.cli import history_cli
from app.needs.buffer import Buffer
from app.needs.cli import needs_cli
from app.needs.operations import purge_counts
from app.needs.rules import Sought
from app.proposals.operations.policies import policies_of
from app.proposals.rules import trusts
from app.search.choosing import engine_of
from app.search.cli import search_cli
from app.search.documents import document_of
from app.search.engine import SearchEngine
from app.search.events import SearchAnswered
from app.search.lexicons import lexicon_of
from app.search.understanding import Lexicon
from app.seeding import seed_cli
from app.territory.cli import territory_cli
from app.territory.geocoder import Geocoder
from app.territory.queries import LiveCalendar, now, reference

REINDEX = "search.reindex"


def init_app(app: Flask, settings: Settings) -> None:
    """Give each room its engine, its listeners, its errands, its commands and its addresses."""
    app.extensions["search_engine"] = engine_of(
        settings.database_url, _database_of(app), settings.instance / "index", LiveCalendar()
    )
    app.extensions["lexicon"] = _lexicon
    listen(app, ServicesChanged, _leave_reindex)
    app.extensions["needs"] = Buffer(app, writes_alone=settings.environment is not Environment.TEST)
    listen(app, SearchAnswered, _note_search)
    errands.handle(app, REINDEX, _reindex, together=True)
    for command in (errands_cli, history_cli, catalogue_cli, doctor):
        app.cli.add_command(command)
    app.cli.add_command(seed_cli)
    app.cli.add_command(search_cli)
    app.cli.add_command(territory_cli)
    app.cli.add_command(needs_cli)
    forget_in_time(app, "comptages", purge_counts)
    health.register_check(app, "database", _database_answers)
    health.register_check(app, "index", _index_answers)
    app.extensions["visitor"] = Visitor()
    app.extensions["geocoder"] = Geocoder.at(settings.geocoder_url)
    mail.init_app(app, settings)
    accounts.init_app(app, settings, organization_names)
    proposals.init_app(app)
    following.init_app(app, lambda structure: trusts(Group.ANNOUNCEMENTS, policies_of(structure)), reach_of)
    directory.init_app(app)
    contribution.init_app(app)
    moderation.init_app(app)
    administration.init_app(app)


def _database_of(app: Flask) -> Callable[[], Engine]:
    def database() -> Engine:
        with app.app_context():
            return db.engine

    return database


def _lexicon() -> Lexicon:
    known = reference()
    kept: tuple[int, Lexicon] | None = current_app.extensions.get("kept_lexicon")
    if kept is None or kept[0] != known.version:
        kept = current_app.extensions["kept_lexicon"] = (known.version, lexicon_of(known))
    return kept[1]


def _leave_reindex(event: ServicesChanged) -> None:
    errands.leave_for(REINDEX, event.service_ids)


def _reindex(payload: dict[str, Any]) -> None:
    engine: SearchEngine = current_app.extensions["search_engine"]
    wanted = set(payload["ids"])
    documents = [document_of(card) for card in shown_cards(wanted)]
    if documents:
        engine.put(documents)
    if gone := wanted - {document.id for document in documents}:
        engine.remove(gone)


def _note_search(event: SearchAnswered) -> None:
    current_app.extensions["needs"].note(Sought(**vars(event)), now().date())


def _database_answers() -> bool:
    session().execute(text("SELECT 1"))
    return bool(reference().communes)


def _index_answers() -> bool:
    current_app.extensions["search_engine"].ids()
    return True
