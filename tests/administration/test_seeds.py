"""Loading the territory again never undoes what a person changed, added or removed; the rest follows the files."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.administration import operations
from app.administration.lines import add_line
from app.administration.subjects import BY_ROOM, LIST_ROOMS
from app.administration.subjects.lists import HERE
from app.foundation.actors import Actor, ActorKind, Audience
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.guides.queries import all_guides, guide_page
from app.history.models import HistoryEntry
from app.territory.models import SchoolHolidayRange, VocabularyEntry
from app.territory.queries import reference
from tests.catalogue.support import SMALL, load

ADMIN = Actor(ActorKind.PERSON, "Paul", 1, frozenset({Audience.ADMIN}))


@pytest.fixture
def folder(tmp_path: Path, small: Flask) -> Path:
    """A copy of the small territory, to change."""
    return Path(shutil.copytree(SMALL, tmp_path / SMALL.name))


def act(room: str, key: str, **values: object) -> None:
    with unit_of_work():
        wanted = {name.replace("__", "."): value for name, value in values.items()}
        assert operations.change(BY_ROOM[room], key, wanted, by=ADMIN)


def edit(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows, names = list(reader), reader.fieldnames or []
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def words() -> set[tuple[str, str, str]]:
    return {(one.term, one.type, one.kind) for one in reference().vocabulary}


def key_of(term: str, type_slug: str) -> str:
    found = select(VocabularyEntry.uuid).where(VocabularyEntry.term == term, VocabularyEntry.type_slug == type_slug)
    return str(session().scalars(found).one())


def test_loading_again_changes_nothing(folder: Path):
    before = reference().version
    assert load(folder).kept == []
    assert reference().version == before


def test_words(folder: Path):
    first, second, third = (reference().vocabulary[rank] for rank in range(3))
    act("vocabulaire", key_of(first.term, first.type), term="zébulon")
    with unit_of_work():
        operations.remove(BY_ROOM["vocabulaire"], key_of(second.term, second.type), by=ADMIN)
        own = {"term": "trottinette", "type_slug": third.type, "language": "", "kind": "", "note": ""}
        operations.add(BY_ROOM["vocabulaire"], own, by=ADMIN)
    kept = words()
    assert load(folder).kept == []
    assert words() == kept, "the same files"

    def later(rows: list[dict[str, str]]) -> None:
        rows[0]["note"], rows[1]["note"] = "remarque neuve", "remarque neuve"
        rows.append({**rows[2], "term": "trottinette"})
        rows.append({**rows[2], "term": "toupie"})
        del rows[2]

    edit(folder / "vocabulary.csv", later)
    load(folder)
    assert words() == (kept | {("toupie", third.type, third.kind)}) - {(third.term, third.type, third.kind)}
    note = next(one.note for one in reference().vocabulary if one.term == "zébulon")
    assert note == "remarque neuve", "a field that nobody touched follows the file"
    before = reference().version
    load(folder)
    assert reference().version == before


def test_types(folder: Path):
    slug = next(iter(reference().types))
    act("types", slug, definition="Dit par Paul.", verify_every_months=11)

    def later(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["slug"] == slug)
        row["definition"], row["plural"] = "Dit par le fichier.", "Pluriel du fichier"

    edit(folder / "types.csv", later)
    report = load(folder)
    kind = reference().types[slug]
    assert (kind.definition, kind.verify_every_months) == ("Dit par Paul.", 11)
    assert kind.plural == "Pluriel du fichier"
    assert len(report.kept) == 1 and "definition" in report.kept[0]


def test_communes(folder: Path):
    insee = next(iter(reference().communes))
    act("communes", insee, town_hall__phone="05 36 49 90 12", postcodes=["99990"])

    def later(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["insee"] == insee)
        row["town_hall_phone"], row["town_hall_email"] = "05 36 49 90 99", "mairie@exemple.fr"

    edit(folder / "communes.csv", later)
    report = load(folder)
    commune = reference().communes[insee]
    assert (commune.town_hall.phone, commune.postcodes) == ("05 36 49 90 12", ("99990",))
    assert commune.town_hall.email == "mairie@exemple.fr", "its neighbour in the same column follows the file"
    assert len(report.kept) == 1 and "town_hall.phone" in report.kept[0]


def test_texts_and_guides(folder: Path):
    act("textes", "editeur", facts__publisher__director="Camille Exemple")
    act("textes", "site", tagline="Dit par Paul.")
    path = folder / "territory.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("tagline = ", "tagline = \"Dit par le fichier.\" # "),
                    encoding="utf-8")  # fmt: skip
    guide = all_guides()[0]
    act("situations", guide.slug, summary="Résumé de Paul.")
    guides = folder / "guides.toml"
    guides.write_text(guides.read_text(encoding="utf-8").replace(guide.title, "Titre du fichier", 1), encoding="utf-8")
    report = load(folder)
    assert reference().facts["publisher"]["director"] == "Camille Exemple"
    assert reference().tagline == "Dit par Paul."
    found = next(one for one in all_guides() if one.slug == guide.slug)
    assert (found.title, found.summary) == ("Titre du fichier", "Résumé de Paul.")
    assert any("tagline" in kept for kept in report.kept)


def test_holidays(folder: Path):
    zone = reference().school_zone
    row = session().scalars(select(SchoolHolidayRange).where(SchoolHolidayRange.zone == zone)).first()
    assert row is not None
    key, ends = str(row.uuid), row.ends.isoformat()
    act("vacances", key, ends=row.starts.isoformat())
    load(folder)
    session().expire_all()
    assert row.ends == row.starts and row.ends.isoformat() != ends


def test_what_is_undone_follows_the_file_again(folder: Path):
    slug = next(iter(reference().types))
    act("types", slug, definition="Dit par Paul.")
    number = session().scalars(select(HistoryEntry.id).order_by(HistoryEntry.id.desc())).first()
    with unit_of_work():
        operations.undo(number or 0, by=ADMIN)

    def later(rows: list[dict[str, str]]) -> None:
        next(row for row in rows if row["slug"] == slug)["definition"] = "Dit par le fichier."

    edit(folder / "types.csv", later)
    assert load(folder).kept == []
    assert reference().types[slug].definition == "Dit par le fichier."


def test_what_was_added_or_removed_on_screen_stays_so(folder: Path):
    """A type and its word removed, a theme, a step and a number added."""
    type_slug, theme = _a_type_of_the_file(folder), next(iter(reference().themes))
    facts = reference().facts
    guide = all_guides()[0]
    line = {"title": "Étape de Paul", "text": "", "links": [], "bring": []}
    with unit_of_work():
        mine = {"label": "Thème de Paul", "short": "x", "definition": "x", "icon": "theme"}
        added = operations.add(BY_ROOM["themes"], mine, by=ADMIN)
        add_line(LIST_ROOMS["etapes"], guide.slug, line, by=ADMIN)
        number = {"number": "3939", "label": "Allô", "when": "x", "sms": False, "topics": []}
        add_line(LIST_ROOMS["urgences"], HERE, number, by=ADMIN)

    def more(rows: list[dict[str, str]]) -> None:
        rows.append({**rows[0], "term": "toupie", "type": type_slug})

    edit(folder / "vocabulary.csv", more)
    report = load(folder)
    assert report.problems == []
    assert type_slug not in reference().types and "toupie" not in {one.term for one in reference().vocabulary}
    assert {theme, added} <= reference().themes.keys()
    assert guide_page(guide.slug).steps[-1].title == "Étape de Paul"  # type: ignore[union-attr]
    assert len(reference().facts["emergency"]) == len(facts.get("emergency", ())) + 1


def _a_type_of_the_file(folder: Path) -> str:
    """A type and a word that the file wrote, and that a person removed."""

    def one_more(rows: list[dict[str, str]]) -> None:
        rows.append({**rows[0], "slug": "toboggan", "label": "Toboggan"})

    edit(folder / "types.csv", one_more)
    edit(folder / "vocabulary.csv", lambda rows: rows.append({**rows[0], "term": "glissade", "type": "toboggan"}))
    load(folder)
    with unit_of_work():
        operations.remove(BY_ROOM["vocabulaire"], key_of("glissade", "toboggan"), by=ADMIN)
        operations.remove(BY_ROOM["types"], "toboggan", by=ADMIN)
    return "toboggan"
