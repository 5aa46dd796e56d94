"""Loading again: nothing moves that did not move, and nobody's change is undone."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.catalogue.cards import from_json
from app.catalogue.facts import ContactFacts
from app.catalogue.mapping import facts_of
from app.catalogue.models import CatalogueState, Organization, Revision, Service
from app.catalogue.operations import assure, change_service, save_organization
from app.catalogue.queries import service_by_uuid
from app.catalogue.seed.folder import stable_uuid
from app.foundation import errands
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.history.models import HistoryEntry
from app.history.operations import first_broken
from app.territory.models import Territory
from app.territory.queries import reference
from scripts.common import ROOT
from tests.catalogue.support import NADIA, SMALL, everything, load
from tests.support.instance import SEEDS, command


@pytest.fixture
def folder(tmp_path: Path, small) -> Path:
    """A copy of the small folder, to change."""
    return Path(shutil.copytree(SMALL, tmp_path / SMALL.name))


def test_loading_the_real_and_the_demonstration_seed_twice_changes_nothing(own_app):
    with own_app.app_context():
        before = state()
    said = command(own_app, "seed", "load", *(str(ROOT / seed) for seed in SEEDS))
    assert "grand-montauban : 0 ajoutées, 0 changées, 144 inchangées." in said
    assert "demonstration : 0 ajoutées, 0 changées, 132 inchangées." in said
    with own_app.app_context():
        assert state() == before
        assert errands.pending() == 0


def test_a_changed_row_is_brought_in_alone(folder: Path):
    before = {row[1]: row for row in everything()}
    edit(folder, "services.csv", "garderie-du-haut", summary="Un nouveau résumé.", phone="05 36 49 90 99")
    report = load(folder)
    assert (report.added, report.changed, report.same, report.problems, report.kept) == (0, 1, 3, [], [])
    after = {row[1]: row for row in everything()}
    assert [slug for slug in before if before[slug] != after[slug]] == ["garderie-du-haut"]
    facts = facts_of(listing("garderie-du-haut"))
    assert facts.summary == "Un nouveau résumé."
    assert from_json(listing("garderie-du-haut").card).phone == "05 36 49 90 99"
    assert last_entry().actor_kind == "import"
    assert [change["field"] for change in last_entry().changes] == ["summary", "contacts"]


@pytest.mark.parametrize("name", ["hours.csv", "fees.csv"])
def test_a_row_taken_out_of_a_file_that_adds_to_listings_is_taken_out(folder: Path, name: str):
    before = facts_of(listing("garderie-du-haut"))
    assert before.slots and before.fees
    lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / name).write_text("".join(line for line in lines if "garderie-du-haut" not in line), encoding="utf-8")
    assert load(folder).changed == 1
    after = facts_of(listing("garderie-du-haut"))
    assert not (after.slots if name == "hours.csv" else after.fees)


def test_a_new_row_is_added(folder: Path):
    edit(folder, "services.csv", "garderie-du-haut", id="garderie-neuve", name="Garderie neuve")
    assert load(folder).added == 1
    assert listing("garderie-neuve").slug == "garderie-neuve"
    assert listing("garderie-du-haut").status == "published", "one that left the file stays: closing is a decision"


def test_what_a_person_changed_is_kept_and_told_and_the_rest_follows_the_file(folder: Path):
    person("garderie-du-haut", summary="Corrigé par la structure.")
    edit(folder, "services.csv", "garderie-du-haut", summary="Un texte du fichier.", age_note="À partir de 3 ans.")
    report = load(folder)
    facts = facts_of(listing("garderie-du-haut"))
    assert (facts.summary, facts.age_note) == ("Corrigé par la structure.", "À partir de 3 ans.")
    (kept,) = report.kept
    assert "garderie-du-haut" in kept and "summary" in kept


def test_what_a_person_changed_survives_any_number_of_loadings(folder: Path):
    person("garderie-du-haut", summary="Corrigé.", contacts=(ContactFacts("phone", "05 36 49 90 77"),))
    for text in ("Fichier 1.", "Fichier 2.", "Fichier 2."):
        edit(folder, "services.csv", "garderie-du-haut", summary=text)
        load(folder)
        assert facts_of(listing("garderie-du-haut")).summary == "Corrigé."
    assert facts_of(listing("garderie-du-haut")).contacts[0].value == "05 36 49 90 77"
    before = state()
    assert load(folder).same == 4
    assert state() == before


def test_a_file_that_joins_what_a_person_wrote_is_no_conflict(folder: Path):
    person("garderie-du-haut", summary="D’accord.")
    edit(folder, "services.csv", "garderie-du-haut", summary="D’accord.")
    assert load(folder).kept == []


def test_an_organization_follows_the_file_except_where_a_person_changed_it(folder: Path):
    uuid = stable_uuid("organization", "cc-de-l-exemple")
    with unit_of_work():
        save_organization(uuid, {"phone": "05 36 49 90 55"}, by=NADIA)
    edit(folder, "organizations.csv", "cc-de-l-exemple", name="Communauté neuve", phone="05 36 49 90 66")
    report = load(folder)
    organization = session().scalars(select(Organization)).one()
    assert (organization.name, organization.phone) == ("Communauté neuve", "05 36 49 90 55")
    assert len(report.kept) == 1
    assert from_json(listing("maison-de-l-exemple").card).organization == "Communauté neuve"


def test_a_confirmation_in_the_file_is_noted_once_and_never_goes_back(folder: Path):
    assert (listing("garderie-du-haut").assured_by, listing("garderie-du-haut").next_due) == (
        "la structure",
        date(2027, 3, 15),
    )
    edit(folder, "services.csv", "garderie-du-haut", assured_on="2026-10-20")
    assert load(folder).changed == 1
    assert listing("garderie-du-haut").assured_on == date(2026, 10, 20)
    with unit_of_work():
        assure(listing("garderie-du-haut"), date(2026, 11, 10), by=NADIA, said_by="Nadia")
    edit(folder, "services.csv", "garderie-du-haut", assured_on="2026-11-01")
    assert load(folder).same == 4
    assert listing("garderie-du-haut").assured_by == "Nadia"


def test_a_type_or_a_commune_that_changes_reaches_the_cards(folder: Path):
    edit(folder, "types.csv", "garderie-exemple", key="slug", age_max_months="155")
    version = reference().version
    load(folder)
    assert from_json(listing("garderie-du-bas").card).age_max == 155
    assert reference().version == version + 1


def state() -> tuple:
    session().rollback()
    totals = [session().scalar(select(func.count()).select_from(table)) for table in (Revision, HistoryEntry)]
    versions = [session().scalar(select(table.version)) for table in (CatalogueState, Territory)]
    assert first_broken() is None
    return everything(), totals, versions


def edit(folder: Path, file: str, row: str, *, key: str = "id", **values: str) -> None:
    path = folder / file
    with path.open(encoding="utf-8", newline="") as source:
        lines = list(csv.DictReader(source))
    (found,) = (line for line in lines if line[key] == row)
    found.update(values)
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, lines[0].keys())
        writer.writeheader()
        writer.writerows(lines)


def listing(key: str) -> Service:
    found = service_by_uuid(stable_uuid("service", key))
    assert found is not None, key
    return session().get_one(Service, found.id)


def person(key: str, **values) -> None:
    with unit_of_work():
        change_service(listing(key), replace(facts_of(listing(key)), **values), by=NADIA)


def last_entry() -> HistoryEntry:
    return session().scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc()).limit(1)).one()
