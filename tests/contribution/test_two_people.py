"""Two people, two tabs: a page with both versions, nothing lost (T23)."""

from __future__ import annotations

from uuid import UUID

from flask import Flask

from tests.contribution.conftest import Open
from tests.contribution.support import KARIM, LEA, fields_of, page_of, proposals, save, send


def test_someone_sent_while_the_page_was_open(cast: Flask, enter: Open, platanes: UUID):
    karim, lea = enter(KARIM), enter(LEA)
    address = f"/espace/fiches/{platanes}/modifier/public"
    opened = fields_of(page_of(karim.get(address)), "/modifier/public")
    send(lea, save(lea, address, eligibility="La version de Léa.").location)
    opened["eligibility"] = "La version de Karim."
    opened.pop("csrf_token")
    conflict = page_of(karim.post(address, opened), 409)
    assert "La version de Léa." in conflict.visible and "La version de Karim." in conflict.text
    again = fields_of(conflict, "/modifier/public")
    again.pop("csrf_token")
    assert karim.post(address, again).status_code == 303


def test_someone_sent_while_the_draft_waited(cast: Flask, enter: Open, platanes: UUID):
    karim, lea = enter(KARIM), enter(LEA)
    address = f"/espace/fiches/{platanes}/modifier/public"
    review = save(karim, address, eligibility="La version de Karim.").location
    send(lea, save(lea, address, eligibility="La version de Léa.").location)
    conflict = page_of(send(karim, review), 409)
    assert "La version de Léa." in conflict.visible and "La version de Karim." in conflict.visible
    sent = fields_of(conflict, "/envoyer")
    sent.pop("csrf_token")
    unchosen = karim.post(f"/espace/fiches/{platanes}/envoyer", sent)
    assert unchosen.status_code == 409
    chosen = karim.post(f"/espace/fiches/{platanes}/envoyer", {**sent, "garde-eligibility": "mienne"})
    assert chosen.status_code == 303, chosen.get_data(as_text=True)
    said = {each.fields[0].wanted: each.status for each in proposals(cast)}
    assert said == {"La version de Karim.": "submitted", "La version de Léa.": "superseded"}


def test_the_other_version_may_be_kept(cast: Flask, enter: Open, platanes: UUID):
    karim, lea = enter(KARIM), enter(LEA)
    address = f"/espace/fiches/{platanes}/modifier/public"
    save(karim, f"/espace/fiches/{platanes}/modifier/documents", documents="Un carnet")
    review = save(karim, address, eligibility="La version de Karim.").location
    send(lea, save(lea, address, eligibility="La version de Léa.").location)
    sent = fields_of(page_of(send(karim, review), 409), "/envoyer")
    sent.pop("csrf_token")
    assert karim.post(f"/espace/fiches/{platanes}/envoyer", {**sent, "garde-eligibility": "leur"}).status_code == 303
    wanted = {row.field: row.wanted for each in proposals(cast) for row in each.fields if row.decision == "pending"}
    assert wanted == {"eligibility": "La version de Léa.", "documents": ["Un carnet"]}


def test_two_tabs_of_one_person(cast: Flask, enter: Open, platanes: UUID):
    karim = enter(KARIM)
    address = f"/espace/fiches/{platanes}/modifier/public"
    first, second = (fields_of(page_of(karim.get(address)), "/modifier/public") for _ in range(2))
    for tab in (first, second):
        tab.pop("csrf_token")
    assert karim.post(address, {**first, "eligibility": "Un"}).status_code == 303
    assert "Deux" in page_of(karim.post(address, {**second, "eligibility": "Deux"}), 409).text


def test_what_was_read_again_is_what_is_sent(cast: Flask, enter: Open, platanes: UUID):
    karim = enter(KARIM)
    review = save(karim, f"/espace/fiches/{platanes}/modifier/public", eligibility="Un").location
    read = fields_of(page_of(karim.get(review)), "/envoyer")
    read.pop("csrf_token")
    save(karim, f"/espace/fiches/{platanes}/modifier/documents", documents="Un carnet")
    answer = page_of(karim.post(f"/espace/fiches/{platanes}/envoyer", read), 409)
    assert "Un carnet" in answer.visible
    assert [each.status for each in proposals(cast)] == ["draft"]
