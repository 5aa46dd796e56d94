"""The pages of families in other languages: addresses, marks, directions, words."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete

from app.directory.presenting.trust import by_words
from app.foundation.db import session
from app.foundation.i18n import catalog, speaking, spoken
from app.foundation.unit_of_work import unit_of_work
from app.territory.models import Theme, Wording
from app.territory.queries import forget
from tests.support.page import Page, plain, text_of
from tests.support.pages import PUBLIC_PAGES, PublicPage
from tests.support.pseudo import write_catalogs
from tests.support.strict_client import StrictClient

#: Public, and yet for professionals or for the workshop.
DESKS = ("connexion", "invitation", "courriels", "ma-structure", "demande-suivie", "retour-de-proconnect", "styles")
FAMILY_PAGES = [page for page in PUBLIC_PAGES if not page.name.startswith(DESKS)]


@pytest.fixture(autouse=True)
def dressed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every language whole, whatever the state of the real translations."""
    monkeypatch.setattr(catalog, "TRANSLATIONS", _folder(tmp_path_factory))


_made: list[Path] = []


def _folder(factory: pytest.TempPathFactory) -> Path:
    if not _made:
        _made.append(write_catalogs(factory.mktemp("pseudo")))
    return _made[0]


def translate(app: Flask, source: str, text: str, language: str = "en") -> None:
    with app.app_context(), unit_of_work():
        session().execute(delete(Wording).where(Wording.language == language, Wording.source == source))
        session().add(Wording(language=language, key=f"test:{source}", field="label", source=source, text=text))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("page", FAMILY_PAGES, ids=lambda page: page.name)
def test_every_page_for_families_speaks(client: StrictClient, app: Flask, page: PublicPage, language: str):
    read = client.page(f"/{language}{page.on(app)}", page.status)
    assert read.root.get("lang") == language
    assert read.root.get("dir") == ("rtl" if language == "ar" else "ltr")
    left = [link.get("href") or "" for link in read.all("a") if not _keeps(link.get("href") or "", language)]
    assert not left, "these links fall back into French"


def _keeps(href: str, language: str) -> bool:
    """Whether a link of a page stays in its language; the desks, files and other sites have only one."""
    french = ("/connexion", "/api/", "/static/", "/espace", "/donnees", "/exports", "/flux", "/guide.pdf")
    elsewhere = not href.startswith("/") or href.startswith(french)
    switch = any(href == f"/{code}" or href.startswith(f"/{code}/") for code in ("en", "es", "pt", "ar"))
    elsewhere = elsewhere or href.endswith("/c-est-ma-structure")  # for professionals
    return elsewhere or (href.startswith(f"/{language}/") if not switch else True) or _is_french_switch(href)


_switches: set[str] = set()


def _is_french_switch(href: str) -> bool:
    return href in _switches


@pytest.fixture(autouse=True)
def switches(app: Flask) -> None:
    """The one link of each page that leads to it in French."""
    _switches.clear()
    _switches.update(page.on(app) for page in FAMILY_PAGES)


def test_the_switch_keeps_the_page_and_its_search(client: StrictClient):
    page = client.page("/recherche?q=creche&ou=Montauban&jour=mer&jour=jeu")
    links = {link.get("hreflang"): link for link in page.all("a") if link.get("hreflang")}
    assert list(links) == ["fr", "en", "es", "pt", "ar"]
    assert links["ar"].get("href") == "/ar/recherche?q=creche&ou=Montauban&jour=mer&jour=jeu"
    assert (links["ar"].get("lang"), links["ar"].get("dir"), text_of(links["ar"])) == ("ar", "rtl", "العربية")
    assert links["fr"].get("aria-current") == "true" and links["en"].get("aria-current") is None
    back = client.page("/ar/recherche?q=creche&ou=Montauban&jour=mer&jour=jeu")
    assert "/recherche?q=creche&ou=Montauban&jour=mer&jour=jeu" in [link.get("href") for link in back.all("a")]


def test_the_head_names_the_same_page_in_each_language(client: StrictClient):
    page = client.page("/pt/communes/montauban")
    named = {link.get("hreflang"): link.get("href") for link in page.all("link") if link.get("hreflang")}
    assert named == {
        "fr": "http://localhost/communes/montauban",
        "x-default": "http://localhost/communes/montauban",
        **{code: f"http://localhost/{code}/communes/montauban" for code in ("en", "es", "pt", "ar")},
    }


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/en", "/en/"),
        ("/en?q=1", "/en/?q=1"),
        ("/en/connexion?suite=/espace", "/connexion?suite=/espace"),
        ("/ar/api/recherche?q=cr%C3%A8che", "/api/recherche?q=cr%C3%A8che"),
    ],
)
def test_addresses_that_lead_elsewhere(client: StrictClient, address: str, leads_to: str):
    answer = client.get(address)
    assert answer.status_code in (302, 308) and answer.location == leads_to


@pytest.mark.raw_pages
@pytest.mark.parametrize(
    "address", ["/en//evil.example", "/en/%2F/evil.example/x", "/en/\\evil.example", "/EN/", "/fr/", "/de/", "/e/"]
)
def test_no_prefix_leads_out_of_the_site(client: StrictClient, address: str):
    answer = client.get(address)
    assert answer.status_code == 404 or (answer.location or "").startswith(("/", "http://localhost/"))
    assert not (answer.location or "").startswith(("//", "/\\"))


