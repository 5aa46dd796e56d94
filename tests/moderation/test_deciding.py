"""Nadia decides: one page, one button, the next one opens; Karim and families see what she decided."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import select

from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.operations import change_service
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.history.models import HistoryEntry
from app.proposals.values import apply
from tests.moderation.conftest import decision_form, listing, live, proposal, propose, tell
from tests.support.people import Browser

PLATANES, LAVOIR = "Accueil de loisirs Les Platanes", "Mercredis du Lavoir"
PHONE = [{"value": "+33536491280", "label": "", "is_public": True}]


def test_a_one_field_proposal_takes_one_click_and_the_next_one_opens(desk: Flask, nadia: Browser):
    first = propose(desk, PLATANES, {"summary": "Jeux et tyrolienne le mercredi."})
    second = propose(desk, LAVOIR, {"summary": "Les mercredis près du lavoir."})
    tray = nadia.client.page("/moderation")
    assert tray.h1 == "2 propositions attendent" and PLATANES in tray.visible
    assert nadia.get("/moderation/suivante").location == f"/moderation/propositions/{first}"
    page = nadia.client.page(f"/moderation/propositions/{first}")
    assert page.h1.endswith("propose 1 changement") and "Publier 1 changement" in page.visible
    done = nadia.post(f"/moderation/propositions/{first}", decision_form(nadia, first))
    assert done.status_code == 303
    opened = nadia.get(done.location)
    assert opened.location.startswith(f"/moderation/propositions/{second}")
    assert "1 changement publié" in nadia.client.page(opened.location).visible
    uuid, slug = listing(desk, PLATANES)
    assert live(desk, uuid, "summary") == "Jeux et tyrolienne le mercredi."
    family = desk.test_client()
    assert "Jeux et tyrolienne le mercredi." in family.get(f"/services/{slug}").text
    assert PLATANES in family.get("/recherche?q=tyrolienne").text


def test_field_by_field_with_a_reason(desk: Flask, nadia: Browser):
    wanted = {"summary": "Jeux le mercredi.", "phones": PHONE, "eligibility": "Tout le monde."}
    sent = propose(desk, PLATANES, wanted)
    form = decision_form(nadia, sent, summary="refuser", eligibility="corriger")
    form["valeur-eligibility-eligibility"] = "Habitants de Montbeton."
    form["motif-summary"] = "Gardez les vacances."
    assert nadia.post(f"/moderation/propositions/{sent}", form).status_code == 303
    uuid, _slug = listing(desk, PLATANES)
    assert live(desk, uuid, "phones") == PHONE and live(desk, uuid, "eligibility") == "Habitants de Montbeton."
    decided = {one.field: (one.decision, one.reason) for one in proposal(desk, sent).fields}
    assert decided["phones"] == ("accepted", "") and decided["eligibility"] == ("edited", "")
    assert decided["summary"][0] == "refused" and decided["summary"][1].endswith("Gardez les vacances.")
    page = nadia.client.page(f"/moderation/propositions/{sent}")
    assert "Acceptée en partie" in page.visible and "Gardez les vacances." in page.visible


def test_a_refusal_needs_words_and_a_correction_needs_sense(desk: Flask, nadia: Browser):
    sent = propose(desk, PLATANES, {"phones": PHONE})
    address = f"/moderation/propositions/{sent}"
    form = decision_form(nadia, sent, phones="refuser") | {"modele-phones": "", "motif-phones": " "}
    answer = nadia.post(address, form)
    assert answer.status_code == 400 and "dites pourquoi vous refusez" in answer.text
    form = decision_form(nadia, sent, phones="corriger") | {"valeur-phones-contacts[phone]": "a | b | c | d"}
    answer = nadia.post(address, form)
    assert answer.status_code == 400 and "a | b | c | d" in answer.text and "Ligne 1" in answer.text
    assert nadia.post(address, {"decision-phones": ""}).status_code == 400
    assert proposal(desk, sent).status == "submitted"


def test_a_value_that_moved_says_so_and_nothing_typed_is_lost(desk: Flask, nadia: Browser):
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi.", "phones": PHONE})
    address, form = f"/moderation/propositions/{sent}", decision_form(nadia, sent, phones="refuser")
    form["motif-phones"] = "Ce numéro ne répond pas."
    move(desk, PLATANES, {"summary": "Tout autre chose."})
    answer = nadia.post(address, form)
    assert answer.status_code == 409 and "Ce numéro ne répond pas." in answer.text
    assert "Tout autre chose." in answer.text and "Cette valeur a changé depuis l’envoi" in answer.text
    assert proposal(desk, sent).status == "submitted"
    page = nadia.client.page(address)
    assert "Décidez encore 1 fois" in page.visible, "what moved is not accepted by default"
    assert nadia.post(address, decision_form(nadia, sent, summary="accepter")).status_code == 303
    assert live(desk, listing(desk, PLATANES)[0], "summary") == "Jeux le mercredi."


def test_a_second_click_is_harmless_and_a_colleague_sees_what_was_decided(
    desk: Flask, nadia: Browser, come_in: Callable[..., Browser]
):
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    address, form = f"/moderation/propositions/{sent}", decision_form(nadia, sent)
    first, again = nadia.post(address, form), nadia.post(address, form)
    assert first.status_code == again.status_code == 303 and "/suivante" in again.location
    other = come_in("sonia@mairie.exemple.fr", strict=False)
    assert other.post(address, form).status_code == 403
    assert decisions_kept(desk, sent) == 1


def test_twenty_approvals_at_once_are_one_decision(desk: Flask, nadia: Browser, come_in: Callable[..., Browser]):
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    form, hands = decision_form(nadia, sent), [come_in("nadia@exemple.fr", strict=False) for _ in range(10)]
    forms = [form | {"csrf_token": hand.token()} for hand in hands]

    def press(number: int) -> int:
        hand = hands[number % 10]
        return hand.client.post(f"/moderation/propositions/{sent}", data=forms[number % 10]).status_code

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(press, range(20))) == {303}
    assert decisions_kept(desk, sent) == 1 and proposal(desk, sent).status == "accepted"


def test_hours_and_prices_are_compared_as_tables(desk: Flask, nadia: Browser):
    uuid, _slug = listing(desk, PLATANES)
    hours = live(desk, uuid, "hours")
    last = hours["slots"][-1]
    hours["slots"][-1] = {**last, "closes": last["closes"] + 15}
    fees = live(desk, uuid, "fees")
    fees["fees"] = [{**fees["fees"][0], "amount_cents": 123}, *fees["fees"][1:]]
    sent = propose(desk, PLATANES, {"hours": hours, "fees": fees})
    page = nadia.client.page(f"/moderation/propositions/{sent}")
    assert len(page.all("table")) == 4 and "1,23" in page.visible
    assert len([one for one in page.all("tr") if one.get("class") == "changed"]) == 2
    form = decision_form(nadia, sent, hours="corriger", fees="corriger")
    assert nadia.post(f"/moderation/propositions/{sent}", form).status_code == 303
    assert live(desk, uuid, "hours") == hours and live(desk, uuid, "fees") == fees


def test_a_question_keeps_the_proposal_waiting(desk: Flask, nadia: Browser):
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    address = f"/moderation/propositions/{sent}"
    assert nadia.post(f"{address}/question", {"question": " "}).status_code == 400
    asked = nadia.post(f"{address}/question", {"question": "Aussi pendant les vacances ?"})
    assert asked.status_code == 303
    page = nadia.client.page(asked.location)
    assert "Aussi pendant les vacances" in page.visible and "Votre question est partie" in page.visible
    assert proposal(desk, sent).status == "submitted"


def test_a_family_s_report_stands_in_the_same_tray(desk: Flask, nadia: Browser):
    sent = tell(desk, PLATANES, "Le numéro ne répond plus.", about="phones", reply_to="famille@exemple.fr")
    assert "Une famille signale une erreur" in nadia.client.page("/moderation").visible
    address = f"/moderation/propositions/{sent}"
    form = decision_form(nadia, sent)
    empty = nadia.post(address, form | {"issue": "refuser"})
    assert empty.status_code == 400 and "pourquoi la fiche est juste" in empty.text
    form |= {"valeur-phones-contacts[phone]": "05 36 49 12 80 | accueil", "reponse": "Merci !", "issue": "accepter"}
    assert nadia.post(address, form).status_code == 303
    (phone,) = live(desk, listing(desk, PLATANES)[0], "phones")
    assert phone["label"] == "accueil" and proposal(desk, sent).status == "accepted"
    assert proposal(desk, sent).reply_to == ""


def test_safe_ones_are_accepted_together_and_the_others_wait(desk: Flask, nadia: Browser):
    light = propose(desk, PLATANES, {"phones": PHONE})
    heavy = propose(desk, LAVOIR, {"summary": "Les mercredis."})
    page = nadia.client.page("/moderation")
    boxes = [one.get("value") or "" for one in page.all("input") if one.get("name") == "proposition"]
    assert [box.split(":")[0] for box in boxes] == [str(light)]
    answer = nadia.post("/moderation/lot", {"proposition": [*boxes, f"{heavy}:2", "n’importe quoi"]})
    assert "1 proposition acceptée. 2 sont à voir à part." in nadia.client.page(answer.location).visible
    assert proposal(desk, light).status == "accepted" and proposal(desk, heavy).status == "submitted"


def test_the_tray_is_filtered(desk: Flask, nadia: Browser):
    propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    tell(desk, LAVOIR, "Le numéro ne répond plus.")
    for query, count in (("genre=report", 1), ("genre=change", 1), ("attente=7", 0), ("theme=logement", 0),
                         ("commune=82124", 1), ("commune=rien", 2)):  # fmt: skip
        page = nadia.client.page(f"/moderation?{query}")
        assert len([link for link in page.links() if "/propositions/" in link]) == count, query
    assert nadia.get("/moderation?page=9").status_code == 404


def move(app: Flask, name: str, wanted: dict[str, object]) -> None:
    """Somebody else changes the listing meanwhile."""
    uuid, _slug = listing(app, name)
    with app.app_context(), unit_of_work():
        service = session().scalars(select(Service).where(Service.uuid == uuid)).one()
        change_service(service, apply(facts_of(service), wanted), by=SYSTEM)


def decisions_kept(app: Flask, uuid: object) -> int:
    """Lines of history of this decision."""
    with app.app_context():
        found = session().scalars(select(HistoryEntry).where(HistoryEntry.verb.in_(("change", "decide"))))
        return sum(any(one["before"] == str(uuid) for one in entry.changes) for entry in found)
