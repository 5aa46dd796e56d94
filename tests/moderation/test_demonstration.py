"""In a demonstration, work waits on the desk; preparing twice changes nothing."""

from __future__ import annotations

from flask import Flask

from tests.support.instance import command
from tests.support.people import Browser


def test_work_waits_for_nadia(own_app: Flask):
    assert "Du travail attend" in command(own_app, "demonstration", "prepare")
    assert "déjà là" in command(own_app, "demonstration", "prepare")
    nadia = Browser(own_app)
    nadia.post("/connexion/demonstration", {"personne": "nadia"})
    page = nadia.client.page(nadia.client.page("/compte").link("Décider ce qui attend"))
    assert page.h1 == "3 propositions attendent"
    for link in {link for link in page.links() if "/propositions/" in link}:
        nadia.client.page(link)
    late = nadia.client.page("/moderation/qualite?manque=en-retard").visible
    assert all(name in late for name in ("MJC Les Coulisses", "Espace jeunes Le Hangar", "La Balançoire"))
