"""The page of a listing: what stands first, what is said of prices, trust, closures and short words (U3, U16–U21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from app.catalogue.facts import ContactFacts, DatePrecision, FeeFacts, FeeKind, PlaceFacts, SourceFacts, Status
from app.catalogue.hours.model import Closure
from app.catalogue.mapping import facts_of
from app.catalogue.operations import assure, change_service
from app.foundation import clock
from app.foundation.unit_of_work import unit_of_work
from app.territory.queries import reference
from tests.directory.support import MONTAUBAN, NADIA, added, api, catalogue, changed, paris, service_of, weekly
from tests.support.page import Page, text_of
from tests.support.pages import by_fullness
from tests.support.strict_client import StrictClient

PLATANES = "/services/accueil-de-loisirs-les-platanes"
HALL = PlaceFacts(MONTAUBAN, "1 rue de l’Essai", "82000", 44.0175, 1.3549, "numero")


def essentials(page: Page) -> dict[str, str]:
    """Question and answer of the first block."""
    (block,) = page.of_class("essentials")
    rows = [each for each in block.iter("div") if each.get("class") == "fact"]
    return {text_of(next(row.iter("dt"))): " ".join(text_of(dd) for dd in row.iter("dd")) for row in rows}


def listing(page: Page) -> str:
    """The words of the whole sheet, cards of the neighbours included."""
    return text_of(next(each for each in page.all("article") if each.get("class") == "wrap"))


def trust(page: Page) -> str:
    """The line of verification of the header."""
    header = next(each for each in page.all("header") if each.get("class") == "stack")
    return next(text_of(each) for each in header.iter("p") if "verified" in (each.get("class") or "").split())


def assured(app: Flask, slug: str, on: date) -> None:
    with app.app_context(), unit_of_work():
        assure(service_of(slug), on, by=NADIA, said_by="la structure")


# ---------------------------------------------------------------- U3


@pytest.mark.parametrize(
    ("given", "href", "said"),
    [
        ("05 63 67 40 10", "tel:+33563674010", "05 63 67 40 10"),
        ("+33 5 63 67 40 10", "tel:+33563674010", "05 63 67 40 10"),
        ("3949", "tel:3949", "3949"),
        ("119", "tel:119", "119"),
    ],
)
def test_numbers_are_links_that_dial(module_app: Flask, module_client: StrictClient, given: str, href: str, said: str):
    slug = added(module_app, contacts=(ContactFacts("phone", given),))
    links = [each for each in module_client.page(f"/services/{slug}").all("a") if each.get("href") == href]
    assert links and all(said in text_of(each).replace("\u00a0", " ") for each in links)


def test_what_is_no_number_is_not_made_a_link(module_app: Flask, module_client: StrictClient):
    slug = added(
        module_app,
        place=HALL,
        contacts=(ContactFacts("phone", "demander à Nadia"), ContactFacts("email", "a@exemple.fr")),
    )
    page = module_client.page(f"/services/{slug}")
    assert "Nadia" not in page.visible


# ---------------------------------------------------------------- U16


def test_the_sheet_begins_with_who_where_when_how_much_then_contact(client: StrictClient):
    page = client.page(PLATANES)
    assert list(essentials(page))[:4] == ["Pour qui", "Où", "Quand", "Combien"]
    main = page.one("main")
    headings = [text_of(each) for each in main.iter() if each.tag in ("h1", "h2")]
    assert headings[:3] == ["Accueil de loisirs Les Platanes", "L’essentiel", "Contact"]
    said = text_of(main)
    order = ["De 3 à 11\u00a0ans", "12 chemin des Platanes", "Fermé, ouvre à", "Combien", "Contact", "S’inscrire"]
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_the_barest_listing_says_what_is_not_known(app: Flask, client: StrictClient):
    page = client.page(f"/services/{by_fullness(app)[0]}")
    said = essentials(page)
    assert said["Quand"] == "Jours et horaires\u00a0: non communiqués"
    assert said["Combien"] == "Non communiqué"
    assert "âges habituels pour ce type de lieu" in said["Pour qui"]


# ---------------------------------------------------------------- U17


@pytest.mark.parametrize(
    ("kind", "fees", "words"),
    [
        (FeeKind.FREE, (), "Vous n’avez rien à payer."),
        (
            FeeKind.QUOTIENT,
            (FeeFacts(420, "journee", qf_max=400), FeeFacts(900, "journee", qf_min=401)),
            "quotient familial",
        ),
        (FeeKind.NATIONAL_SCALE, (), "revenus"),
        (FeeKind.PROVIDER, (), "Paje"),
        (FeeKind.FLAT, (FeeFacts(1500, "annee"),), "15\u00a0€"),
        (FeeKind.UNKNOWN, (), "Non communiqué"),
    ],
)
def test_the_way_to_pay_is_explained(
    module_app: Flask, module_client: StrictClient, kind: FeeKind, fees: tuple[FeeFacts, ...], words: str
):
    slug = added(module_app, type="micro-creche", name="Micro-crèche des Essais", fee_kind=kind, fees=fees)
    assert words in essentials(module_client.page(f"/services/{slug}"))["Combien"]


def test_the_national_scale_and_the_aid_of_a_micro_creche_are_named(client: StrictClient):
    said = essentials(client.page("/services/micro-creche-bulle-d-air"))["Combien"]
    assert "CMG" in said and "Paje" in said and "prestation d’accueil du jeune enfant" in said


def test_the_national_scale_counts_no_floor_that_no_source_says(client: StrictClient):
    said = " ".join(client.page("/services/creche-les-petits-nuages").visible.split())
    assert "jusqu’à 5,26 €" in said and "circulaire 2019-005" in said and "801" not in said
    assert "Un prix minimum existe aussi : nous n’avons pas pu le vérifier" in said


# ---------------------------------------------------------------- U18


def test_a_listing_never_confirmed_says_so_with_its_source_and_date(module_app: Flask, module_client: StrictClient):
    source = SourceFacts(
        "Annuaire des Essais", dated=date(2026, 9, 1), precision=DatePrecision.DAY, licence="Licence Ouverte"
    )
    slug = added(module_app, source=source)
    page = module_client.page(f"/services/{slug}")
    assert (
        trust(page)
        == "Pas encore confirmée par la structure. Source\u00a0: Annuaire des Essais, 1er\u00a0septembre 2026"
    )
    assert page.of_class("verified")[0].get("class") == "verified", "neither confirmed, nor due, nor old"
    assert "Source\u00a0: Annuaire des Essais (1er\u00a0septembre 2026). Licence Ouverte." in page.visible


@pytest.mark.parametrize(
    ("precision", "said"),
    [(DatePrecision.DAY, "9\u00a0mars 2017"), (DatePrecision.MONTH, "mars 2017"), (DatePrecision.YEAR, "2017")],
)
def test_a_date_is_said_as_precisely_as_it_is_known(
    module_app: Flask, module_client: StrictClient, precision: DatePrecision, said: str
):
    slug = added(module_app, source=SourceFacts("Essai", dated=date(2017, 3, 9), precision=precision, confidence="C"))
    line = trust(module_client.page(f"/services/{slug}"))
    assert line.endswith(f", {said}") and "Information ancienne" in line


def test_a_confirmed_listing_says_when_and_by_whom(module_app: Flask, module_client: StrictClient):
    slug = added(module_app, name="Ludothèque confirmée")
    assured(module_app, slug, date(2026, 11, 3))
    assert (
        trust(module_client.page(f"/services/{slug}"))
        == "Informations vérifiées le 3\u00a0novembre 2026 par la structure"
    )
    card = module_client.page("/recherche?q=Ludothèque confirmée").of_class("verified")[0]
    assert text_of(card) == "Vérifié le 3\u00a0novembre 2026 par la structure"


@pytest.mark.parametrize(
    ("on", "state"), [(date(2026, 5, 24), "verified"), (date(2026, 5, 23), "due"), (date(2024, 1, 1), "due")]
)
def test_after_six_months_a_confirmation_is_visibly_flagged(
    module_app: Flask, module_client: StrictClient, on: date, state: str
):
    slug = added(module_app)
    assured(module_app, slug, on)
    page = module_client.page(f"/services/{slug}")
    assert bool(page.of_class("verified--due")) is (state == "due")
    assert ("il est temps de les revoir" in trust(page)) is (state == "due")


def test_nobody_is_said_to_have_confirmed_what_nobody_confirmed(app: Flask, client: StrictClient):
    """No real listing of the seed was confirmed by its structure: none may claim it, on its page or in a list."""
    real = [card for card in catalogue(app) if not card.is_fictional]
    assert real and all(card.assured_on is None for card in real)
    assert all(card.source.name for card in real)
    undated = [card for card in real if not card.source.dated and not card.source.read_on]
    assert all(trust(client.page(f"/services/{card.slug}")).endswith(", date inconnue") for card in undated)
    for card in real[::10]:
        line = trust(client.page(f"/services/{card.slug}"))
        assert line.startswith("Pas encore confirmée par la structure") and card.source.name[:12] in line.replace(
            "\u00a0", " "
        )


# ---------------------------------------------------------------- U20


def test_a_closure_stands_above_everything_and_in_results(client: StrictClient):
    page = client.page("/services/bibliotheque-la-page-blanche")
    main = listing(page)
    assert main.startswith("Fermé du 2\u00a0novembre 2026 au 31\u00a0janvier 2027")
    assert "Travaux\u00a0: la bibliothèque rouvre en février." in main
    results = client.page("/recherche?q=Bibliothèque La Page blanche")
    (notice,) = [each for each in results.of_class("card")[0].iter() if each.get("class") == "notice"]
    assert text_of(notice) == "Fermé du 2\u00a0novembre 2026 au 31\u00a0janvier 2027"


def test_a_closure_told_on_its_eve_and_forgotten_after(module_app: Flask, module_client: StrictClient):
    slug = added(module_app, closures=(Closure(date(2026, 12, 24), date(2027, 1, 2), "Fêtes."),))
    said = "Fermé du 24\u00a0décembre 2026 au 2\u00a0janvier 2027"
    for moment, is_told in ((paris(2026, 12, 1), True), (paris(2027, 1, 2), True), (paris(2027, 1, 3), False)):
        with clock.freeze(moment):
            assert (said in module_client.page(f"/services/{slug}").visible) is is_told


def test_a_listing_closed_for_a_time_without_dates_says_so(module_app: Flask, module_client: StrictClient):
    slug = added(module_app, name="Ludothèque arrêtée", hours_known=True, slots=weekly(540, 1080))
    changed(module_app, slug, status=Status.TEMPORARILY_CLOSED)
    page = module_client.page(f"/services/{slug}")
    assert listing(page).startswith("Fermé pour le moment")
    assert "Ouvert jusqu’à" not in essentials(page)["Quand"]
    card = module_client.page("/recherche?q=Ludothèque arrêtée").of_class("card")[0]
    assert "Fermé pour le moment" in text_of(card) and "Ouvert jusqu’à" not in text_of(card)
    found = {item["slug"] for item in api(module_client, "type=ludotheque&ouvert=maintenant")["items"]}
    assert slug not in found


# ---------------------------------------------------------------- U21


def test_short_words_are_said_in_full_on_the_page_of_their_type(app: Flask, client: StrictClient):
    with app.app_context():
        short = [kind for kind in reference().types.values() if kind.acronym]
    assert {"RPE", "LAEP", "CLAS", "PMI", "ALAE"} <= {kind.acronym for kind in short}
    for kind in short:
        page = client.page(f"/types/{kind.slug}")
        words = text_of(page.one("main")).replace("\u00a0", " ")
        assert kind.acronym_meaning and kind.acronym_meaning.lower() in words.lower(), kind.slug
        assert kind.definition[:24] in words, kind.slug


def test_short_words_are_said_in_full_on_a_listing(app: Flask, client: StrictClient):
    with app.app_context():
        short = {kind.slug: kind for kind in reference().types.values() if kind.acronym}
    first = {card.type: card for card in reversed(catalogue(app)) if card.type in short}
    assert len(first) > 25
    for slug, card in first.items():
        article = listing(client.page(f"/services/{card.slug}")).replace("\u00a0", " ").lower()
        assert short[slug].acronym_meaning.lower() in article, (slug, card.slug)
        assert article.index(short[slug].acronym_meaning.lower()) < 600, f"{slug}: far from the first use"


# ---------------------------------------------------------------- the rest of the sheet


def test_a_listing_without_number_leads_to_the_town_hall_and_says_so(client: StrictClient):
    page = client.page("/services/la-grange-aux-idees")
    assert "Nous n’avons pas le numéro du lieu. La mairie peut vous renseigner." in page.visible
    assert "Mairie de Saint-Nauphary" in page.visible


def test_similar_services_are_the_nearest_of_the_same_type(client: StrictClient):
    page = client.page("/services/mairie-de-montbeton")
    near = next(each for each in page.all("section") if each.get("id") == "proches")
    names = [text_of(each) for each in near.iter("h3")]
    assert names[0] == "Mairie de Lacourt-Saint-Pierre" and len(names) == 3


def test_unreliable_hours_are_shown_with_a_warning_and_open_nothing(module_app: Flask, module_client: StrictClient):
    name = "Ludothèque incertaine"
    slug = added(module_app, name=name, hours_known=True, hours_reliable=False, slots=weekly(0, 1440, range(7)))
    page = module_client.page(f"/services/{slug}")
    assert "Ces horaires sont anciens ou incertains" in page.visible
    assert essentials(page)["Quand"].startswith("Horaires à vérifier")
    item = api(module_client, q=name)["items"][0]
    assert (item["slug"], item["open_now"]) == (slug, None)


def test_hours_without_confirmation_nor_date_within_two_years_open_nothing(
    module_app: Flask, module_client: StrictClient
):
    source = SourceFacts("Essai", dated=date(2024, 11, 22))
    name = "Ludothèque vieillie"
    slug = added(module_app, name=name, hours_known=True, slots=weekly(0, 1440, range(7)), source=source)
    item = api(module_client, q=name)["items"][0]
    assert (item["slug"], item["open_now"]) == (slug, None)
    with module_app.app_context(), unit_of_work():
        service = service_of(slug)
        change_service(service, replace(facts_of(service), source=replace(source, dated=date(2024, 11, 24))), by=NADIA)
    assert api(module_client, q=name)["items"][0]["open_now"] is True