def test_a_form_for_professionals_takes_nothing_under_a_prefix(client: StrictClient):
    assert client.post("/en/connexion").status_code in (403, 404)


def test_nothing_is_guessed_and_nothing_is_kept(client: StrictClient):
    answer = client.get("/", headers={"Accept-Language": "ar,en;q=0.8"})
    assert 'lang="fr"' in answer.text and "Set-Cookie" not in answer.headers and answer.status_code == 200
    client.get("/ar/")
    assert '<html lang="fr" dir="ltr">' in client.get("/").text


def test_what_a_structure_wrote_is_marked_as_french(client: StrictClient):
    page = client.page("/ar/services/accueil-de-loisirs-les-platanes")
    title = page.all("h1")[0]
    marked = [span for span in title.iter() if span.get("lang") == "fr"]
    assert text_of(title) == "Accueil de loisirs Les Platanes" == text_of(marked[0]) and marked[0].get("dir") == "ltr"
    french = client.page("/services/accueil-de-loisirs-les-platanes")
    assert not [each for each in french.all("span", "div") if each.get("lang") == "fr"]


def test_phone_numbers_never_turn(client: StrictClient):
    page = client.page("/ar/contact")
    numbers = [link for link in page.all("a") if (link.get("href") or "").startswith("tel:")]
    assert numbers and all(
        any(each.tag in ("bdi",) or each.get("dir") == "ltr" for each in link.iter()) for link in numbers
    )


def test_a_theme_reads_in_the_language_that_translates_it(own_client: StrictClient, own_app: Flask):
    translate(own_app, "Enfance", "Childhood")
    with own_app.app_context(), unit_of_work():
        session().execute(delete(Wording).where(Wording.language == "pt", Wording.source == "Enfance"))
        forget()
    _move_version(own_app)
    heading = own_client.page("/en/themes/enfance").all("h1")[0]
    assert text_of(heading) == "Childhood" and not [each for each in heading.iter() if each.get("lang")]
    assert [each.get("lang") for each in own_client.page("/pt/themes/enfance").all("h1")[0]] == ["fr"]
    assert text_of(own_client.page("/themes/enfance").all("h1")[0]) == "Enfance"


def test_a_text_that_changed_is_french_until_it_is_translated_again(own_client: StrictClient, own_app: Flask):
    translate(own_app, "Enfance", "Childhood")
    with own_app.app_context(), unit_of_work():
        session().get_one(Theme, "enfance").label = "L’âge de l’école"
    _move_version(own_app)
    assert text_of(own_client.page("/en/themes/enfance").all("h1")[0]) == "L’âge de l’école"


def _move_version(app: Flask) -> None:
    from app.territory.models import Territory

    with app.app_context(), unit_of_work():
        session().get_one(Territory, 1).version += 1


def test_what_was_understood_reads_in_the_language_of_the_page(own_client: StrictClient, own_app: Flask):
    translate(own_app, "Crèche collective", "Day nursery")
    _move_version(own_app)
    page = own_client.page("/en/recherche?q=ludoth%C3%A8que+mercredi+3+ans&type=creche-collective")
    chips = [plain(text_of(chip)) for chip in page.all("a") if chip.get("class") == "chip"]
    assert any("Wednesday" in chip for chip in chips) and any("Day nursery" in chip for chip in chips)
    assert any("3\u00a0åns" in chip for chip in chips)  # the pseudo-word of the catalog, not the French one


def test_the_search_finds_the_same_in_every_language(client: StrictClient):
    def found(prefix: str) -> list[str]:
        page = client.page(f"{prefix}/recherche?q=creche&ou=Montauban")
        cards = [link.get("href") or "" for card in page.of_class("card") for link in card.iter() if link.tag == "a"]
        return [href.removeprefix(prefix) for href in cards if "/services/" in href]

    assert found("") == found("/en") == found("/ar") != []


def test_who_confirms_is_said_in_the_language_of_the_page(app: Flask):
    with app.app_context():
        said = {}
        for code in ("fr", "en", "ar"):
            with speaking(code):
                said[code] = [by_words(name) for name in ("la structure", "Association La Ribambelle")]
    assert said["fr"][0] == "la structure" and len({usual for usual, _name in said.values()}) == 3
    assert {name for _usual, name in said.values()} == {"Association La Ribambelle"}


def test_a_language_that_is_not_ready_has_no_page(
    client: StrictClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(catalog, "TRANSLATIONS", write_catalogs(tmp_path, ("en",)))
    assert spoken() == ("fr", "en")
    assert client.get("/es/").status_code == 404 and client.get("/en/").status_code == 200
    assert [link.get("hreflang") for link in client.page("/en/").all("a") if link.get("hreflang")] == ["fr", "en"]


def test_a_report_is_sent_from_a_page_in_another_language(own_client: StrictClient):
    page: Page = own_client.page("/es/services/accueil-de-loisirs-les-platanes/signaler")
    form = next(form for form in page.all("form") if form.get("method") == "post")
    assert form.get("action") == "/es/services/accueil-de-loisirs-les-platanes/signaler"
    hidden = {field.get("name") or "": field.get("value") or "" for field in form.iter() if field.tag == "input"}
    answer = own_client.post(form.get("action") or "", data={**hidden, "message": "x"})
    assert answer.status_code == 400 and '<html lang="es"' in answer.text
