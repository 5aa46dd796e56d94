"""Bad luck at the structures' desk: late forms, two devices, the back button, foreign identifiers; nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from app.foundation import clock
from tests.contribution.conftest import Open
from tests.contribution.support import KARIM, LEA, fields_of, live, page_of, proposals, save, send
from tests.contribution.test_photo import ALT
from tests.support.images import telephone_photo
from tests.support.people import Browser, last_letter, link_of


def section(uuid: UUID, slug: str) -> str:
    return f"/espace/fiches/{uuid}/modifier/{slug}"


def opened(browser: Browser, address: str) -> dict[str, Any]:
    """The form of that page, its token included, as it stands in a tab."""
    return fields_of(page_of(browser.get(address)), address.rpartition("/")[2])


def again(answer: Any, action: str) -> dict[str, Any]:
    """What “Envoyer de nouveau” sends."""
    page = page_of(answer, 403)
    assert "Rien n’est perdu" in page.visible
    return fields_of(page, action)


@pytest.fixture
def origin(cast: Flask) -> dict[str, Any]:
    """What a browser says of a form of ours."""
    with cast.test_request_context():
        return {"headers": {"Origin": cast.extensions["csrf_origin"]}}


def test_a_form_left_open_all_morning_is_sent_again_with_every_word(
    cast: Flask, karim: Browser, platanes: UUID, origin: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    address = section(platanes, "public")
    sent = {**opened(karim, address), "eligibility": "Habitants & voisins <b>"}
    monkeypatch.setattr("app.foundation.csrf.LIFETIME_SECONDS", -1)
    answer = karim.client.post(address, data=sent, **origin)
    monkeypatch.undo()
    back = again(answer, address)
    assert back["eligibility"] == sent["eligibility"] and proposals(cast) == []
    assert karim.client.post(address, data=back, **origin).status_code == 303
    assert proposals(cast)[0].draft["eligibility"] == sent["eligibility"]


def test_a_late_form_with_a_photo_keeps_its_words_and_asks_for_the_file(
    cast: Flask, karim: Browser, platanes: UUID, origin: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    address = section(platanes, "photo")
    sent = {**opened(karim, address), "alt": ALT, "credit": "Karim", "agreed": "oui"}
    sent.pop("image", None)
    monkeypatch.setattr("app.foundation.csrf.LIFETIME_SECONDS", -1)
    photo = {"image": (BytesIO(telephone_photo()), "photo.jpg")}
    answer = karim.client.post(address, data={**sent, **photo}, content_type="multipart/form-data", **origin)
    monkeypatch.undo()
    page = page_of(answer, 403)
    (form,) = [one for one in page.all("form") if one.get("action") == address]
    (box,) = [one for one in form.iter("input") if one.get("type") == "file"]
    assert form.get("enctype") == "multipart/form-data" and box.get("name") == "image"
    back = fields_of(page, address)
    back.pop("image")
    assert (back["alt"], back["credit"]) == (ALT, "Karim") and proposals(cast) == []
    photo = {"image": (BytesIO(telephone_photo()), "photo.jpg")}
    kept = karim.client.post(address, data={**back, **photo}, content_type="multipart/form-data", **origin)
    assert kept.status_code == 303
    assert proposals(cast)[0].draft["photo"]["alt"] == ALT


def test_the_session_ended_while_writing(
    cast: Flask, karim: Browser, enter: Open, platanes: UUID, origin: dict[str, Any]
):
    """Signed out elsewhere, signed in again in another tab: the old form is sent once more, whole."""
    address = section(platanes, "public")
    sent = {**opened(karim, address), "eligibility": "Tout le monde."}
    back_again = enter(KARIM)
    karim.client.set_cookie("session", back_again.cookie())
    back = again(karim.client.post(address, data=sent, **origin), address)
    assert karim.client.post(address, data=back, **origin).status_code == 303
    assert proposals(cast)[0].draft["eligibility"] == "Tout le monde."


def test_an_expired_link_says_what_to_do(cast: Flask):
    browser = Browser(cast)
    browser.ask(KARIM)
    link = link_of(last_letter(cast, KARIM))
    with clock.freeze(clock.now() + timedelta(minutes=11)):
        answer = browser.post(link)
    assert answer.status_code in (400, 403, 410) and "/connexion" in page_of(answer, answer.status_code).text
    assert browser.get("/espace").status_code == 302


def test_the_back_button_after_sending(cast: Flask, karim: Browser, platanes: UUID):
    """The page of a section seen again after its draft was sent shows what waits; sent again, it changes nothing."""
    address = section(platanes, "public")
    first = opened(karim, address)
    first.pop("csrf_token")
    review = karim.post(address, {**first, "eligibility": "Habitants."}).location
    assert send(karim, review).status_code == 303
    assert karim.post(address, {**first, "eligibility": "Habitants."}).status_code == 303, "the same words: kept once"
    page = page_of(karim.post(address, {**first, "eligibility": "Tous."}), 409)
    assert "Habitants." in page.visible and fields_of(page, address)["eligibility"] == "Tous."
    assert [one.status for one in proposals(cast)] == ["submitted"]
    assert page_of(karim.get(review)).visible  # nothing more to send, and no error


def test_an_old_review_page_sends_nothing_twice(cast: Flask, karim: Browser, platanes: UUID):
    review = save(karim, section(platanes, "public"), eligibility="Habitants.").location
    read = fields_of(page_of(karim.get(review)), "/envoyer")
    read.pop("csrf_token")
    for _ in range(2):
        assert karim.post(f"/espace/fiches/{platanes}/envoyer", read).status_code == 303
    assert len(proposals(cast)) == 1


def test_a_draft_waits_on_the_server_for_another_device(cast: Flask, karim: Browser, enter: Open, platanes: UUID):
    save(karim, section(platanes, "public"), geste="suite", eligibility="Commencé au bureau.")
    telephone = enter(KARIM)
    assert "brouillon" in page_of(telephone.get("/espace")).visible
    assert opened(telephone, section(platanes, "public"))["eligibility"] == "Commencé au bureau."
    assert "Commencé" not in page_of(enter(LEA).get(section(platanes, "public"))).text, (
        "a colleague has a draft of their own"
    )
    assert live(cast, platanes).eligibility != "Commencé au bureau."


def test_two_colleagues_on_different_things_lose_nothing(cast: Flask, karim: Browser, enter: Open, platanes: UUID):
    """Both drafts were begun before either was sent: both arrive whole, nobody is stopped."""
    lea = enter(LEA)
    mine = save(karim, section(platanes, "public"), eligibility="De Karim.").location
    hers = save(lea, section(platanes, "documents"), documents="De Léa").location
    assert send(lea, hers).status_code == 303 and send(karim, mine).status_code == 303
    waiting = {row.field: row.wanted for one in proposals(cast) for row in one.fields if row.decision == "pending"}
    assert waiting == {"eligibility": "De Karim.", "documents": ["De Léa"]}


def test_two_colleagues_on_one_section_see_both_and_each_word_is_kept(
    cast: Flask, karim: Browser, enter: Open, platanes: UUID
):
    """Karim’s page and Léa’s were open together; she sends first. His other field passes, his words come back."""
    lea, address = enter(LEA), section(platanes, "public")
    his = opened(karim, address)
    send(lea, save(lea, address, eligibility="La version de Léa.").location)
    his.pop("csrf_token")
    his |= {"eligibility": "La version de Karim.", "age_note": "Dès la petite section."}
    page = page_of(karim.post(address, his), 409)
    assert "La version de Léa." in page.visible
    back = fields_of(page, address)
    assert (back["eligibility"], back["age_note"]) == (his["eligibility"], his["age_note"])
    back.pop("csrf_token")
    review = karim.post(address, back)
    assert review.status_code == 303 and send(karim, review.location).status_code == 303
    said = {(row.field, row.decision) for one in proposals(cast) for row in one.fields if row.field == "eligibility"}
    assert said == {("eligibility", "superseded"), ("eligibility", "pending")}, "both stay in the history"


@pytest.mark.parametrize(
    "address",
    ["/espace/fiches/{0}", "/espace/fiches/{0}/annonces", "/espace/fiches/{0}/modifier/photo", "/espace/structures/{0}",
     "/espace/nouvelles/{0}", "/espace/nouvelles/{0}/modifier/photo", "/espace/propositions/{0}"],
)  # fmt: skip
def test_foreign_identifiers_find_nothing(karim: Browser, address: str):
    assert karim.get(address.format(uuid4())).status_code == 404
    assert karim.get(address.format("1")).status_code == 404


def test_a_description_of_ten_thousand_words_comes_back_whole(karim: Browser, platanes: UUID):
    text = " ".join(f"mot{rank}" for rank in range(10_000))
    page = page_of(save(karim, section(platanes, "identite"), description=text), 400)
    assert fields_of(page, "/modifier/identite")["description"] == text and "#description" in page.links()
