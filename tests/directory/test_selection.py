"""A selection in the address: no account, no cookie, no script; whatever the address says, a helpful page."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.catalogue.facts import Status
from app.search.query import PER_PAGE
from tests.directory.support import added, catalogue, changed, service_of
from tests.support.page import Page, text_of
from tests.support.pages import by_fullness
from tests.support.strict_client import StrictClient


@pytest.fixture(scope="module")
def slugs(module_app: Flask) -> list[str]:
    return by_fullness(module_app)[-25:]


def kept(page: Page) -> list[str]:
    """The listings of the page, by the address of their names."""
    return [link.rpartition("/")[2].split("?")[0] for link in page.links() if link.startswith("/services/")]


def test_a_listing_is_added_removed_and_added_again_by_links_alone(module_client: StrictClient, slugs: list[str]):
    first, second = slugs[-1], slugs[-2]
    page = module_client.page(f"/services/{first}")
    mine = module_client.page(page.link("Ajouter à ma sélection"))
    assert kept(mine) == [first] and "1 service gardé" in mine.visible
    results = module_client.page(mine.link("Continuer à chercher"))
    assert results.link("Voir ma sélection").endswith(first), "the way back to the selection is there"
    listing = module_client.page(f"/services/{second}?fiches={first}")
    both = module_client.page(listing.link("Ajouter à ma sélection"))
    assert kept(both) == [first, second]
    assert kept(module_client.page(both.link("Retirer"))) == [second]


def pressed(page: Page, client: StrictClient, slug: str) -> TestResponse:
    """What the button « Ajouter à ma sélection » of that card does, without scripts."""
    card = next(
        card
        for card in page.of_class("card")
        if any(f"/services/{slug}" in (a.get("href") or "") for a in card.iter("a"))
    )
    (button,) = (each for each in card.iter() if each.tag == "button")
    form = next(form for form in page.all("form") if button in form.iter())
    sent = [(box.get("name"), box.get("value")) for box in form.iter("input") if box.get("type") == "hidden"]
    return client.get(form.get("action"), query_string=[*sent, (button.get("name"), button.get("value"))])


def test_the_button_of_a_card_adds_it_to_the_address_that_one_keeps(module_client: StrictClient, slugs: list[str]):
    for start, whole in (("", []), (",".join(slugs[:3]), slugs[:3]), (",".join(slugs[:20]), slugs[:20])):
        page = module_client.page(f"/recherche?theme=enfance&fiches={start}")
        slug = next(link for link in page.links() if link.startswith("/services/")).rpartition("/")[2].split("?")[0]
        answer = pressed(page, module_client, slug)
        wanted = [*(other for other in whole if other != slug), slug][-20:]
        assert answer.status_code == 302 and answer.location.startswith("/ma-selection?fiches=")
        told = answer.location.partition("=")[2].split(",")
        assert told == wanted[-len(told) :] and told[-1] == slug and len(told) > min(17, len(whole))


@pytest.mark.parametrize("forged", ["~0", "~", "~9999999999", "~1~~2", "~-1", "~1.5", "x~1", "~12,~é"])
def test_forged_numbers_add_nothing(module_client: StrictClient, forged: str):
    for query in ({"fiche": forged}, {"fiches": forged}):
        page = module_client.get("/ma-selection", query_string=query, follow_redirects=True)
        assert page.status_code == 200 and "javascript" not in page.get_data(as_text=True)
        assert module_client.get("/recherche", query_string={**query, "q": "garde"}).status_code == 200


def test_a_search_carries_the_selection_through_filters_and_pages(module_client: StrictClient, slugs: list[str]):
    page = module_client.page(f"/recherche?fiches={slugs[0]},{slugs[1]}")
    carried = f"{slugs[0]},{slugs[1]}"
    (numbers,) = {field.get("value") or "" for field in page.all("input") if field.get("name") == "fiches"}
    assert f"fiches={numbers}" in unquote(page.link("Page suivante")), "forty addresses repeat it: by numbers"
    answer = module_client.get(f"/ma-selection?fiches={numbers}")
    assert answer.status_code == 302 and answer.location == f"/ma-selection?fiches={carried}"
    cards = [link for link in page.links() if link.startswith("/services/")]
    assert len(cards) == PER_PAGE and all(link.endswith(f"?fiches={numbers}") for link in cards)
    assert f"/ma-selection?fiches={carried}" in page.links()


def test_a_search_without_one_carries_nothing(module_client: StrictClient):
    page = module_client.page("/recherche")
    assert not [link for link in page.links() if link.startswith("/services/") and "?" in link]
    assert 'name="fiches"' not in page.text


def test_twenty_at_most_and_the_rest_is_told(module_client: StrictClient, slugs: list[str]):
    page = module_client.page(f"/ma-selection?fiches={','.join(slugs)}")
    assert kept(page) == slugs[:20] and "20 fiches au plus" in page.visible


def test_an_address_that_is_full_lets_the_oldest_go(module_client: StrictClient, slugs: list[str]):
    page = module_client.page(f"/services/{slugs[24]}?fiches={','.join(slugs[:20])}")
    mine = kept(module_client.page(page.link("Ajouter à ma sélection")))
    assert mine[-1] == slugs[24] and mine == [*slugs[:20], slugs[24]][-len(mine) :] and len(mine) <= 20


@pytest.mark.parametrize(
    "query",
    [
        "",
        "fiches=",
        "fiches=,,,",
        "fiches=nulle-part",
        "fiches=../../etc/passwd",
        "fiches=%3Cscript%3Ealert(1)%3C/script%3E",
        "fiches=a'%20OR%201=1--",
        "fiches=" + ",".join(["zz"] * 300),
        "fiches=" + "x" * 1500,
        "fiche=&fiche=%00"[:14],
        "fiches=é,☃,%F0%9F%98%80",
        "fiches[]=a&fiche=UPPER",
    ],
)
@pytest.mark.parametrize("address", ["/ma-selection", "/comparer"])
def test_a_forged_or_empty_address_is_a_helpful_page(module_client: StrictClient, address: str, query: str):
    page = module_client.page(f"{address}?{query}")
    assert not kept(page) and page.link("Chercher un service") == "/recherche"
    assert "Set-Cookie" not in page.text and "passwd" not in page.visible
    if query.startswith(("fiches=nulle", "fiches=../")):
        assert "n’existe pas, ou plus" in page.visible


def test_a_closed_listing_is_named_with_the_way_to_its_likes(module_app: Flask, module_client: StrictClient):
    slug = added(module_app, name="Ludothèque qui ferme")
    changed(module_app, slug, status=Status.CLOSED)
    page = module_client.page(f"/ma-selection?fiches={slug}")
    assert page.link("Ludothèque qui ferme") == "/recherche?type=ludotheque"
    assert "Rien n’est encore gardé" in page.visible


def test_a_draft_is_nobodys_business(module_app: Flask, module_client: StrictClient):
    slug = added(module_app, name="Brouillon caché", status=Status.DRAFT)
    for address in ("/ma-selection", "/comparer"):
        assert "Brouillon caché" not in module_client.page(f"{address}?fiches={slug}").visible


def test_a_renamed_listing_is_found_under_its_new_name(module_app: Flask, module_client: StrictClient):
    slug = added(module_app, name="Ludothèque d’avant")
    moved = changed(module_app, slug, name="Ludothèque d’après")
    with module_app.app_context():
        assert service_of(moved).slug == moved
    page = module_client.page(f"/ma-selection?fiches={slug},{moved}")
    assert kept(page) == [moved]


def test_it_is_shared_by_link_mail_and_drawing(module_client: StrictClient, slugs: list[str]):
    page = module_client.page(f"/ma-selection?fiches={slugs[0]},{slugs[1]}")
    mail = unquote(page.link("Envoyer par courriel"))
    assert mail.startswith("mailto:?subject=Ma sélection") and mail.endswith(
        f"/ma-selection?fiches={slugs[0]},{slugs[1]}"
    )
    (drawn,) = page.of_class("qr")
    assert drawn.get("aria-hidden") == "true" and len(page.text) < 60_000
    assert "noindex" in page.text


def test_what_is_printed_still_holds_after_the_minute(module_client: StrictClient):
    page = module_client.page("/ma-selection?fiches=micro-creche-la-noisette,mediatheque-de-bressols")
    said = [text_of(one).replace("\u00a0", " ") for one in page.of_class("sheet")]
    assert said[0].startswith("Imprimé le ") and "appelez avant de venir" in said[0]
    assert said[1:3] == ["14 rue de la Noiseraie, 82290 Montbeton", "Du lundi au vendredi 7 h 30 – 18 h 30"]
    assert said[-1] == "Jours et horaires : non communiqués"


def test_a_sensitive_listing_leaves_no_trace(module_app: Flask, module_client: StrictClient):
    slug = added(module_app, name="Écoute des Essais", type="accueil-violences")
    page = module_client.page(f"/services/{slug}")
    own = [link for link in page.links() if link.startswith("/ma-selection") and link.endswith(slug)]
    assert own == [] and "selection.js" not in page.text


def test_the_comparison_is_a_table_with_headers(module_client: StrictClient, slugs: list[str]):
    four = slugs[-4:]
    page = module_client.page(f"/comparer?fiches={','.join(four)}")
    (table,) = page.all("table")
    columns = [text_of(th) for th in table.iter("th") if th.get("scope") == "col"]
    rows = [text_of(th) for th in table.iter("th") if th.get("scope") == "row"]
    assert len(columns) == 4 and {"Pour qui", "Où", "Combien", "Téléphone"} <= set(rows)
    for tr in list(table.iter("tr"))[1:]:
        assert len(list(tr.iter("td"))) == 4 and all(td.get("data-name") for td in tr.iter("td"))
    names = re.findall(r'data-name="([^"]+)"', page.text)
    assert [name in columns[rank % 4] or columns[rank % 4].startswith(name) for rank, name in enumerate(names)]
    assert kept(module_client.page(page.link("Revenir à ma sélection"))) == four


def test_boxes_ticked_without_a_script_compare(module_client: StrictClient, slugs: list[str]):
    page = module_client.page(f"/ma-selection?fiches={','.join(slugs[:6])}")
    boxes = [each.get("value") for each in page.all("input") if each.get("name") == "fiche"]
    assert boxes == slugs[:6]
    compared = module_client.page(f"/comparer?fiche={boxes[1]}&fiche={boxes[4]}")
    assert len([th for th in compared.all("th") if th.get("scope") == "col"]) == 2
    many = module_client.page("/comparer?" + "&".join(f"fiche={slug}" for slug in boxes))
    assert len([th for th in many.all("th") if th.get("scope") == "col"]) == 4 and "4 fiches au plus" in many.visible


def test_one_alone_says_that_two_are_needed(module_client: StrictClient, slugs: list[str]):
    assert "Il faut deux services" in module_client.page(f"/comparer?fiches={slugs[0]}").visible


def test_what_nobody_says_is_said_once(module_app: Flask, module_client: StrictClient):
    one, two = added(module_app, name="Muet un"), added(module_app, name="Muet deux")
    page = module_client.page(f"/comparer?fiches={one},{two}")
    assert "Aucun de ces lieux ne dit" in page.visible and "langues parlées" in page.visible.lower()


def test_every_page_of_the_catalogue_can_be_compared(app: Flask, client: StrictClient):
    everything = [card.slug for card in catalogue(app)]
    for rank in range(0, len(everything), 40):
        client.page(f"/comparer?fiches={','.join(everything[rank : rank + 4])}")
