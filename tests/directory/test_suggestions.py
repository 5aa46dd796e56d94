"""Completing the two fields: what any page shows, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.search.engine import IndexUnavailable
from tests.support.instance import command, copy_of, open_app
from tests.support.strict_client import StrictClient
from tests.territory.test_places import FICTIONAL, write


def ask(client: StrictClient, field: str, text: str) -> list[tuple[str, str]]:
    """The (kind, label) pairs that are offered."""
    answer = client.get("/api/suggestions", query_string={"champ": field, "q": text})
    assert answer.status_code == 200
    items: list[dict[str, Any]] = answer.get_json()["items"]
    assert len(items) <= 8 and all(set(item) == {"kind", "label", "value"} for item in items)
    return [(item["kind"], item["label"]) for item in items]


@pytest.mark.parametrize("text", ["ludo", "LUDO", "Lûdothèqu"])
def test_types_by_the_beginning_of_their_name(client: StrictClient, text: str):
    assert ask(client, "q", text)[0] == ("type", "Ludothèque")


def test_words_of_families_lead_to_a_type(client: StrictClient):
    kinds = {kind for kind, _label in ask(client, "q", "noun")}
    assert "type" in kinds


def test_listings_follow_types(client: StrictClient):
    kinds = [kind for kind, _label in ask(client, "q", "crèche")]
    assert kinds == sorted(kinds, key=["type", "service"].index) and "service" in kinds


def test_communes_by_name_word_and_postcode(client: StrictClient):
    assert ask(client, "ou", "montb") == [("commune", "Montbeton")]
    assert ("commune", "Montbeton") in ask(client, "ou", "82290")
    assert ask(client, "ou", "lagar")[0][0] == "commune"


def test_streets_with_their_commune_and_the_number_that_was_typed(own_app: Flask, tmp_path: Path):
    command(own_app, "territory", "load-addresses", str(write(tmp_path, *FICTIONAL)))
    client = own_app.test_client()
    assert isinstance(client, StrictClient)
    assert ask(client, "ou", "pample") == [("place", "Avenue du Général Pamplemousse, Montauban")]
    assert ask(client, "ou", "12 bis rue gir") == [
        ("place", "12 bis Rue de la Girafe Bleue, Montauban"),
        ("place", "12 bis Rue de la Girafe Bleue, Montbeton"),
    ]


def test_every_suggested_place_is_understood(own_app: Flask, tmp_path: Path):
    from app.directory.searching.places import place_named
    from app.territory.queries import reference

    command(own_app, "territory", "load-addresses", str(write(tmp_path, *FICTIONAL)))
    client = own_app.test_client()
    assert isinstance(client, StrictClient)
    for text in ("mont", "rue gir", "12 pample", "lun", "nulle", "le"):
        for _kind, label in ask(client, "ou", text):
            with own_app.test_request_context("/"):
                point, sentence = place_named(label, reference())
            assert point and not sentence, label


@pytest.mark.parametrize("text", ["", " ", "a", "?!", "🦒", "'\"<b>", "a" * 500, "خر", "%", "\\", "* OR 1=1", "zzzzzz"])
@pytest.mark.parametrize("field", ["q", "ou"])
def test_bad_input_has_no_suggestion_and_no_error(client: StrictClient, field: str, text: str):
    assert ask(client, field, text) == []


@pytest.mark.parametrize("field", ["", "x", "Q", "lat"])
def test_another_field_is_an_explained_400(client: StrictClient, field: str):
    answer = client.get("/api/suggestions", query_string={"champ": field, "q": "creche"})
    assert answer.status_code == 400 and "champ=q ou champ=ou" in answer.get_json()["error"]["message"]


def test_private_addresses_and_contacts_are_never_offered(app: Flask, client: StrictClient):
    from sqlalchemy import select

    from app.catalogue.models import Location
    from app.foundation.db import session

    with app.app_context():
        private = session().scalars(select(Location.address).where(Location.address_is_private)).all()
    assert private
    for address in filter(None, private):
        for word in address.split():
            assert not [label for field in ("q", "ou") for _k, label in ask(client, field, word) if address in label]


def test_a_broken_index_still_gives_the_types(app: Flask, client: StrictClient, monkeypatch: pytest.MonkeyPatch):
    class Broken:
        def suggest(self, prefix: str, limit: int = 8) -> list[str]:
            raise IndexUnavailable

    monkeypatch.setitem(app.extensions, "search_engine", Broken())
    assert ask(client, "q", "ludo")[0] == ("type", "Ludothèque")


def test_the_pace_is_limited_like_the_rest_of_the_api(tmp_path: Path):
    client = open_app(copy_of("seeded", tmp_path / "instance"), api_per_minute="2").test_client()
    statuses = [client.get("/api/suggestions?champ=q&q=ludo").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
