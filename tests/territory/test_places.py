"""Streets and places: reading the national address base, and finding what people type."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.db import session
from app.territory.gazetteer import LOCALITY, STREET
from app.territory.models import Place
from app.territory.places import gazetteer, house_position
from app.territory.prefixes import Prefixes
from app.territory.queries import forget, reference
from app.territory.streets import number_key, read_address, street_key
from tests.support.instance import command

TITLES = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles"
)


def line(street: str, number: str, rep: str, insee: str, lon: str, lat: str, hamlet: str = "") -> str:
    """A line of a made-up street."""
    cells = ["x", "", number, rep, street, "82290", insee, "", "", "", "0", "0", lon, lat, "entrée", "", hamlet]
    return ";".join(cells + [""] * 6)


FICTIONAL = (
    line("Rue de la Girafe Bleue", "12", "", "82124", "1.300", "44.010"),
    line("Rue de la Girafe Bleue", "12", "bis", "82124", "1.301", "44.011"),
    line("Rue de la Girafe Bleue", "14", "", "82124", "1.302", "44.012", "Les Quatre Lunes"),
    line("Avenue du Général Pamplemousse", "1", "", "82121", "1.350", "44.020"),
    line("Rue de la Girafe Bleue", "3", "", "82121", "1.360", "44.030"),
    line("Chemin de Nulle Part", "5012", "", "82121", "1.361", "44.031"),
    line("Rue d’Ailleurs", "1", "", "75056", "2.35", "48.85"),
)
BAD = (
    line("Rue Tordue", "1", "", "82121", "est", "44.0"),
    line("", "1", "", "82121", "1.3", "44.0"),
    line("Rue du Bord du Monde", "1", "", "82121", "1.3", "99"),
    line("Rue Sans Commune", "1", "", "", "1.3", "44.0"),
)


def write(folder: Path, *lines: str) -> Path:
    path = folder / "adresses-82.csv"
    path.write_text("\n".join([TITLES, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def addressed(own_app: Flask, tmp_path: Path) -> Flask:
    """The site, once made-up streets have been loaded."""
    command(own_app, "territory", "load-addresses", str(write(tmp_path, *FICTIONAL)))
    return own_app


def stored(app: Flask) -> list[tuple[str, str, str, int]]:
    with app.app_context():
        rows = session().scalars(select(Place).order_by(Place.commune_insee, Place.key)).all()
        return [(row.commune_insee, row.kind, row.name, len(row.numbers)) for row in rows]


def test_one_row_a_street_in_the_communes_of_the_territory_alone(addressed: Flask):
    assert stored(addressed) == [
        ("82121", STREET, "Avenue du Général Pamplemousse", 1),
        ("82121", LOCALITY, "Chemin de Nulle Part", 0),
        ("82121", STREET, "Rue de la Girafe Bleue", 1),
        ("82124", LOCALITY, "Les Quatre Lunes", 0),
        ("82124", STREET, "Rue de la Girafe Bleue", 3),
    ]


def test_loading_again_changes_nothing(addressed: Flask, tmp_path: Path):
    with addressed.app_context():
        before = reference().version
    said = command(addressed, "territory", "load-addresses", str(write(tmp_path, *reversed(FICTIONAL))))
    assert "Rien n’a changé" in said
    with addressed.app_context():
        forget()
        assert reference().version == before


def test_another_file_replaces_everything_and_is_seen_at_once(addressed: Flask, tmp_path: Path):
    with addressed.app_context():
        assert len(gazetteer()) == 5
    command(addressed, "territory", "load-addresses", str(write(tmp_path, FICTIONAL[3])))
    with addressed.app_context():
        assert [place.name for place in gazetteer().places] == ["Avenue du Général Pamplemousse"]


def test_bad_lines_are_told_with_their_number_and_the_others_are_kept(own_app: Flask, tmp_path: Path):
    said = command(own_app, "territory", "load-addresses", str(write(tmp_path, FICTIONAL[0], *BAD)))
    assert [f"ligne {number} :" in said for number in (2, 3, 4, 5, 6)] == [False, True, True, True, True]
    assert "« lon » n’est pas un nombre" in said and "hors du monde" in said
    assert len(stored(own_app)) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a;b\n1;2\n", "colonnes absentes"),
        (b"", "colonnes absentes"),
        ((TITLES + "\n" + FICTIONAL[0]).encode() + b"\n\xe9\xff;\n", "UTF-8"),
        ((TITLES + "\n" + FICTIONAL[-1] + "\n").encode(), "aucune adresse de ce territoire"),
    ],
)
def test_a_wrong_file_changes_nothing(addressed: Flask, tmp_path: Path, content: bytes, said: str):
    path = tmp_path / "autre.csv"
    path.write_bytes(content)
    result = addressed.test_cli_runner().invoke(args=["territory", "load-addresses", str(path)])
    assert result.exit_code == 1 and said in result.output and "Rien n’a été changé" in result.output
    assert len(stored(addressed)) == 5


def test_a_failure_in_the_middle_leaves_the_old_streets(
    addressed: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.territory.operations.forget", lambda: 1 / 0)
    path = write(tmp_path, FICTIONAL[3])
    result = addressed.test_cli_runner().invoke(args=["territory", "load-addresses", str(path)])
    assert isinstance(result.exception, ZeroDivisionError)
    assert len(stored(addressed)) == 5


def test_without_a_territory_the_command_says_what_to_do(empty_app: Flask, tmp_path: Path):
    path = str(write(tmp_path, *FICTIONAL))
    result = empty_app.test_cli_runner().invoke(args=["territory", "load-addresses", path])
    assert result.exit_code == 1 and "flask seed load" in result.output


def test_houses_are_found_by_their_number(addressed: Flask):
    with addressed.app_context():
        forget()
        (street,) = gazetteer().named("rue girafe bleue", frozenset({"82124"}))
        assert house_position(street, "12") == (44.01, 1.3)
        assert house_position(street, "12 bis") == (44.011, 1.301)
        assert house_position(street, "12 ter") == (44.01, 1.3)
        assert house_position(street, "99") is None


def test_names_are_found_in_every_spelling(addressed: Flask):
    with addressed.app_context():
        found = gazetteer()
    for text in ("Av. du Gal Pamplemousse", "avenue general pamplemousse", "PAMPLEMOUSSE", "général  pamplemousse"):
        assert [place.name for place in found.named(text)] == ["Avenue du Général Pamplemousse"], text
    assert len(found.named("rue de la girafe bleue")) == 2
    assert [place.name for place in found.alike("avenue du general pamplemouse")] == ["Avenue du Général Pamplemousse"]
    assert found.named("rue") == [] and found.named("") == [] and found.alike("zzzzz") == []
    assert [place.name for place in found.starting("lun", 8)] == ["Les Quatre Lunes"]


def test_streets_are_compared_without_small_words_and_abbreviations():
    assert street_key("Bd de l’Égalité") == street_key("boulevard EGALITE") == "boulevard egalite"
    assert street_key("Rue du 8 Mai 1945") == "rue 8 mai 1945"
    assert street_key("La Le Les") == "la le les"


def test_parts_of_an_address():
    read = read_address("12 bis, rue du Lac 82290 Montbeton")
    assert (read.number, read.postcode, read.rest) == ("12 bis", "82290", "rue du Lac Montbeton")
    read = read_address("3 rue du Lac")
    assert (read.number, read.postcode, read.rest) == ("3", "", "rue du Lac")
    read = read_address("82 290")
    assert (read.number, read.postcode, read.rest) == ("", "82290", "")
    assert number_key("0") == number_key("5001") == number_key("x") == ""


def test_prefixes_give_whole_beginnings_first():
    found = Prefixes([("Grand Lac", 1), ("Lac Bleu", 2), ("Lacune", 3)], street_key)
    assert found.starting("lac", 8) == [2, 3, 1]
    assert found.starting("lac", 1) == [2]
    assert found.starting("", 8) == found.starting("!?", 8) == []
