"""Whose listing it is: Karim's is nobody else's, whatever is sent (T18, T19, T21, T22)."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask

from app.accounts.gate import audiences_of
from app.accounts.rules import Role, WantedRole
from app.foundation.actors import Audience
from app.proposals.operations import start_draft
from tests.contribution.conftest import Open
from tests.contribution.support import INES, LEA, live, page_of, proposals, save, send
from tests.support.people import Browser, add_person

PAGES = ("", "/modifier/horaires", "/relire", "/apercu", "/historique", "/a-jour", "/fermer")
ACTS = ("/modifier/horaires", "/envoyer", "/brouillon/effacer", "/a-jour", "/places-libres", "/fermer", "/rouvrir")


def test_nobody_is_asked_to_sign_in(cast: Flask, platanes: UUID):
    family = Browser(cast)
    for page in ("/espace", *(f"/espace/fiches/{platanes}{end}" for end in PAGES)):
        answer = family.get(page)
        assert answer.status_code == 302 and answer.location.startswith("/connexion?suite=")
    for end in ACTS:
        assert family.post(f"/espace/fiches/{platanes}{end}").status_code == 401


def test_another_structure_finds_nothing(cast: Flask, enter: Open, platanes: UUID, capfd: pytest.CaptureFixture[str]):
    ines = enter(INES)
    for end in PAGES:
        assert ines.get(f"/espace/fiches/{platanes}{end}").status_code == 404, end
    for end in ACTS:
        assert ines.post(f"/espace/fiches/{platanes}{end}", {"libres": "3", "message": "Fermé."}).status_code == 404, (
            end
        )
    assert proposals(cast) == []
    assert "Les Platanes" not in page_of(ines.get("/espace")).visible


def test_a_refusal_leaves_a_line(enter: Open, platanes: UUID, capfd: pytest.CaptureFixture[str]):
    ines = enter(INES)
    capfd.readouterr()
    ines.get(f"/espace/fiches/{platanes}")
    said = "".join(capfd.readouterr())
    assert "access_refused" in said and "NotYourStructure" in said and INES not in said


def test_a_listing_that_does_not_exist_answers_the_same(karim: Browser):
    assert karim.get(f"/espace/fiches/{uuid4()}").status_code == 404
    assert karim.get(f"/espace/propositions/{uuid4()}").status_code == 404
    assert karim.get(f"/espace/nouvelles/{uuid4()}").status_code == 404


def test_an_editor_of_the_structure_may(enter: Open, platanes: UUID):
    lea = enter(LEA)
    page_of(lea.get(f"/espace/fiches/{platanes}"))
    assert save(lea, f"/espace/fiches/{platanes}/modifier/public", eligibility="Tout le monde.").status_code == 303


def test_the_verb_refuses_as_well_as_the_door(cast: Flask, enter: Open, platanes: UUID):
    from app.accounts.rules import NotYourStructure
    from app.foundation.actors import Actor, ActorKind, Membership
    from app.foundation.unit_of_work import unit_of_work

    stranger = Actor(
        ActorKind.PERSON, "x", 999, frozenset({Audience.STRUCTURE}), memberships=(Membership(uuid4(), True),)
    )
    with cast.app_context(), pytest.raises(NotYourStructure), unit_of_work():
        start_draft(platanes, by=stranger)


def test_an_agent_is_not_a_structure(cast: Flask, enter: Open):
    add_person(cast, "claire@ctg.exemple.fr", WantedRole(Role.CTG), name="Claire")
    assert enter("claire@ctg.exemple.fr").get("/espace").status_code == 403


def test_every_page_of_the_room_says_whom_it_is_for(app: Flask):
    views = {name: view for name, view in app.view_functions.items() if name.startswith("contribution.")}
    public = {name for name, view in views.items() if Audience.PUBLIC in audiences_of(view)}
    claims = {"claiming", "claim_listing", "claim", "prove_claim", "ask_an_agent"}
    reports = {"reporting", "file_report", "reported"}
    assert public == {f"contribution.{name}" for name in reports | claims}
    assert all(audiences_of(view) == {Audience.STRUCTURE} for name, view in views.items() if name not in public)


def test_fields_of_the_house_are_ignored(cast: Flask, karim: Browser, platanes: UUID):
    """T21: status, owner, verification, private notes cannot be sent along."""
    before = live(cast, platanes)
    address = f"/espace/fiches/{platanes}/modifier/public"
    answer = save(
        karim, address, eligibility="Habitants.", status="closed", organization="x", internal_note="x", assured_on="2030-01-01",
        is_fictional="", slug="vole", fee_kind="gratuit", lat="1",
    )  # fmt: skip
    send(karim, answer.location)
    (proposal,) = proposals(cast)
    assert [row.field for row in proposal.fields] == ["eligibility"]
    assert live(cast, platanes) == before


def test_sending_again_does_nothing(cast: Flask, karim: Browser, platanes: UUID):
    """T22: a replayed form neither publishes nor makes a second proposal."""
    review = save(karim, f"/espace/fiches/{platanes}/modifier/public", eligibility="Habitants.").location
    assert send(karim, review).status_code == 303
    again = karim.post(f"/espace/fiches/{platanes}/envoyer", {"version": "2"})
    assert again.status_code == 303
    assert len(proposals(cast)) == 1
    assert live(cast, platanes).eligibility != "Habitants."


def test_a_section_that_does_not_exist(karim: Browser, platanes: UUID):
    assert karim.get(f"/espace/fiches/{platanes}/modifier/interne").status_code == 404
    assert karim.get(f"/espace/fiches/{platanes}/envoyer").status_code == 405
