"""The index of the site diverges from its catalogue: the check says so, the rebuild mends, by the commands (T38)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from app.catalogue.queries import shown_cards
from app.foundation.db import session
from app.search.documents import document_of
from app.search.query import Order, SearchQuery
from app.territory.queries import calendar
from tests.directory.support import MONDAY, api, everything
from tests.support import instance
from tests.support.oracle import Oracle
from tests.support.strict_client import StrictClient

FIRST = "mairie-de-montbeton"


def _differs(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["search", "check"])
    assert result.exit_code == 1, result.output
    return result.output


def _agrees(app: Flask, client: StrictClient) -> None:
    instance.command(app, "search", "rebuild")
    instance.command(app, "search", "check")
    with app.app_context():
        cards = {card.id: card.slug for card in shown_cards()}
        scan = Oracle(tuple(document_of(card) for card in shown_cards()), calendar())
        expected = scan.answer(SearchQuery(MONDAY, order=Order.NAME)).ids
    assert [item["slug"] for item in everything(client, "tri=nom")] == [cards[one] for one in expected]


def test_an_index_that_agrees_is_said_to_agree(module_app: Flask):
    instance.command(module_app, "search", "check")


@pytest.mark.parametrize("harm", ["forgotten", "altered", "superfluous"])
def test_a_divergence_is_told_then_mended(module_app: Flask, module_client: StrictClient, harm: str):
    with module_app.app_context():
        engine = module_app.extensions["search_engine"]
        document = next(document_of(card) for card in shown_cards() if card.slug == FIRST)
        if harm == "forgotten":
            engine.remove([document.id])
        elif harm == "altered":
            engine.put([replace(document, name="Autre nom", themes=("logement",))])
        else:
            engine.put([replace(document, id=999_999, name="Fantôme")])
    wanted = {"forgotten": "manquent", "altered": "diffèrent", "superfluous": "en trop"}[harm]
    assert wanted in _differs(module_app)
    _agrees(module_app, module_client)


def test_a_ghost_of_the_index_is_never_shown(module_app: Flask, module_client: StrictClient):
    """A row of the index whose listing is gone gives no card, before any check."""
    with module_app.app_context():
        document = next(document_of(card) for card in shown_cards() if card.slug == FIRST)
        module_app.extensions["search_engine"].put([replace(document, id=999_998, name="Fantôme parfait")])
    names = [item["name"] for item in api(module_client, q="Fantôme parfait", per_page=100)["items"]]
    assert "Fantôme parfait" not in names
    _agrees(module_app, module_client)


def test_a_row_changed_by_hand_in_the_database_is_noticed(module_app: Flask, module_client: StrictClient):
    with module_app.app_context():
        session().execute(text("SELECT 1"))
        session().rollback()
        session().connection(execution_options={"writing": True})
        session().execute(
            text("UPDATE service SET status = 'archived' WHERE slug = :slug"), {"slug": "mairie-de-reynies"}
        )
        session().commit()
    assert "en trop" in _differs(module_app)
    assert "mairie-de-reynies" not in [item["slug"] for item in api(module_client, "type=mairie&per_page=100")["items"]]
    _agrees(module_app, module_client)
