"""Plain words: advice beside the field, never a refusal."""

from __future__ import annotations

from uuid import UUID

import pytest

from app.contribution.plain_words import advice
from tests.contribution.support import page_of, save
from tests.support.people import Browser

MEANINGS = {"RPE": "relais petite enfance"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mot " * 30, "30 mots"),
        ("Selon les modalités prévues.", "comment faire"),
        ("Dans le cadre de la fête.", "« pour »"),
        ("Le RPE vous aide.", "relais petite enfance"),
        ("Le CSAPA vous aide.", "sigle"),
    ],
)
def test_what_is_heavy_is_told(text: str, said: str):
    (one,) = advice(text, MEANINGS)
    assert said in one.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "text", ["", "Venez jouer.", "Le relais petite enfance (RPE) vous aide.", "RPE (relais)", "Un SMS."]
)
def test_what_is_plain_is_left_alone(text: str):
    assert advice(text, MEANINGS) == []


def test_it_stands_beside_the_field_and_stops_nobody(karim: Browser, platanes: UUID):
    address = f"/espace/fiches/{platanes}/modifier/inscription"
    assert save(karim, address, registration="Transmettre un justificatif.").status_code == 303
    page = page_of(karim.get(address))
    assert "papier qui prouve" in page.visible and "envoyer" in page.visible
