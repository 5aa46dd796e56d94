"""A decision is told to whoever proposed, with its reasons; nothing is told before it is true."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from tests.moderation.conftest import decision_form, propose, tell
from tests.support.people import Browser, last_letter, letters

PLATANES = "Accueil de loisirs Les Platanes"


def test_the_author_reads_what_was_decided_and_why(desk: Flask, nadia: Browser):
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi.", "eligibility": "Tout le monde."})
    assert not letters(desk, "karim@exemple.fr")
    form = decision_form(nadia, sent, summary="refuser") | {"motif-summary": "Gardez les vacances.\r\nBcc: x@y.fr"}
    nadia.post(f"/moderation/propositions/{sent}", form)
    said = last_letter(desk, "karim@exemple.fr")
    assert (
        "Conditions\u00a0: publié." in said and "Résumé\u00a0: non publié." in said and "Gardez les vacances." in said
    )
    assert "/services/accueil-de-loisirs-les-platanes" in said and len(letters(desk, "karim@exemple.fr")) == 1


def test_a_decision_that_fails_tells_nobody(desk: Flask, nadia: Browser):
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    assert (
        nadia.post(
            f"/moderation/propositions/{sent}", {"decision-summary": "refuser", "modele-summary": ""}
        ).status_code
        == 400
    )
    assert not letters(desk, "karim@exemple.fr")


def test_a_question_arrives_as_it_was_written_and_leads_to_the_proposal(
    desk: Flask, nadia: Browser, come_in: Callable[..., Browser]
):
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    nadia.post(f"/moderation/propositions/{sent}/question", {"question": "Le samedi aussi ?"})
    said = last_letter(desk, "karim@exemple.fr")
    assert "Le samedi aussi\u202f?" in said and f"/espace/propositions/{sent}\n" in said
    assert come_in("karim@exemple.fr").get(f"/espace/propositions/{sent}").status_code == 200


def test_a_family_is_answered_once_and_its_address_is_forgotten(desk: Flask, nadia: Browser):
    sent = tell(desk, PLATANES, "Le numéro ne répond plus.", reply_to="famille@exemple.fr")
    form = decision_form(nadia, sent) | {"reponse": "Le numéro est bon le mercredi.", "issue": "refuser"}
    assert nadia.post(f"/moderation/propositions/{sent}", form).status_code == 303
    said = last_letter(desk, "famille@exemple.fr")
    assert "la fiche est juste" in said and "Le numéro est bon le mercredi." in said and "effacée" in said
