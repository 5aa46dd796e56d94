"""Another EPCI is a folder: nothing of Grand Montauban is in the code."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from app.catalogue.queries import shown_cards
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.guides.queries import all_guides
from app.territory.models import Commune, ServiceType, Territory, Theme, VocabularyEntry
from app.territory.periods import Period
from app.territory.queries import NoTerritory, calendar, forget, reference
from scripts.common import ROOT
from tests.catalogue.support import SMALL, load


def test_without_a_territory_everything_says_so(empty_app):
    with empty_app.app_context(), pytest.raises(NoTerritory):
        reference()


def test_the_small_country_says_its_own_names(small):
    known = reference()
    assert (known.slug, known.name, known.epci_siren, known.school_zone) == (
        "petit-territoire",
        "Pays de l’Exemple",
        "999999991",
        "A",
    )
    assert [commune.name for commune in known.communes.values()] == ["Exemple-le-Bas", "Exemple-le-Haut"]
    assert known.communes["99001"].centre == (47.01, 2.99)
    assert known.communes["99001"].town_hall.phone == "05 36 49 90 10"
    assert set(known.types) == {"garderie-exemple", "guichet-exemple", "abri-exemple"}
    assert known.types["abri-exemple"].sensitive
    assert known.facts["help_desk"]["label"] == "Maison de l’Exemple"
    assert [guide.title for guide in all_guides()] == ["Nous arrivons"]
    assert len(list(shown_cards())) == 4


def test_its_calendar_is_that_of_its_zone(small):
    in_zone_a = date(2027, 2, 15)
    assert calendar().period(in_zone_a) is Period.SHORT_HOLIDAYS
    assert {holiday.name for holiday in reference().holidays}
    assert calendar().is_public_holiday(date(2026, 11, 11))


def test_the_calendar_of_the_real_territory_differs_on_the_same_day(app):
    with app.app_context():
        assert reference().school_zone == "C"
        assert calendar().period(date(2027, 2, 15)) is not None
        assert {(h.starts, h.ends) for h in reference().holidays} != set()


def test_no_name_of_the_real_territory_shows_in_the_small_one(small):
    everything = json.dumps([reference().facts, [repr(card) for card in shown_cards()]], ensure_ascii=False)
    assert "Montauban" not in everything
    assert "82121" not in everything


def test_the_code_names_no_place_of_the_real_territory():
    names = [commune.split(",")[1] for commune in commune_lines()] + ["248200099", "82121"]
    guilty = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "app").rglob("*.py")
        for name in names
        for line in path.read_text(encoding="utf-8").splitlines()
        if name in line and not line.lstrip().startswith(("#", '"""'))
    ]
    assert not guilty


def commune_lines() -> list[str]:
    text = (ROOT / "seed_data/grand-montauban/communes.csv").read_text(encoding="utf-8")
    return text.splitlines()[1:]


def test_loading_again_keeps_the_version_and_a_change_moves_it(small, tmp_path: Path):
    folder = Path(shutil.copytree(SMALL, tmp_path / SMALL.name))
    version = reference().version
    load(folder)
    assert reference().version == version
    path = folder / "communes.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Exemple-le-Haut,exemple", "Exemple-le-Très-Haut,exemple"), encoding="utf-8")
    load(folder)
    assert reference().version == version + 1
    assert reference().communes["99001"].name == "Exemple-le-Très-Haut"


def test_what_left_the_words_or_the_calendar_is_forgotten(small, tmp_path: Path):
    folder = Path(shutil.copytree(SMALL, tmp_path / SMALL.name))
    words, days = len(reference().vocabulary), len(reference().holidays)
    for name in ("vocabulary.csv", "school_holidays.csv"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text(lines[0] + "".join(lines[2:]), encoding="utf-8")
    load(folder)
    assert (len(reference().vocabulary), len(reference().holidays)) == (words - 1, days - 1)


def test_a_folder_without_a_territory_changes_none(small, tmp_path: Path):
    folder = tmp_path / "fiches"
    folder.mkdir()
    shutil.copy(SMALL / "services.csv", folder)
    before = reference()
    load(folder)
    assert reference() == before


def test_the_reference_is_read_once_and_again_when_it_moves(small):
    first = reference()
    assert reference() is first
    forget()
    assert reference() is first
    with unit_of_work():
        session().get_one(Territory, 1).version += 1
    forget()
    assert reference() is not first


def test_the_real_territory_is_whole(app):
    with app.app_context():
        counts = [session().query(table).count() for table in (Commune, Theme, ServiceType)]
        assert counts == [12, 7, 75]
        known = reference()
        for commune in known.communes.values():
            assert commune.outline and commune.postcodes and commune.town_hall.phone, commune.name
            assert commune.slug and commune.neighbours
        assert [commune.name for commune in known.communes.values() if not commune.ctg_signatory] == ["Léojac"]
        for kind in known.types.values():
            assert kind.theme in known.themes and kind.definition and kind.plural
            assert kind.listable or kind.leads_to in known.types
        assert session().query(VocabularyEntry).count() > 1000
        assert calendar().covered_until is not None
        assert all(theme["theme"] in known.themes for theme in known.facts["ctg"]["orientations"])
