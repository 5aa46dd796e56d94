"""What families type, as they type it: slips forgiven, doubts asked, danger first (U5, U7, U24)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from tests.support.page import text_of
from tests.support.strict_client import StrictClient


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("creche", "crèche"),
        ("CRÈCHES", "crèche"),
        ("aide au devoir", "Aide aux devoirs"),
        ("aides-aux-devoirs", "Aide aux devoirs"),
        ("l'ecole", "École"),
        ("l’école", "École"),
        ("cantinne", "Cantine"),
        ("ludotéque", "Ludo"),
    ],
)
def test_a_slip_changes_nothing(client: StrictClient, typed: str, first: str):
    page = client.get("/recherche", query_string={"q": typed})
    assert first in client.page(page.request.full_path).of_class("card")[0].findtext(".//a", "")


def test_an_ambiguous_word_asks_and_each_answer_is_a_search(client: StrictClient):
    page = client.page("/recherche?q=garderie")
    assert "Quel âge a votre enfant" in page.visible
    for answer in ("Il ne va pas encore à l’école", "Il va à l’école"):
        led = client.page(page.link(answer))
        assert "Quel âge a votre enfant" not in led.visible and led.of_class("card"), answer


@pytest.mark.parametrize("address", ["/recherche?q=garderie+8+ans", "/recherche?q=garderie&age_mois=96"])
def test_a_question_that_the_age_answers_is_not_asked(client: StrictClient, address: str):
    page = client.page(address)
    assert "Quel âge a votre enfant" not in page.visible
    assert page.of_class("card")


def test_a_question_that_the_age_leaves_open_is_asked(client: StrictClient):
    """At four, some go to school and some do not."""
    assert "Quel âge a votre enfant" in client.page("/recherche?q=garderie+4+ans").visible


def first_link(element: Element) -> str:
    return next(one.get("href") or "" for one in element.iter("a"))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("mon mari me frappe", "tel:3919"),
        ("idées suicidaires", "tel:3114"),
        ("je suis à la rue ce soir", "tel:115"),
        ("mon enfant est battu", "tel:119"),
    ],
)
def test_danger_stands_first_and_leaves_no_trace(client: StrictClient, typed: str, number: str):
    page = client.page(client.get("/recherche", query_string={"q": typed}).request.full_path)
    links, cards = page.links(), page.of_class("card")
    calls = [link for link in links if link.startswith("tel:")]
    assert number in calls[:4] and (not cards or links.index(number) < links.index(first_link(cards[0])))
    assert page.visible.index("Si vous êtes en danger") < page.visible.index("Que cherchez-vous")
    assert not set(typed.split()) & set(page.title.lower().split()) - {"à", "ce", "je", "est"}
    (quit_it,) = [one for one in page.all("a") if "Quitter vite" in text_of(one)]
    assert quit_it.get("rel") == "noreferrer" and str(quit_it.get("href")).startswith("https://")
