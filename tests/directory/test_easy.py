"""A listing easy to read: the same facts, in fewer words, with the unknown said."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.page import text_of
from tests.support.pages import by_fullness
from tests.support.strict_client import StrictClient

pytestmark = pytest.mark.usefixtures("frozen")


def answers(client: StrictClient, slug: str) -> dict[str, str]:
    page = client.page(f"/services/{slug}/facile")
    rows = [row for row in page.one("dl", id="easy-text") if row.tag == "div"]
    return {text_of(row[0]): " ".join(text_of(each) for each in row[1:]) for row in rows}


def test_the_fullest_listing_answers_every_question(client: StrictClient, app: Flask) -> None:
    said = answers(client, by_fullness(app)[-1])
    assert len(said) >= 6
    assert not any("Nous ne savons pas" in answer for answer in said.values())


def test_what_is_unknown_is_said_and_not_invented(client: StrictClient, app: Flask) -> None:
    said = answers(client, by_fullness(app)[0])
    assert any("Nous ne savons pas" in answer for answer in said.values())


def test_the_listing_leads_to_it_and_back(client: StrictClient, app: Flask) -> None:
    slug = by_fullness(app)[-1]
    easy = client.page(f"/services/{slug}").link("facile à lire")
    assert easy == f"/services/{slug}/facile"
    assert client.page(easy).link("fiche complète") == f"/services/{slug}"


def test_it_can_be_called(client: StrictClient, app: Flask) -> None:
    links = client.page(f"/services/{by_fullness(app)[-1]}/facile").links()
    assert any(link.startswith("tel:") for link in links)


def test_an_unknown_listing_is_a_page_that_helps(client: StrictClient) -> None:
    assert client.get("/services/rien-de-tel/facile").status_code == 404
