"""Life situations: data of the territory, whose links are searches that exist."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from app.guides.queries import all_guides, guide_page
from app.territory.queries import reference
from tests.catalogue.support import SMALL, load

PARAMETERS = {
    "q", "ou", "rayon", "theme", "type", "commune", "age_mois", "jour", "periode", "de", "a", "ouvert", "gratuit",
    "places", "accessible", "handicap", "langue", "tri",
}  # fmt: skip


def test_every_link_of_every_guide_is_a_search_of_this_territory(app):
    with app.app_context():
        guides = all_guides()
        assert len(guides) >= 5
        for guide in guides:
            assert guide.title and guide.summary and guide.icon and guide.steps, guide.slug
            for step in guide.steps:
                assert step.title and (step.text or step.links), guide.slug
                for link in step.links:
                    asked = parse_qsl(link.search, strict_parsing=True)
                    assert {name for name, _ in asked} <= PARAMETERS, link.search
                    assert all(value in reference().types for name, value in asked if name == "type"), link.search
                    assert all(value in reference().themes for name, value in asked if name == "theme"), link.search
                    assert all(value in reference().communes for name, value in asked if name == "commune"), link.search


def test_guides_come_in_the_order_of_the_file_and_by_their_address(small):
    page = guide_page("nous-arrivons")
    assert page == all_guides()[0]
    assert page.steps[0].bring == ("Pièce d’identité",)
    assert page.steps[0].links[0].search == "type=guichet-exemple"
    assert guide_page("inconnue") is None


@pytest.fixture
def folder(small, tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / SMALL.name))


def test_a_guide_that_changed_or_left_the_file_follows_it(folder: Path):
    path = folder / "guides.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '\n[[guides]]\nslug = "bis"\ntitle = "Bis"\nsummary = "x"\nicon = "droits"\nsteps = []\n')
    load(folder)
    assert [guide.slug for guide in all_guides()] == ["nous-arrivons", "bis"]
    path.write_text(text.replace("Nous arrivons", "Bienvenue"), encoding="utf-8")
    load(folder)
    assert [guide.title for guide in all_guides()] == ["Bienvenue"]


def test_a_folder_without_guides_changes_none(folder: Path):
    (folder / "guides.toml").unlink()
    load(folder)
    assert len(all_guides()) == 1
