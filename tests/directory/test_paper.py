"""The guide on paper: a family chooses, waits, takes a PDF that everybody can read; nobody makes the site work twice."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, NameObject
from sqlalchemy import select

from app.catalogue.queries import shown_cards
from app.directory.paper.contents import gather
from app.foundation import clock, errands
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.paper import operations, printing
from app.paper.models import PaperGuide
from app.paper.printing import PressFailed, PressStopped, press_works, print_pdf
from app.paper.queries import file_of, guide_at
from app.paper.rules import ASKED_PER_HOUR, MOST_WAITING, State, TooManyWaiting, Wanted
from tests.directory.support import changed
from tests.support.closing import not_run
from tests.support.page import Page
from tests.support.pdf import elements, faults, reader, words
from tests.support.strict_client import StrictClient

SEEDS = Path("seed_data")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _press() -> None:
    if not press_works():
        not_run("la bibliothèque Pango (le guide en PDF)", "sudo apt-get install -y libpangoft2-1.0-0")


def asked(client: StrictClient, **fields: str):
    token = TOKEN.search(client.get("/guide-papier").get_data(as_text=True))
    assert token
    return client.post("/guide-papier", data={"csrf_token": token[1], **fields})


def make_all(app: Flask) -> None:
    with app.app_context():
        while errands.run_all():
            pass


@pytest.fixture(scope="module")
def small(module_app: Flask) -> str:
    """The commune that has the fewest listings with a place of their own."""
    with module_app.app_context():
        cards = list(shown_cards())
    held = {insee: sum(insee in card.communes for card in cards) for insee in {c.commune for c in cards if c.commune}}
    return min(held, key=lambda insee: (held[insee], insee))


@pytest.fixture(scope="module")
def printed(module_app: Flask, small: str) -> Iterator[bytes]:
    """The guide of that commune, asked for, waited for and taken through the pages."""
    if not press_works():
        not_run("la bibliothèque Pango (le guide en PDF)", "sudo apt-get install -y libpangoft2-1.0-0")
    module_client = module_app.test_client()
    assert isinstance(module_client, StrictClient)
    answer = asked(module_client, commune=small)
    assert answer.status_code == 303
    waiting = module_client.get(answer.location)
    page = Page(waiting.get_data(as_text=True))
    assert 'http-equiv="refresh"' in waiting.get_data(as_text=True) and 'role="status"' in waiting.get_data(
        as_text=True
    )
    assert "Arrêter la préparation" in page.visible and "Set-Cookie" not in waiting.headers
    make_all(module_app)
    ready = module_client.page(answer.location)
    assert "Votre guide est prêt." in ready.visible and "http-equiv" not in module_client.get(answer.location).get_data(
        as_text=True
    )
    file = module_client.get(f"{answer.location}/guide.pdf")
    assert file.mimetype == "application/pdf" and file.headers["X-Robots-Tag"] == "noindex"
    yield file.get_data()


def test_the_guide_is_one_that_screen_readers_read(printed: bytes):
    assert faults(printed) == []
    kinds = {str(one["/S"]) for one in elements(reader(printed))}
    assert {"/H1", "/H2", "/H3", "/H4", "/L", "/LI", "/Link", "/Figure", "/P"} <= kinds
    assert "Guide des services aux familles" in str(reader(printed).metadata)


def test_every_listing_of_the_commune_is_printed_and_indexed(module_app: Flask, printed: bytes, small: str):
    pdf = reader(printed)
    first = next(rank for rank, page in enumerate(pdf.pages) if rank > 1 and "Index des noms" in page.extract_text())
    book, index = words(pdf).replace(" ", ""), words(pdf, first).replace(" ", "")
    with module_app.app_context():
        names = [card.name for card in gather(Wanted(commune=small)).cards]
    missing = [name for name in names if name.replace(" ", "").replace("'", "’") not in index]
    assert names and missing == []
    assert all(name.replace(" ", "").replace("'", "’") in book for name in names)


def test_contents_and_index_lead_to_pages_of_the_guide(printed: bytes):
    pdf = reader(printed)
    inside = [
        one.get_object()
        for page in pdf.pages
        for one in page.get("/Annots", ())
        if "/Dest" in one.get_object() or one.get_object().get("/A", {}).get("/S") == "/GoTo"
    ]
    assert len(inside) > 20
    known = set(pdf.named_destinations)
    assert {str(link.get("/Dest") or link["/A"]["/D"]) for link in inside} <= known


def test_private_addresses_never_appear(own_app: Flask, own_client: StrictClient):
    rows = [
        row
        for file in SEEDS.glob("*/services.csv")
        for row in csv.DictReader(file.open(encoding="utf-8"))
        if row["address_is_private"] in ("1", "true", "oui")
    ]
    assert rows, "the seeds hold a private address"
    with own_app.app_context():
        slugs = [card.slug for card in shown_cards() if card.name in {row["name"] for row in rows}]
    answer = asked(own_client, fiches=",".join(slugs))
    make_all(own_app)
    text = words(reader(own_client.get(f"{answer.location}/guide.pdf").get_data()))
    poster = words(reader(own_client.get(f"/services/{slugs[0]}/affiche.pdf").get_data()))
    for row in rows:
        assert row["name"].replace("'", "’") in text
        for secret in (row["address"], row["lat"], row["lon"]):
            assert not secret or (secret not in text and secret not in poster)


def test_the_same_request_of_the_same_data_is_one_guide(own_app: Flask, own_client: StrictClient):
    first = asked(own_client, theme="logement").location
    assert asked(own_client, theme="logement").location == first
    assert asked(own_client, theme="logement", **{"grands-caracteres": "1"}).location != first
    with own_app.app_context():
        slug = next(card.slug for card in shown_cards() if "logement" in card.themes)
    changed(own_app, slug, summary="Un autre résumé.")
    assert asked(own_client, theme="logement").location != first


def test_a_guide_that_nobody_wants_any_more_is_not_made(own_app: Flask, own_client: StrictClient):
    where = asked(own_client, theme="logement").location
    asked(own_client, theme="logement")
    found = TOKEN.search(own_client.get(where).get_data(as_text=True))
    assert found
    token = found[1]
    with own_app.app_context(), unit_of_work():
        guide = guide_at(where.rpartition("/")[2])
        assert guide and operations.move(guide.id, State.MAKING, pages=12)
    assert "Mise en pages\u00a0: page 12." in own_client.page(where).visible, "how far it is"
    own_client.post(f"{where}/arreter", data={"csrf_token": token})
    assert "Arrêter la préparation" in own_client.page(where).visible, "another person still waits for it"
    own_client.post(f"{where}/arreter", data={"csrf_token": token})
    assert "La préparation est arrêtée." in own_client.page(where).visible
    make_all(own_app)
    assert own_client.get(f"{where}/guide.pdf").status_code == 404
    assert asked(own_client, theme="logement").location != where, "it may be asked again"


def test_the_press_stops_and_leaves_nothing_when_told(tmp_path: Path):
    style = tmp_path / "style.css"
    style.write_text("p { break-before: page }")
    page = f"<html lang=fr><title>x</title><body>{'<p>x</p>' * 40}"
    heard: list[int] = []

    def stop(number: int) -> bool:
        heard.append(number)
        return False

    with pytest.raises(PressStopped):
        print_pdf(page, style, tmp_path, tmp_path / "x.pdf", stop)
    assert heard and [file.name for file in tmp_path.iterdir()] == ["style.css"]


def test_the_press_opens_no_other_file_and_says_what_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    secret = tmp_path / "secret.png"
    secret.write_bytes(
        Path("static/img").joinpath("icon-192.png").read_bytes() if Path("static/img/icon-192.png").exists() else b""
    )
    (tmp_path / "assets").mkdir()
    style = tmp_path / "style.css"
    style.write_text("")
    page = f'<html lang=fr><title>x</title><body><p>x</p><img alt=x src="{secret.as_uri()}">'
    print_pdf(page, style, tmp_path / "assets", tmp_path / "x.pdf")
    assert b"/Image" not in (tmp_path / "x.pdf").read_bytes()
    monkeypatch.setattr(printing, "LONGEST", 0.01)
    with pytest.raises(PressFailed):
        print_pdf(page, style, tmp_path / "assets", tmp_path / "y.pdf")
    assert not (tmp_path / "y.pdf").exists()


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"commune": "99999"}, "n’existe pas"),
    ({"theme": "astrologie"}, "n’existe pas"),
    ({"fiches": "fiche-forgee,../../etc/passwd"}, "Votre sélection est vide"),
])  # fmt: skip
def test_what_cannot_be_printed_is_said(module_client: StrictClient, fields: dict[str, str], sentence: str):
    answer = asked(module_client, **fields)
    assert answer.status_code == 400 and sentence in Page(answer.get_data(as_text=True)).visible


def test_a_guide_of_too_many_listings_is_refused_with_what_to_do(
    own_app: Flask, own_client: StrictClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.directory.routes.paper.MOST_LISTINGS", 50)
    monkeypatch.setattr("app.directory.paper.contents.MOST_LISTINGS", 50)
    answer = asked(own_client)
    assert (
        answer.status_code == 400
        and "50 services au plus. Choisissez une commune ou un thème." in Page(answer.get_data(as_text=True)).visible
    )
    with own_app.app_context():
        assert len(gather(Wanted()).cards) == 50 and gather(Wanted()).left_out, (
            "bounded even when the data grew meanwhile"
        )


def test_one_address_asks_for_few_guides_an_hour(own_app: Flask, own_client: StrictClient):
    with own_app.app_context():
        communes = sorted({card.commune for card in shown_cards() if card.commune})
    for insee in communes[:ASKED_PER_HOUR]:
        assert asked(own_client, commune=insee).status_code == 303
    assert asked(own_client, commune=communes[0]).status_code == 303, "the same one costs nothing"
    refused = asked(own_client, commune=communes[ASKED_PER_HOUR])
    assert refused.status_code == 429 and "Recommencez dans une heure" in refused.get_data(as_text=True)
    with own_app.app_context():
        assert all("127.0.0.1" not in guide.sender for guide in session().scalars(select(PaperGuide)))
        with pytest.raises(TooManyWaiting):
            for number in range(MOST_WAITING + 1):
                operations.ask(Wanted(theme=f"t{number}"), (number,), sender=f"s{number}")


def test_a_guide_is_forgotten_after_three_days(own_app: Flask, own_client: StrictClient):
    where = asked(own_client, theme="logement").location
    key = where.rpartition("/")[2]
    make_all(own_app)
    with own_app.app_context():
        place = file_of(key)
    assert place.is_file()
    with clock.freeze(clock.now() + timedelta(days=3, minutes=1)):
        assert own_client.get(where).status_code == 404
        make_all(own_app)
    assert not place.exists()
    assert own_client.get("/guide-papier/personne/guide.pdf").status_code == 404


@pytest.fixture(scope="module")
def longest_name(module_app: Flask) -> str:
    """The address of the place whose name is the longest."""
    with module_app.app_context():
        return max(shown_cards(), key=lambda one: len(one.name)).slug


@pytest.fixture(scope="module")
def poster(module_app: Flask, longest_name: str) -> bytes:
    """The sheet for its door."""
    answer = module_app.test_client().get(f"/services/{longest_name}/affiche.pdf")
    assert answer.mimetype == "application/pdf"
    return answer.get_data()


def test_a_poster_fits_one_sheet_and_its_drawing_leads_to_the_page(
    module_client: StrictClient, poster: bytes, longest_name: str
):
    pdf = reader(poster)
    assert len(pdf.pages) == 1 and faults(poster) == []
    assert longest_name.replace("-", "") in words(pdf).replace(" ", "").replace("-", "")
    assert module_client.get("/services/nulle-part/affiche.pdf").status_code == 404


@pytest.mark.parametrize(("kind", "key"), [("/Figure", "/Alt"), ("/Link", "/K"), ("/H1", "/S")])
def test_the_check_sees_what_is_missing(poster: bytes, kind: str, key: str):
    broken = PdfWriter(clone_from=BytesIO(poster))
    one = next(element for element in elements(broken) if element["/S"] == kind)
    one[NameObject(key)] = NameObject("/P") if key == "/S" else ArrayObject()
    written = BytesIO()
    broken.write(written)
    assert faults(written.getvalue())
