"""Life situations lead to listings of today; three questions lead to a search for those who do not know the words."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.directory.presenting.guide import live_steps
from app.directory.searching.answers import ask
from app.directory.searching.form import read_search
from app.guides.queries import all_guides, publics
from app.territory.queries import now, reference
from tests.support.page import Page, text_of
from tests.support.strict_client import StrictClient

pytestmark = pytest.mark.usefixtures("frozen")


def steps_of(page: Page) -> list[Element]:
    return [step for step in page.of_class("steps")[0] if step.tag == "li"]


def hrefs(element: Element) -> list[str]:
    return [link.get("href", "") for link in element.iter("a")]


def test_each_step_names_services_of_today_with_a_number_to_call(client: StrictClient) -> None:
    steps = steps_of(client.page("/situations/je-reprends-le-travail"))
    assert len(steps) >= 4
    for step in steps:
        assert any(href.startswith("/services/") for href in hrefs(step)), text_of(step)
    assert any(href.startswith("tel:") for step in steps for href in hrefs(step))


def test_with_a_commune_the_nearest_come_first_and_the_search_keeps_it(client: StrictClient) -> None:
    steps = steps_of(client.page("/situations/nous-venons-d-emmenager?ou=Bressols"))
    live = next(each for each in steps[0].iter("div") if each.get("class") == "live")
    assert "Bressols" in text_of(next(live.iter("li")))
    searches = [href for step in steps for href in hrefs(step) if href.startswith("/recherche")]
    assert searches and all("ou=Bressols" in href for href in searches)


def test_a_commune_that_nobody_knows_is_told_beside_the_field_and_kept(client: StrictClient) -> None:
    page = client.page("/situations/nous-venons-d-emmenager?ou=Zzyzx")
    assert page.of_class("field--error")
    assert page.one("input", id="ou").get("value") == "Zzyzx"
    assert page.of_class("live")


def test_every_need_of_the_three_questions_finds_something_here(app: Flask) -> None:
    with app.test_request_context():
        needs = [(public.slug, need) for public in publics() for need in public.needs]
        assert len(needs) > 20
        for public, need in needs:
            asked = read_search(MultiDict(parse_qsl(need.search, strict_parsing=True)), reference(), now())
            assert not asked.errors, (public, need.slug, asked.errors)
            assert ask(asked.query).total, (public, need.slug)


def test_every_step_of_every_situation_finds_something_here(app: Flask) -> None:
    with app.test_request_context():
        for guide in all_guides():
            for step in live_steps(guide.steps, "", None):
                assert not step.links or any(link.cards for link in step.links), (guide.slug, step.title)


def test_three_questions_three_touches_then_results(client: StrictClient) -> None:
    second = client.page("/trouver").link("3 et 11 ans")
    third = client.page(second).link("mercredi")
    results = client.page(third).link("Bressols")
    asked = parse_qsl(urlsplit(results).query)
    assert ("ou", "Bressols") in asked and ("type", "accueil-mercredi") in asked
    assert client.page(results).of_class("card")


@pytest.mark.parametrize(
    "address", ["/trouver?pour=zzz", "/trouver?pour=enfant&besoin=zzz", "/trouver?besoin=mercredi"]
)
def test_an_answer_that_is_not_in_the_list_asks_again(client: StrictClient, address: str) -> None:
    page = client.page(address)
    assert "n’est pas dans notre liste" in page.visible
    assert page.of_class("answers")[0].findall(".//a")


def test_fear_at_home_puts_the_numbers_first(client: StrictClient) -> None:
    with client.application.app_context():
        need = next(one for public in publics() for one in public.needs if one.slug == "peur")
    page = client.page(f"/recherche?{need.search}")
    assert "tel:3919" in hrefs(page.of_class("urgent")[0])
