"""Life situations lead to listings of today; three questions lead to a search for those who do not know the words."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from app.directory.searching.answers import ask
from app.directory.searching.form import read_search
from app.guides.queries import all_guides, publics
from app.territory.queries import now, reference
from tests.support.page import Page

pytestmark = pytest.mark.usefixtures("frozen")


def links(page: Page, selector: str) -> list[tuple[str, str]]:
    return [(one["href"], one.text().strip()) for one in page.select(selector)]


def test_each_step_names_services_of_today_with_a_number_to_call(client):
    page = client.get("/situations/je-reprends-le-travail").page
    steps = page.select("ol.steps > li")
    assert len(steps) >= 4
    for step in steps:
        assert step.select(".live li a[href^='/services/']"), step.text()
    assert page.select(".live a[href^='tel:']")


def test_with_a_commune_the_nearest_come_first_and_the_search_keeps_it(client):
    page = client.get("/situations/nous-venons-d-emmenager?ou=Bressols").page
    first = page.select("ol.steps > li")[0].select(".live li")[0]
    assert "Bressols" in first.text()
    assert all("ou=Bressols" in link["href"] for link in page.select(".live a[href^='/recherche']"))


def test_a_commune_that_nobody_knows_is_told_beside_the_field_and_kept(client):
    page = client.get("/situations/nous-venons-d-emmenager?ou=Zzyzx").page
    assert page.select(".field--error")
    assert page.select("input[name=ou]")[0]["value"] == "Zzyzx"
    assert page.select(".live li")


def test_every_need_of_the_three_questions_finds_something_here(app):
    with app.test_request_context():
        for public in publics():
            for need in public.needs:
                from werkzeug.datastructures import MultiDict

                asked = read_search(MultiDict(parse_qsl(need.search, strict_parsing=True)), reference(), now())
                assert not asked.errors, (need.slug, asked.errors)
                assert ask(asked.query).total, (public.slug, need.slug)


def test_every_step_of_every_situation_finds_something_here(app):
    from app.directory.presenting.guide import live_steps

    with app.test_request_context():
        for guide in all_guides():
            for step in live_steps(guide.steps, "", None):
                assert not step.links or any(link.cards for link in step.links), (guide.slug, step.title)


def test_three_questions_three_touches_then_results(client):
    first = client.get("/trouver").page
    public = next(link for link in links(first, ".answers a") if "3 et 11 ans" in link[1])
    second = client.get(public[0]).page
    need = next(link for link in links(second, ".answers a") if "mercredi" in link[1])
    third = client.get(need[0]).page
    place = next(link for link in links(third, ".answers a") if link[1] == "Bressols")
    asked = parse_qsl(urlsplit(place[0]).query)
    assert ("ou", "Bressols") in asked and ("type", "accueil-mercredi") in asked
    assert client.get(place[0]).page.select("article.card")


@pytest.mark.parametrize("address", ["/trouver?pour=zzz", "/trouver?pour=enfant&besoin=%00", "/trouver?besoin=mercredi"])
def test_an_answer_that_is_not_in_the_list_asks_again(client, address):
    page = client.get(address).page
    assert page.select("[role=alert]") and page.select(".answers a")


def test_fear_at_home_puts_the_numbers_first(client):
    with client.application.app_context():
        need = next(one for public in publics() for one in public.needs if one.slug == "peur")
    page = client.get(f"/recherche?{need.search}").page
    assert page.select(".urgent a[href='tel:3919']")
