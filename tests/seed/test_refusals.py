"""A bad row is told with its file, its line and why; the others load."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.queries import service_by_uuid, shown_ids
from app.catalogue.seed.folder import stable_uuid
from app.foundation.db import session
from tests.catalogue.support import SMALL, load
from tests.support.instance import command, copy_of, open_app


@pytest.fixture
def folder(tmp_path: Path, empty_app):
    with empty_app.app_context():
        yield Path(shutil.copytree(SMALL, tmp_path / SMALL.name))


#: Column, bad value, what is said of it.
BAD_LISTINGS = [
    ("id", "", "« id » est vide"),
    ("id", "maison-de-l-exemple", "est déjà pris"),
    ("name", "", "« name » est vide"),
    ("name", "n" * 201, "201 caractères"),
    ("type", "garderie-inconnue", "le type « garderie-inconnue » n’existe pas"),
    ("status", "ouvert", "attendu : draft, published"),
    ("organization", "personne", "l’organisation « personne » n’existe pas"),
    ("summary", "x" * 281, "281 caractères, 280 au plus"),
    ("commune", "31555", "la commune « 31555 » n’est pas du territoire"),
    ("served_communes", "99001;31555", "la commune « 31555 » n’est pas du territoire"),
    ("lat", "quarante", "attendu : un nombre"),
    ("lat", "nan", "attendu : un nombre"),
    ("lat", "97.5", "pas sur la Terre"),
    ("lon", "", "il manque la latitude ou la longitude"),
    ("position_precision", "à peu près", "attendu"),
    ("address_is_private", "peut-être", "attendu : « oui » ou « non »"),
    ("phone", "12", "« 12 » n’est pas un numéro de téléphone"),
    ("email", "sans arobase", "n’est pas une adresse électronique"),
    ("website", "javascript:alert(1)", "n’est pas une adresse de site"),
    ("website", "data:text/html,x", "n’est pas une adresse de site"),
    ("contact_fallback", "mairies", "attendu"),
    ("age_min_months", "trois", "attendu : un nombre entier"),
    ("age_min_months", "-1", "entre 0 et 1200"),
    ("age_max_months", "5000", "entre 0 et 1200"),
    ("age_max_months", "12", "l’âge minimum dépasse l’âge maximum"),
    ("source", "", "« source » est vide"),
    ("source_date", "31/12/2025", "attendu : une date"),
    ("source_date_precision", "siècle", "attendu"),
    ("read_on", "2026-02-30", "attendu : une date"),
    ("confidence", "D", "attendu : , A, B, C"),
    ("fee_kind", "cher", "attendu"),
    ("assured_on", "hier", "attendu : une date"),
    ("assured_by", "", "« assured_by » est vide"),
]


def test_each_bad_listing_is_told_by_its_line_and_the_others_load(folder: Path):
    lines = read(folder / "services.csv")
    for number, (column, value, _) in enumerate(BAD_LISTINGS):
        lines.append({**lines[0], "id": f"refusee-{number}", "name": f"Refusée {number}", column: value})
    write(folder / "services.csv", lines)
    report = load(folder)
    told = {problem.line: problem.reason for problem in report.problems}
    assert {problem.file for problem in report.problems} == {"petit-territoire/services.csv"}
    assert sorted(told) == list(range(6, 6 + len(BAD_LISTINGS)))
    wrong = [(case, told[line]) for line, case in enumerate(BAD_LISTINGS, 6) if case[2] not in told[line]]
    assert not wrong
    assert (report.added, session().query(Service).count()) == (4, 4)


#: File, bad line (its own first line when empty), what is said of it.
BAD_LINES = [
    ("hours.csv", "garderie-du-haut,hiver,lun,07:30,08:30", "attendu : scolaire"),
    ("hours.csv", "garderie-du-haut,scolaire,lundi,07:30,08:30", "jours inconnus"),
    ("hours.csv", "garderie-du-haut,scolaire,ven-lun,07:30,08:30", "jours inconnus"),
    ("hours.csv", "garderie-du-haut,scolaire,lun,7h30,08:30", "n’est pas une heure"),
    ("hours.csv", "garderie-du-haut,scolaire,lun,12:00,11:00", "n’est pas après l’ouverture"),
    ("hours.csv", "garderie-du-haut,scolaire,lun,08:00,09:00", "se chevauchent"),
    ("hours.csv", "garderie-du-haut,scolaire,mer;mer,08:00,09:00", "se chevauchent"),
    ("hours.csv", "inconnue,scolaire,lun,08:00,09:00", "la fiche « inconnue » n’existe pas"),
    ("hours.csv", ",scolaire,lun,08:00,09:00", "« service » est vide"),
    ("hours.csv", "garderie-du-haut,scolaire,lun", "autant de cases"),
    ("closures.csv", "garderie-du-haut,2026-12-31,2026-12-01,x", "à l’envers"),
    ("closures.csv", "garderie-du-haut,2026-12-31,,x", "vides"),
    ("special_openings.csv", "garderie-du-haut,2026-12-31,12:00,10:00", "à l’envers"),
    ("special_openings.csv", "garderie-du-haut,,10:00,12:00", "« day » est vide"),
    ("fees.csv", "garderie-du-haut,x,,,-1,heure,,", "négatif"),
    ("fees.csv", "garderie-du-haut,x,,,1.5,heure,,", "attendu : un nombre entier"),
    ("fees.csv", "garderie-du-haut,x,900,400,100,heure,,", "le quotient minimum dépasse"),
    ("fees.csv", "garderie-du-haut,x,,,100,minute,,", "attendu : heure"),
    ("availability.csv", "garderie-du-haut,x,,,10,2,,Nadia", "sans date"),
    ("availability.csv", "garderie-du-haut,x,,,10,-2,2026-11-01,Nadia", "négatif"),
    ("availability.csv", "garderie-du-haut,x,,,10,2,2026-11-01,", "« source » est vide"),
    ("campaigns.csv", "garderie-du-haut,Inscriptions,2026-12-31,2026-12-01,", "à l’envers"),
    ("contacts.csv", "garderie-du-haut,phone,12,,oui", "n’est pas un numéro"),
    ("contacts.csv", "garderie-du-haut,website,javascript:x,,oui", "n’est pas une adresse de site"),
    ("contacts.csv", "garderie-du-haut,fax,0536499001,,oui", "attendu : phone"),
    ("organizations.csv", "o,Nom,secte,,,,", "attendu : commune"),
    ("organizations.csv", "o,Nom,other,,,,javascript:x", "n’est pas une adresse de site"),
    ("organizations.csv", "cc-de-l-exemple,Nom,other,,,,", "est déjà pris"),
    ("communes.csv", "99003,Sans position,sans-position,,,,,,,,,,,,,,,oui", "est vide"),
    ("types.csv", "t,T,,,Ts,aucun-theme,,,,,,,,,,oui,,non,6", "le thème « aucun-theme » n’existe pas"),
    ("vocabulary.csv", "mot,aucun-type,,", "le type « aucun-type » n’existe pas"),
    ("vocabulary.csv", "", "deux fois"),
    ("school_holidays.csv", "A,À l’envers,2029-01-02,2029-01-01,ete", "à l’envers"),
    ("school_holidays.csv", "", "deux fois"),
    ("school_holidays.csv", "A,Ponts,2029-01-01,2029-01-02,pont", "attendu : petites-vacances"),
]


def test_each_bad_line_beside_the_listings_is_told_and_they_load(folder: Path):
    expected = {}
    for name, line, reason in BAD_LINES:
        text = (folder / name).read_text(encoding="utf-8")
        number = add(folder / name, line or text.splitlines()[1])
        expected[f"petit-territoire/{name}", number] = reason
    report = load(folder)
    told = {(problem.file, problem.line): problem.reason for problem in report.problems}
    assert told.keys() == expected.keys()
    assert not [(expected[key], said) for key, said in told.items() if expected[key] not in said]
    assert (report.added, session().query(Service).count()) == (4, 4)


def test_hours_are_believed_whole_or_not_at_all(folder: Path):
    """With Monday's line refused, the place would be said closed on Mondays: nobody said so."""
    add(folder / "hours.csv", "garderie-du-haut,scolaire,mer,8h,9h")
    report = load(folder)
    facts = facts_of(listing("garderie-du-haut"))
    assert (facts.slots, facts.hours_known) == ((), False)
    assert "restent inconnus" in report.problems[0].reason
    assert facts_of(listing("maison-de-l-exemple")).slots


