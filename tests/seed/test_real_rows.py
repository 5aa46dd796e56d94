"""The seed as it is delivered: every row accounted for, sourced, dated, and claiming nothing that nobody said."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select

from app.catalogue.cards import Card
from app.catalogue.facts import DatePrecision, ServiceFacts, Status
from app.catalogue.mapping import facts_of
from app.catalogue.models import Seeded, Service
from app.catalogue.queries import shown_cards
from app.catalogue.rules import Verification, verification
from app.foundation.db import session
from app.territory.queries import reference
from scripts.common import ROOT

REAL = ROOT / "seed_data/grand-montauban"
GATHERED = ROOT.parent / "shared/data/grand-montauban/services.csv"
STATUSES = {"oui": Status.PUBLISHED, "brouillon": Status.DRAFT}


@pytest.fixture(autouse=True)
def _open(app):
    with app.app_context():
        yield


def test_each_of_the_rows_that_were_gathered_is_published_a_draft_or_left_out_with_its_reason():
    if not GATHERED.exists():
        pytest.skip(f"les relevés d’origine ne sont pas là ({GATHERED.name}, hors du dépôt)")
    gathered = {row["id"]: row for row in read(GATHERED)}
    loaded, left_out = by_key(), {row["id"]: row["reason"] for row in read(REAL / "left_out.csv")}
    assert len(gathered) == 158
    assert not loaded.keys() & left_out.keys()
    for key, row in gathered.items():
        if row["publish"] == "non":
            assert left_out[key], key
        else:
            assert loaded[key].status is STATUSES[row["publish"]], key


def test_the_counts_that_the_readme_announces():
    statuses = Counter(facts.status for facts in by_key().values() if not facts.is_fictional)
    assert statuses == {Status.PUBLISHED: 142, Status.DRAFT: 2}
    left_out = read(REAL / "left_out.csv")
    assert len(left_out) == 16
    assert all(row["name"] and row["reason"] for row in left_out)


def test_a_listing_says_what_its_row_says():
    for row in read(REAL / "services.csv"):
        facts = by_key()[row["id"]]
        assert (facts.name, facts.type, facts.summary) == (row["name"], row["type"], row["summary"])
        assert (facts.place.commune if facts.place else "") == row["commune"]
        phones = [contact.value for contact in facts.contacts if contact.kind == "phone"]
        assert (phones[0] if phones else "") == row["phone"]


def test_each_listing_names_its_source_and_a_date_with_its_precision():
    for facts in by_key().values():
        source = facts.source
        assert source.name, facts.name
        # Without any date nothing can be believed for long: it is old, and its hours are never used.
        assert source.effective_date or (source.confidence == "C" and not facts.hours_known), facts.name
        assert (source.dated is None) is (source.precision is DatePrecision.UNKNOWN), facts.name
        assert facts.is_fictional or source.confidence in ("A", "B", "C"), facts.name


def test_no_real_listing_claims_to_be_confirmed():
    for card in real():
        assert (card.assured_on, card.assured_by, card.next_due) == (None, "", None)
        said = verification(card.source, card.assured_on, card.next_due, date(2026, 11, 18))
        assert said is (Verification.OLD if card.source.confidence == "C" else Verification.UNCONFIRMED)
    assert {card.source.confidence for card in real()} == {"A", "B", "C"}


def test_each_commune_and_each_theme_has_real_services():
    communes = {code for card in real() for code in card.communes}
    themes = {theme for card in real() for theme in card.themes}
    assert len(reference().communes) == 12
    assert len(reference().themes) == 7
    assert communes == reference().communes.keys()
    assert themes == reference().themes.keys()


def test_each_commune_has_a_service_of_its_own_and_each_theme_a_first_one():
    assert {card.commune for card in every()} >= reference().communes.keys()
    assert {card.themes[0] for card in every()} == reference().themes.keys()


def test_every_type_that_makes_sense_shows_something_and_individuals_never_do():
    listable = {kind.slug for kind in reference().types.values() if kind.listable}
    assert len(reference().types) == 75
    assert reference().types.keys() - listable == {"assistant-maternel"}
    assert {card.type for card in every()} == listable
    everything = set(session().scalars(select(Service.type_slug)))
    assert "assistant-maternel" not in everything, "not even as a draft"
    assert reference().types["assistant-maternel"].leads_to in listable


def test_the_fictional_listings_are_marked_and_use_numbers_of_fiction():
    names = {row["id"] for row in read(ROOT / "seed_data/demonstration/services.csv")}
    marked = {key for key, facts in by_key().items() if facts.is_fictional}
    assert names == marked
    for card in every():
        if card.is_fictional and card.phone:
            assert card.phone.startswith("05 36 49 "), card.name


def test_positions_are_within_the_communes_they_name():
    """150 m of tolerance around the simplified outlines, as the data says."""
    for card in real():
        if card.lat is None or card.lon is None or card.commune is None:
            continue
        outline = reference().communes[card.commune].outline
        points = [point for polygon in outline for ring in polygon for point in ring]
        lons, lats = [point[0] for point in points], [point[1] for point in points]
        assert min(lats) - 0.0014 <= card.lat <= max(lats) + 0.0014, card.name
        assert min(lons) - 0.002 <= card.lon <= max(lons) + 0.002, card.name


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_key() -> dict[str, ServiceFacts]:
    """The facts of every listing, by the id of the files."""
    if not _facts():
        _facts().update(
            {
                row.key: facts_of(service)
                for service, row in session().execute(select(Service, Seeded).join(Seeded, Seeded.uuid == Service.uuid))
            }
        )
    return _facts()


@cache
def _facts() -> dict[str, ServiceFacts]:
    return {}


def every() -> list[Card]:
    return list(shown_cards())


def real() -> list[Card]:
    return [card for card in every() if not card.is_fictional]
