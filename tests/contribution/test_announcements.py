"""Short dated announcements: a structure tells, an agent decides, families read them while they are current."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.catalogue.fields import Group
from app.following.models import Announcement
from app.foundation import clock
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.history.models import HistoryEntry
from app.proposals.operations import set_policy
from tests.conftest import WEDNESDAY_IN_TERM
from tests.contribution.conftest import Open
from tests.contribution.support import INES, KARIM, RIBAMBELLE, SONIA, fields_of, page_of
from tests.support.people import Browser, last_letter

TODAY = date(2026, 11, 18)
TITLE = "Portes ouvertes samedi"
PLACES = ("/services/accueil-de-loisirs-les-platanes", "/communes/montbeton", "/themes/enfance")


def address(uuid: UUID) -> str:
    return f"/espace/fiches/{uuid}/annonces"


def tell(browser: Browser, uuid: UUID, **typed: Any) -> TestResponse:
    sent = fields_of(page_of(browser.get(address(uuid))), "/annonces")
    sent.pop("csrf_token")
    told = {"title": TITLE, "text": "De 10 h à 12 h, tout le monde peut venir.", **typed}
    return browser.post(address(uuid), {name: value for name, value in {**sent, **told}.items() if value is not None})


def every(app: Flask) -> list[Announcement]:
    with app.app_context():
        found = list(session().scalars(select(Announcement).order_by(Announcement.id)))
        session().expunge_all()
        return found


def read(app: Flask, place: str) -> bool:
    return TITLE in page_of(Browser(app).get(place)).visible


def decide(agent: Browser, uuid: UUID, **typed: str) -> TestResponse:
    sent = fields_of(page_of(agent.get("/moderation/annonces")), f"/annonces/{uuid}")
    sent.pop("csrf_token")
    return agent.post(f"/moderation/annonces/{uuid}", {**sent, "issue": "publier", **typed})


def test_told_decided_read_then_gone(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    done = page_of(karim.get(tell(karim, platanes, on_theme="oui").location))
    assert "Un agent la relit" in done.visible and "En attente de relecture" in done.visible
    assert not any(read(cast, place) for place in PLACES)
    assert decide(nadia, every(cast)[0].uuid).status_code == 303
    assert all(read(cast, place) for place in PLACES)
    assert not read(cast, "/communes/bressols") and not read(cast, "/themes/logement")
    assert "est publiée" in last_letter(cast, KARIM)
    with clock.freeze(WEDNESDAY_IN_TERM + timedelta(days=14)):
        assert all(read(cast, place) for place in PLACES), "the last day is included"
    with clock.freeze(WEDNESDAY_IN_TERM + timedelta(days=15)):
        assert not any(read(cast, place) for place in PLACES)
        fresh = Browser(cast)
        fresh.sign_in(KARIM)
        assert "Terminée" in page_of(fresh.get(address(platanes))).visible


def test_it_waits_for_its_first_day(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    tell(karim, platanes, starts_on="2026-11-25", ends_on="2026-11-28")
    decide(nadia, every(cast)[0].uuid)
    assert not read(cast, PLACES[0])
    assert "bientôt visible" in page_of(karim.get(address(platanes))).visible
    with clock.freeze(WEDNESDAY_IN_TERM + timedelta(days=7)):
        assert read(cast, PLACES[0])


def test_a_trusted_structure_is_read_at_once(cast: Flask, karim: Browser, platanes: UUID):
    with cast.app_context(), unit_of_work():
        set_policy(RIBAMBELLE, Group.ANNOUNCEMENTS, allowed=True, by=SYSTEM)
    assert "publiée" in page_of(karim.get(tell(karim, platanes).location)).visible
    assert read(cast, PLACES[0])


def test_refused_with_a_reason(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    tell(karim, platanes)
    uuid = every(cast)[0].uuid
    page = page_of(decide(nadia, uuid, issue="refuser", title="Portes ouvertes, corrigé"), 400)
    assert f"#reason-{uuid}" in page.links()
    assert "Portes ouvertes, corrigé" in [each.get("value") for each in page.all("input")], "what was typed is kept"
    assert decide(nadia, uuid, issue="refuser", reason="Dites le lieu.").status_code == 303
    assert "Dites le lieu." in last_letter(cast, KARIM)
    assert "Dites le lieu." in page_of(karim.get(address(platanes))).visible and not read(cast, PLACES[0])


def test_decided_once(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    tell(karim, platanes)
    uuid = every(cast)[0].uuid
    decide(nadia, uuid)
    again = nadia.post(f"/moderation/annonces/{uuid}", {"issue": "refuser", "reason": "Non", "version": "1"})
    assert "fait=deja" in again.location and every(cast)[0].status == "published"


def test_corrected_then_published(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    tell(karim, platanes, title="Porte ouvertes")
    decide(nadia, every(cast)[0].uuid, title=TITLE)
    assert read(cast, PLACES[0])


def test_withdrawn_by_its_author(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    tell(karim, platanes)
    uuid = every(cast)[0].uuid
    decide(nadia, uuid)
    assert karim.post(f"/espace/annonces/{uuid}/retirer").status_code == 303
    assert not read(cast, PLACES[0])
    assert karim.post(f"/espace/annonces/{uuid}/retirer").status_code == 409
    page = page_of(karim.get(f"{address(platanes)}?reprendre={uuid}"))
    assert TITLE in [each.get("value") for each in page.all("input")]


def test_a_hidden_listing_hides_its_news(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    tell(karim, platanes)
    decide(nadia, every(cast)[0].uuid)
    nadia.post(f"/moderation/fiches/{platanes}/etat", {"etat": "closed", "motif": "Fin"})
    assert not read(cast, PLACES[1])
    assert karim.get(address(platanes)).status_code == 409


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"title": ""}, "#title"),
        ({"title": "a" * 81}, "#title"),
        ({"text": ""}, "#text"),
        ({"text": "mot " * 10_000}, "#text"),
        ({"starts_on": "demain"}, "#starts_on"),
        ({"ends_on": ""}, "#ends_on"),
        ({"ends_on": "2026-11-17", "starts_on": "2026-11-10"}, "#ends_on"),
        ({"starts_on": "2026-12-20", "ends_on": "2026-12-01"}, "#ends_on"),
        ({"ends_on": "2027-11-17"}, "#ends_on"),
    ],
)
def test_a_mistake_leads_to_its_field(cast: Flask, karim: Browser, platanes: UUID, typed: dict[str, str], where: str):
    page = page_of(tell(karim, platanes, **typed), 400)
    assert where in page.links() and page.title.startswith("Erreur") and every(cast) == []


def test_the_same_form_sent_twice_is_one_announcement(cast: Flask, karim: Browser, platanes: UUID):
    sent = fields_of(page_of(karim.get(address(platanes))), "/annonces")
    sent.pop("csrf_token")
    for _each in range(2):
        answer = karim.post(address(platanes), {**sent, "title": TITLE, "text": "Venez."})
        assert answer.status_code == 303
    assert len(every(cast)) == 1


def test_not_more_than_five_at_once(cast: Flask, karim: Browser, platanes: UUID):
    for _each in range(5):
        assert tell(karim, platanes).status_code == 303
    assert "cinq annonces" in page_of(tell(karim, platanes), 400).visible


def test_hostile_words_are_only_words(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    tell(karim, platanes, title="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>\n[a](javascript:b)")
    decide(nadia, every(cast)[0].uuid)
    page = page_of(Browser(cast).get(PLACES[0]))
    assert "<script>alert(1)" in page.visible and "javascript:b" in page.visible


def test_others_have_no_business_there(cast: Flask, karim: Browser, enter: Open, enter_agent: Open, platanes: UUID):
    tell(karim, platanes)
    uuid = every(cast)[0].uuid
    ines, sonia = enter(INES), enter_agent(SONIA)
    assert ines.get(address(platanes)).status_code == 404
    assert ines.post(address(platanes), {"title": TITLE}).status_code == 404
    assert ines.post(f"/espace/annonces/{uuid}/retirer").status_code == 404
    assert TITLE not in page_of(sonia.get("/moderation/annonces")).visible
    assert sonia.post(f"/moderation/annonces/{uuid}", {"issue": "publier"}).status_code == 403
    assert sonia.post(f"/moderation/annonces/{uuid}/retirer", {"reason": "x"}).status_code == 403
    assert every(cast)[0].status == "waiting"


def test_an_agent_tells_something_of_their_commune(cast: Flask, enter_agent: Open, nadia: Browser):
    sonia = enter_agent(SONIA)
    sent = fields_of(page_of(sonia.get("/moderation/annonces")), "/moderation/annonces")
    sent.pop("csrf_token")
    told = {**sent, "title": TITLE, "text": "À la mairie."}
    page = page_of(sonia.post("/moderation/annonces", told), 400)
    assert "au moins une fiche" in page.visible
    assert sonia.post("/moderation/annonces", {**told, "commune": "82124"}).status_code == 403
    assert sonia.post("/moderation/annonces", {**told, "theme": "enfance"}).status_code == 403
    assert sonia.post("/moderation/annonces", {**told, "service": PLACES[0]}).status_code == 403
    assert sonia.post("/moderation/annonces", {**told, "service": "rien-de-tel"}).status_code == 400
    assert sonia.post("/moderation/annonces", {**told, "commune": "82025"}).status_code == 303
    assert read(cast, "/communes/bressols")
    uuid = every(cast)[0].uuid
    assert nadia.post(f"/moderation/annonces/{uuid}/retirer").status_code == 303
    assert not read(cast, "/communes/bressols")


def test_every_act_is_in_the_history(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    tell(karim, platanes)
    uuid = every(cast)[0].uuid
    decide(nadia, uuid)
    assert nadia.post(f"/moderation/annonces/{uuid}/retirer").status_code == 400, "an agent says why"
    nadia.post(f"/moderation/annonces/{uuid}/retirer", {"reason": "Annulé"})
    with cast.app_context():
        wanted = select(HistoryEntry.verb).where(HistoryEntry.subject_kind == "announcement")
        assert list(session().scalars(wanted.order_by(HistoryEntry.id))) == ["announce", "decide", "withdraw"]