def test_a_refused_row_leaves_the_listing_that_is_there_as_it_is(folder: Path):
    load(folder)
    before = facts_of(listing("garderie-du-haut"))
    bad_phone(folder)
    assert len(load(folder).problems) == 1
    assert facts_of(listing("garderie-du-haut")) == before


def test_a_missing_column_is_named(folder: Path):
    text = (folder / "services.csv").read_text(encoding="utf-8")
    (folder / "services.csv").write_text(text.replace("summary,", "resume,", 1), encoding="utf-8")
    report = load(folder)
    assert report.added == 0
    assert {problem.reason for problem in report.problems if "services" in problem.file} == {
        "la colonne « summary » manque"
    }


def test_the_command_tells_each_refusal_and_fails(empty_app, folder: Path):
    bad_phone(folder)
    result = empty_app.test_cli_runner().invoke(args=["seed", "load", str(folder)])
    assert result.exit_code == 1
    assert "petit-territoire : 3 ajoutées" in result.output
    assert "refusée — petit-territoire/services.csv, ligne 2 : « 12 » n’est pas un numéro de téléphone" in result.output


def test_a_file_that_is_not_utf_8_stops_its_folder_with_a_sentence(empty_app, folder: Path):
    (folder / "services.csv").write_bytes("é".encode("latin-1"))
    result = empty_app.test_cli_runner().invoke(args=["seed", "load", str(folder)])
    assert result.exit_code == 1
    assert "petit-territoire/services.csv n’est pas en UTF-8" in result.output
    assert "Traceback" not in result.output
    assert session().query(Service).count() == 0


def add(path: Path, line: str) -> int:
    """Append a line; its number."""
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text.rstrip()}\n{line}\n", encoding="utf-8")
    return len(text.rstrip().splitlines()) + 1


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, lines: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def bad_phone(folder: Path) -> None:
    lines = read(folder / "services.csv")
    lines[0]["phone"] = "12"
    write(folder / "services.csv", lines)


def listing(key: str) -> Service:
    found = service_by_uuid(stable_uuid("service", key))
    assert found is not None, key
    return session().get_one(Service, found.id)


def test_fictional_listings_are_refused_outside_of_a_demonstration(tmp_path: Path):
    instance = copy_of("empty", tmp_path / "instance")
    app = open_app(instance, demonstration="0")
    with pytest.raises(AssertionError, match="fictives"):
        command(app, "seed", "load", "seed_data/grand-montauban", "seed_data/demonstration")
    with app.app_context():
        assert not shown_ids()
