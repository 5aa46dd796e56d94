"""An agent of elsewhere neither sees nor decides; a structure, a reader of figures, nobody: not at all (T18–T20)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.moderation.conftest import decision_form, proposal, propose, tell
from tests.support.people import Browser

PLATANES = "Accueil de loisirs Les Platanes"
ELSEWHERE = ("sonia@mairie.exemple.fr", "tarek@agglo.exemple.fr")


@pytest.mark.parametrize("who", ELSEWHERE)
def test_an_agent_of_elsewhere_is_refused_everywhere_and_it_is_told(
    desk: Flask, nadia: Browser, come_in: Callable[..., Browser], who: str, capsys: pytest.CaptureFixture[str]
):
    sent = propose(desk, PLATANES, {"phones": [{"value": "+33536491280", "label": "", "is_public": True}]})
    form, agent = decision_form(nadia, sent), come_in(who)
    tray = agent.client.page("/moderation")
    assert tray.h1 == "Rien n’attend" and PLATANES not in tray.visible
    assert agent.get("/moderation/suivante").location == "/moderation"
    capsys.readouterr()
    address = f"/moderation/propositions/{sent}"
    assert agent.get(address).status_code == 403
    for verb, fields in (
        ("", form),
        ("/question", {"question": "Ah bon ?"}),
        ("/relu", {}),
        ("/remettre", {"modele": "clair"}),
    ):
        assert agent.post(f"{address}{verb}", fields).status_code == 403
    assert '"OutOfScope"' in capsys.readouterr().err
    version = proposal(desk, sent).version
    agent.post("/moderation/lot", {"proposition": f"{sent}:{version}"})
    found = proposal(desk, sent)
    assert found.status == "submitted" and not found.thread


def test_an_agent_of_the_commune_sees_and_decides(desk: Flask, come_in: Callable[..., Browser]):
    sent = tell(desk, "MJC Les Coulisses", "Le numéro ne répond plus.")
    whole = come_in("nadia@exemple.fr").client.page("/moderation")
    assert "MJC Les Coulisses" in whole.visible
    assert str(sent) in " ".join(whole.links())


@pytest.mark.parametrize("who", ["karim@exemple.fr", "claire@exemple.fr", "paul@exemple.fr"])
def test_others_stay_outside(desk: Flask, come_in: Callable[..., Browser], who: str):
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    other = come_in(who)
    for address in ("", "/suivante", f"/propositions/{sent}", "/fiches", "/qualite", "/appels", "/recherches-vaines"):
        assert other.get(f"/moderation{address}").status_code == 403
    assert other.post(f"/moderation/propositions/{sent}", {"decision-summary": "accepter"}).status_code == 403
    assert proposal(desk, sent).status == "submitted"


def test_a_draft_is_not_shown_and_a_get_decides_nothing(desk: Flask, nadia: Browser):
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    for verb in ("question", "relu", "remettre"):
        assert nadia.get(f"/moderation/propositions/{sent}/{verb}").status_code == 405
    assert nadia.get("/moderation/lot").status_code == 405
    assert (
        nadia.client.post(f"/moderation/propositions/{sent}", data={"decision-summary": "accepter"}).status_code == 403
    )
