"""The page of results: what was asked, what was found, how to narrow, widen and go on (U1, U6, U8, U12, U14, U15)."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.directory.support import BRESSOLS, MONTAUBAN, api, slugs
from tests.support.page import Page, text_of
from tests.support.strict_client import StrictClient


def shown(page: Page) -> list[str]:
    """The addresses of the listings of a page, in order."""
    links = (card.find(".//a") for card in page.of_class("card"))
    return [(link.get("href") or "").removeprefix("/services/") for link in links if link is not None]


def chips(page: Page) -> dict[str, str]:
    """What is asked, with the address without it."""
    return {text_of(chip).removeprefix("Retirer\u00a0: "): chip.get("href") or "" for chip in page.of_class("chip")}


def announced(page: Page) -> str:
    """What a screen reader says when the page arrives."""
    return text_of(page.one("div", role="status", class_="stack"))


# ---------------------------------------------------------------- U1


def test_the_first_screen_asks_what_and_where_with_two_fields_and_one_button(client: StrictClient):
    (form,) = (form for form in client.page("/").all("form"))
    assert (form.get("method"), form.get("action")) == ("get", "/recherche")
    fields = [
        each for each in form.iter() if each.tag in ("input", "select", "textarea") and each.get("type") != "hidden"
    ]
    assert [field.get("name") for field in fields] == ["q", "ou"]
    assert len([each for each in form.iter() if each.tag == "button"]) == 1


def test_the_form_works_as_a_plain_address(client: StrictClient):
    page = client.page("/recherche?q=mairie&ou=Montbeton")
    assert shown(page)[0] == "mairie-de-montbeton"
    assert page.one("input", id="q").get("value") == "mairie"
    assert page.one("input", id="ou").get("value") == "Montbeton"


def test_an_empty_form_gives_everything(client: StrictClient):
    assert client.page("/recherche?q=&ou=").h1 == client.page("/recherche").h1


# ---------------------------------------------------------------- U6


def test_without_result_the_page_says_what_was_searched_and_what_to_try(client: StrictClient):
    page = client.page("/recherche?q=xyzzy&ou=Reyniès")
    assert page.h1 == "Aucun service trouvé"
    assert "«\u00a0xyzzy\u00a0»" in announced(page) and "Reyniès" in announced(page)
    near = shown(page)
    assert near and near[0] == "mairie-de-reynies", "the nearest offer stands in"
    said = page.visible
    assert "Rien ne convient" in said
    assert page.link("Relais petite enfance").startswith("/recherche?type=rpe")
    assert "/recherche?type=france-services" in page.links()
    assert any(link.startswith("tel:") for link in page.links())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("q=ludothèque+dimanche", "Dimanche : fermé · Mercredi 14 h – 18 h"),
        ("q=alsh+été", "Été : du lundi au vendredi 7 h 45 – 18 h 15"),
        ("q=accueil+mercredi+Montbeton", "Mercredi 7 h 30 – 18 h 30"),
        ("q=garderie+avant+7h30", "ouvre 30 minutes trop tard (à 7 h 30)"),
        ("q=micro-crèche+bulle+d’air", "À partir de 9,80 € par heure"),
        ("q=alsh&periode=ete", "Été : du lundi au vendredi 7 h 45 – 18 h 15"),
    ],
)
def test_a_card_answers_what_was_asked_and_says_what_is_the_least(client: StrictClient, asked: str, said: str):
    assert said in client.page(f"/recherche?{asked}").visible.replace("\u00a0", " ")


@pytest.mark.parametrize("asked", ["theme=petite-enfance&commune=82025", "q=crèche+Bressols"])
def test_one_commune_that_is_named_is_where_the_answers_are_counted_from(client: StrictClient, asked: str):
    page = client.page(f"/recherche?{asked}")
    assert "rès de : Bressols." in announced(page).replace("\u00a0", " ")
    assert shown(page)[0] == "micro-creche-bulle-d-air", "the crèche of the commune, not the first of the alphabet"


@pytest.mark.parametrize(
    ("asked", "said", "there"),
    [
        ("q=activité+10+euros", "Le prix n’a pas compté", True),
        ("q=activité+10+euros", "10 euro »", False),
        ("q=cantine+moins+de+3+€", "Le prix n’a pas compté", True),
        ("q=cantine+moins+de+3+euros+mercredi", "3 euro mercredi", False),
        ("q=QF+600", "Le prix n’a pas compté", True),
        ("q=10+ans", "Le prix n’a pas compté", False),
        ("q=xyzzy", "Affiner la recherche", False),
        ("q=xyzzy&jour=dim", "Affiner la recherche", True),
        ("jour=dim", "Affiner la recherche", True),
        ("q=xyzzy&age=-3", "Affiner la recherche", True),
    ],
)
def test_a_price_is_said_not_to_count_and_filters_are_shown_where_they_narrow_or_can_be_lifted(
    client: StrictClient, asked: str, said: str, there: bool
):
    assert (said in client.page(f"/recherche?{asked}").visible) is there


def test_a_commune_without_result_leads_to_its_neighbour_and_to_all_communes(client: StrictClient):
    page = client.page("/recherche?type=creche-collective&commune=82150")
    assert page.h1 == "Aucun service trouvé"
    everywhere = page.link("toutes les communes")
    assert client.page(everywhere).h1 != "Aucun service trouvé"
    assert re.search(r"commune=82\d{3}", page.link("commune voisine"))


def test_a_radius_without_result_offers_a_wider_one(client: StrictClient):
    page = client.page("/recherche?type=creche-collective&ou=Reyniès&rayon=2")
    wider = page.link("Chercher jusqu’à")
    assert dict(parse_qsl(urlsplit(wider).query))["rayon"] == "6"


@pytest.mark.parametrize(
    ("asked", "words"),
    [("age_mois=1100", "tous les âges"), ("jour=dim&de=6:00&a=23:00", "tous les moments")],
)
def test_each_demand_can_be_given_up(client: StrictClient, asked: str, words: str):
    page = client.page(f"/recherche?type=creche-collective&{asked}")
    assert page.h1 == "Aucun service trouvé"
    assert client.page(page.link(words)).h1 != "Aucun service trouvé"


def test_those_left_out_for_want_of_information_are_a_touch_away(client: StrictClient):
    page = client.page("/recherche?theme=enfance&jour=mer")
    left = api(client, "theme=enfance&jour=mer")["left_out"]["horaires"]
    link = page.link(f"{left} fiches ne disent pas leurs horaires")
    assert "inconnus=1" in link and "jour=mer" in link and "theme=enfance" in link
    total = int(page.h1.split()[0])
    assert int(client.page(link).h1.split()[0]) == total + left


# ---------------------------------------------------------------- U8


def test_ages_are_offered_in_months_before_three_then_in_years(client: StrictClient):
    options = [text_of(each) for each in client.page("/recherche").one("select", id="f-age_mois").iter("option")]
    for wanted in ("2\u00a0mois", "18\u00a0mois", "3\u00a0ans", "17\u00a0ans"):
        assert wanted in options
    assert "36\u00a0mois" not in options and "1\u00a0an" not in options


@pytest.mark.parametrize(
    ("months", "said"), [(2, "2\u00a0mois"), (18, "18\u00a0mois"), (36, "3\u00a0ans"), (204, "17\u00a0ans")]
)
def test_the_age_asked_is_said_in_the_same_words(client: StrictClient, months: int, said: str):
    page = client.page(f"/recherche?age_mois={months}")
    assert said in chips(page)
    chosen = [each for each in page.one("select", id="f-age_mois").iter("option") if each.get("selected") is not None]
    assert [text_of(each) for each in chosen] == [said]


# ---------------------------------------------------------------- U12


EVERY_FILTER = (
    "q=accueil&ou=Montauban&rayon=20&theme=enfance&theme=jeunesse&type=alsh&type=accueil-mercredi"
    f"&commune={MONTAUBAN}&commune={BRESSOLS}&age_mois=96&jour=mer&periode=scolaire&de=09:00&a=17:00"
    "&ouvert=maintenant&gratuit=1&places=1&accessible=1&handicap=1&langue=es&inconnus=1"
)


def test_each_chosen_filter_is_a_label_that_one_touch_removes(client: StrictClient):
    page = client.page(f"/recherche?{EVERY_FILTER}")
    found = chips(page)
    asked = parse_qsl(EVERY_FILTER)
    removed = []
    for label, href in found.items():
        assert label and label not in ("None", "1")
        left = parse_qsl(urlsplit(href).query)
        gone = [pair for pair in asked if pair not in left]
        assert len(gone) == 1 and not [pair for pair in left if pair not in asked], label
        removed += gone
        client.page(href)
    assert {name for name, _ in removed} == {name for name, _ in asked} - {"q", "ou"}


def test_the_count_is_announced_and_begins_the_title(client: StrictClient):
    page = client.page("/recherche?theme=enfance")
    total = api(client, "theme=enfance")["total"]
    assert announced(page).startswith(f"{total} services trouvés")
    assert page.title.startswith(f"{total} services trouvés")


def test_the_same_address_gives_the_same_page(client: StrictClient):
    address = "/recherche?q=accueil&ou=Montauban&theme=enfance&jour=mer&tri=distance"
    first = client.get(address).get_data(as_text=True)
    assert client.get(address).get_data(as_text=True) == first


def test_the_form_of_filters_carries_what_was_asked(client: StrictClient):
    page = client.page(f"/recherche?{EVERY_FILTER}")
    form = page.one("form", aria_label="Affiner la recherche")
    sent = set()
    for each in form.iter():
        name, value = each.get("name") or "", each.get("value") or ""
        is_box = each.get("type") in ("checkbox", "radio")
        if each.tag == "input" and (not is_box or each.get("checked") is not None):
            sent.add((name, value))
        elif each.tag == "select":
            sent |= {(name, one.get("value") or "") for one in each.iter("option") if one.get("selected") is not None}
    assert {pair for pair in sent if pair[1]} - {("tri", "pertinence")} == set(parse_qsl(EVERY_FILTER))


def test_a_filter_says_how_many_it_would_leave(client: StrictClient):
    page = client.page("/recherche?theme=enfance")
    facets = api(client, "theme=enfance")["facets"]
    box = page.one("input", name_="jour", value="mer")
    label = next(each for each in page.all("label") if box in list(each))
    assert text_of(label).endswith(f"({facets['jour']['mer']})")


def test_a_new_search_goes_back_to_the_first_page(client: StrictClient):
    page = client.page("/recherche?theme=enfance&page=2")
    assert not page.all("input") or all(each.get("name") != "page" for each in page.all("input"))
    assert all("page=" not in href for href in chips(page).values())


# ---------------------------------------------------------------- U14


def test_twenty_listings_a_page_and_numbered_links(client: StrictClient):
    total = api(client, "theme=enfance")["total"]
    pages = -(-total // 20)
    assert pages > 3
    page = client.page("/recherche?theme=enfance")
    assert len(shown(page)) == 20
    nav = page.one("nav", aria_label="Pages de résultats")
    numbers = [text_of(each) for each in nav.iter("a")]
    assert "Page 2" in numbers and f"Page {pages}" in numbers and "Page suivante" in numbers
    current = [text_of(each) for each in nav.iter() if each.get("aria-current") == "page"]
    assert current == ["Page 1"]
    assert len(shown(client.page(f"/recherche?theme=enfance&page={pages}"))) == (total - 1) % 20 + 1


def test_numbered_links_lead_to_the_whole_without_hole(client: StrictClient):
    address, seen = "/recherche?theme=enfance", list[str]()
    while address:
        page = client.page(address)
        seen += shown(page)
        following = [each.get("href") or "" for each in page.all("a") if each.get("rel") == "next"]
        address = following[0] if following else ""
    first = slugs(api(client, "theme=enfance&per_page=100")["items"])
    assert seen[:100] == first and len(set(seen)) == len(seen) == api(client, "theme=enfance")["total"]


@pytest.mark.parametrize("page", ["9999", "100000", "15"])
def test_a_page_that_does_not_exist_says_so_and_shows_the_first(client: StrictClient, page: str):
    found = client.page(f"/recherche?theme=enfance&page={page}")
    assert "Cette page de résultats n’existe pas" in found.visible
    assert shown(found) == shown(client.page("/recherche?theme=enfance"))


# ---------------------------------------------------------------- U15


def test_the_list_is_whole_without_a_map(client: StrictClient):
    """The map waits for a touch."""
    page = client.page("/recherche?theme=enfance")
    assert [link for link in page.links() if "carte" in link] == ["/recherche?theme=enfance&carte=1#carte"]
    assert all(text_of(card) for card in page.of_class("card"))


# ---------------------------------------------------------------- U11


def test_distances_are_said_to_be_straight_lines(client: StrictClient):
    page = client.page("/recherche?q=mairie&ou=Montbeton")
    assert "Distances à vol d’oiseau, depuis" in page.visible and "Montbeton" in announced(page)
    assert re.search(r"\d\u00a0km", text_of(page.of_class("card")[1]))
