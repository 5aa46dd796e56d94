"""Who invites whom, who sees what (T18–T20): it works, the team may, a stranger may not, GET is refused."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person, RoleGrant
from app.accounts.rules import (
    MayNotGive,
    NotYourStructure,
    OutOfScope,
    OwnersOnly,
    Role,
    WantedRole,
    require_may_give,
    require_scope,
    require_structure,
)
from app.foundation import clock
from app.foundation.actors import SYSTEM, Actor, ActorKind, Audience, Membership, Scope
from app.foundation.db import session
from tests.accounts.conftest import INES, KARIM, LEA, PETITS_PAS, RIBAMBELLE, Open
from tests.support.instance import command
from tests.support.people import Browser, add_person, last_letter, letters, link_of

SAM = "sam@creche.exemple.fr"
TEAM, OTHER = f"/compte/equipe/{RIBAMBELLE}", f"/compte/equipe/{PETITS_PAS}"


@pytest.fixture
def lea(browser: Open) -> Browser:
    opened = browser()
    opened.sign_in(LEA)
    return opened


def admin(cast: Flask, browser: Open) -> Browser:
    """The administrator of the demonstration, whose second factor is taken as given."""
    opened = browser()
    assert opened.post("/connexion/demonstration", {"personne": "paul"}).status_code == 303
    return opened


def test_an_owner_invites_and_the_invited_come_in_from_any_browser(karim: Browser, browser: Open, cast: Flask):
    assert karim.post(f"{TEAM}/inviter", {"email": SAM, "role": "editor"}).location == f"{TEAM}?fait=invite"
    assert SAM in karim.client.page(TEAM).visible
    text = last_letter(cast, SAM)
    link = link_of(text)
    assert "Karim vous invite" in text and [browser().get(link).status_code for _ in range(3)] == [200] * 3
    sam = browser()
    assert "Ribambelle" in sam.client.page(link).visible
    assert sam.post(link, {"name": ""}).status_code == 400
    assert sam.post(link, {"name": "Sam"}).location == "/compte"
    assert sam.client.page(TEAM).h1 == "Votre équipe"
    assert sam.post(f"{TEAM}/inviter", {"email": "x@exemple.fr"}).status_code == 403
    again = browser().post(link, {"name": "Sam"})
    assert again.status_code == 410 and "déjà été acceptée" in again.text


def test_somebody_who_has_an_account_is_not_signed_in_by_an_invitation(karim: Browser, browser: Open, cast: Flask):
    karim.post(f"{TEAM}/inviter", {"email": INES.upper(), "role": "owner"})
    link = link_of(last_letter(cast, INES))
    opened = browser()
    assert "déjà un compte" in opened.client.page(link).visible
    assert opened.post(link).location == "/connexion" and opened.cookie() == ""
    opened.sign_in(INES)
    assert opened.get(TEAM).status_code == opened.get(OTHER).status_code == 200


def test_invitations_end(karim: Browser, browser: Open, cast: Flask):
    karim.post(f"{TEAM}/inviter", {"email": SAM})
    first = link_of(last_letter(cast, SAM))
    karim.post(f"{TEAM}/inviter", {"email": SAM})
    second = link_of(last_letter(cast, SAM))
    assert browser().get(first).status_code == 410, "the newer one replaces it"
    with clock.freeze(clock.now() + timedelta(days=15)):
        assert browser().post(second, {"name": "Sam"}).status_code == 410
    page = karim.client.page(TEAM)
    (action,) = [form.get("action") or "" for form in page.all("form") if "/invitations/" in (form.get("action") or "")]
    assert karim.post(action.replace(str(RIBAMBELLE), str(PETITS_PAS))).status_code == 404
    assert karim.post(action).status_code == 303
    assert browser().post(second, {"name": "Sam"}).status_code == 410
    assert browser().get("/invitation/n-importe-quoi").status_code == 404


def test_an_invitation_without_answer_is_recalled_once(karim: Browser, cast: Flask):
    karim.post(f"{TEAM}/inviter", {"email": SAM})
    with clock.freeze(clock.now() + timedelta(days=8)):
        assert "1" in command(cast, "accounts", "remind")
        assert "0" in command(cast, "accounts", "remind")
        assert len(letters(cast, SAM)) == 2 and link_of(last_letter(cast, SAM)) == link_of(letters(cast, SAM)[0])


def test_the_team_may_look_and_a_stranger_may_not(
    lea: Browser, browser: Open, cast: Flask, capsys: pytest.CaptureFixture[str]
):
    assert lea.get(TEAM).status_code == 200 and "Karim" in lea.get(TEAM).text
    assert lea.get(f"{TEAM}/inviter").status_code == 405
    ines = browser()
    ines.sign_in(INES)
    capsys.readouterr()
    assert ines.get(TEAM).status_code == 404 and "Karim" not in ines.get(TEAM).text
    said = capsys.readouterr().err
    assert '"access_refused"' in said and '"NotYourStructure"' in said and INES not in said
    for verb in ("inviter", "retirer/1"):
        assert ines.post(f"{TEAM}/{verb}", {"email": SAM}).status_code == 404
    assert ines.get(f"/compte/equipe/{uuid4()}").status_code == 404
    assert browser().get(TEAM).location == f"/connexion?suite={TEAM}"
    assert browser().post(f"{TEAM}/inviter", {"email": SAM}).status_code == 401


def test_an_owner_removes_a_colleague_at_once_and_nobody_elsewhere(karim: Browser, lea: Browser, cast: Flask):
    with cast.app_context():
        of = {role.organization: role.id for role in session().scalars(select(RoleGrant)) if role.kind == "owner"}
        editor = session().scalars(select(RoleGrant.id).where(RoleGrant.kind == "editor")).one()
    assert karim.post(f"{TEAM}/retirer/{of[PETITS_PAS]}").status_code == 404
    assert karim.post(f"{TEAM}/retirer/{editor}").status_code == 303
    assert lea.get(TEAM).status_code == 403 and lea.get("/compte").status_code == 200


def test_an_administrator_opens_and_closes(cast: Flask, browser: Open, karim: Browser):
    paul = admin(cast, browser)
    page = paul.client.page("/administration/comptes?q=karim")
    assert KARIM in page.visible and INES not in page.visible
    with cast.app_context():
        uuid = session().scalars(select(Person.uuid).where(Person.email == KARIM)).one()
    address = f"/administration/comptes/{uuid}"
    assert karim.post(f"{address}/fermer").status_code == 403
    assert paul.post(f"{address}/fermer").status_code == 303 and karim.get("/compte").status_code == 302
    assert paul.post(f"{address}/ouvrir").status_code == 303
    assert browser().sign_in(KARIM).status_code == 303
    assert paul.post(f"{address}/n-importe-quoi").status_code == 404


def test_the_last_administrator_stays(cast: Flask, browser: Open):
    paul = admin(cast, browser)
    with cast.app_context():
        person = session().scalars(select(Person).where(Person.email == "paul@exemple.fr")).one()
        uuid, role = person.uuid, session().scalars(select(RoleGrant.id).where(RoleGrant.kind == "admin")).one()
    address = f"/administration/comptes/{uuid}"
    for act in ("fermer", f"roles/{role}/retirer"):
        assert paul.post(f"{address}/{act}").status_code == 409
    assert paul.post("/compte/effacer", {"code": "effacer"}).status_code == 409
    assert paul.get("/administration/comptes").status_code == 200


def test_an_administrator_invites_an_agent_of_some_communes(cast: Flask, browser: Open):
    paul = admin(cast, browser)
    fields = {"email": SAM, "role": "agent", "commune": ["82121"], "theme": ["enfance"]}
    assert paul.post("/administration/comptes/inviter", {**fields, "commune": ["99999"]}).status_code == 400
    assert paul.post("/administration/comptes/inviter", {**fields, "role": "owner"}).status_code == 400
    assert paul.post("/administration/comptes/inviter", fields).status_code == 303
    browser().post(link_of(last_letter(cast, SAM)), {"name": "Sam"})
    with cast.app_context():
        bounded = select(RoleGrant).where(RoleGrant.kind == "agent", RoleGrant.communes.is_not(None))
        role = session().scalars(bounded).one()
        assert (role.communes, role.themes) == (["82121"], ["enfance"])


@pytest.mark.parametrize("key", ["karim", "ines", "nadia", "claire", "paul"])
def test_only_administrators_see_accounts(cast: Flask, browser: Open, key: str):
    opened, status = browser(), 200 if key == "paul" else 403
    assert opened.post("/connexion/demonstration", {"personne": key}).status_code == 303
    assert opened.get("/compte").status_code == 200
    assert opened.get("/administration/comptes").status_code == status


def test_the_people_of_the_demonstration_are_only_there(cast: Flask, browser: Open):
    page = browser().client.page("/connexion")
    assert "Entrer comme Nadia" in page.visible
    assert browser().post("/connexion/demonstration", {"personne": "root"}).status_code == 404
    from dataclasses import replace

    cast.extensions["settings"] = replace(cast.extensions["settings"], demonstration=False)
    assert "Nadia" not in browser().client.page("/connexion").visible
    refused = browser().post("/connexion/demonstration", {"personne": "paul"})
    assert refused.status_code == 404 and not refused.headers.getlist("Set-Cookie")


def someone(*audiences: Audience, scopes: tuple[Scope, ...] = (), of: tuple[Membership, ...] = ()) -> Actor:
    return Actor(ActorKind.PERSON, "Compte X", 1, frozenset(audiences), scopes, of)


MONTAUBAN, ALBIAS = "82121", "82002"


@pytest.mark.parametrize(
    ("scope", "commune", "themes", "inside"),
    [
        (Scope(), None, (), True),
        (Scope(frozenset({MONTAUBAN})), MONTAUBAN, ("enfance",), True),
        (Scope(frozenset({MONTAUBAN})), ALBIAS, ("enfance",), False),
        (Scope(frozenset({MONTAUBAN})), None, ("enfance",), False),
        (Scope(None, frozenset({"enfance"})), ALBIAS, ("jeunesse", "enfance"), True),
        (Scope(None, frozenset({"enfance"})), ALBIAS, ("jeunesse",), False),
        (Scope(frozenset(), frozenset()), MONTAUBAN, ("enfance",), False),
    ],
)
def test_scopes(scope: Scope, commune: str | None, themes: tuple[str, ...], inside: bool):
    agent = someone(Audience.AGENT, scopes=(scope,))
    if inside:
        require_scope(agent, commune, themes)
    else:
        with pytest.raises(OutOfScope):
            require_scope(agent, commune, themes)


def test_who_has_no_scope_is_outside_and_the_house_is_inside():
    require_scope(SYSTEM, MONTAUBAN, ())
    for nobody in (someone(), someone(Audience.ADMIN), someone(Audience.STRUCTURE)):
        with pytest.raises(OutOfScope):
            require_scope(nobody, MONTAUBAN, ("enfance",))


def test_structures():
    editor = someone(Audience.STRUCTURE, of=(Membership(RIBAMBELLE, False),))
    assert require_structure(editor, RIBAMBELLE) == Membership(RIBAMBELLE, False)
    assert require_structure(SYSTEM, RIBAMBELLE) is None
    with pytest.raises(OwnersOnly):
        require_structure(editor, RIBAMBELLE, owner=True)
    for other in (PETITS_PAS, None):
        with pytest.raises(NotYourStructure):
            require_structure(editor, other)


def test_who_gives_what():
    owner = someone(Audience.STRUCTURE, of=(Membership(RIBAMBELLE, True),))
    editor = someone(Audience.STRUCTURE, of=(Membership(RIBAMBELLE, False),))
    agent, administrator = someone(Audience.AGENT, scopes=(Scope(),)), someone(Audience.ADMIN)
    here, there = (WantedRole(Role.EDITOR, of) for of in (RIBAMBELLE, PETITS_PAS))
    allowed: list[tuple[Actor, WantedRole]] = [
        (owner, here), (agent, here), (agent, there), (administrator, there), (SYSTEM, WantedRole(Role.ADMIN)),
        *((administrator, WantedRole(role)) for role in (Role.AGENT, Role.CTG, Role.ADMIN)),
    ]  # fmt: skip
    for actor, role in allowed:
        require_may_give(actor, role)
    refused = [(owner, there), (editor, here), *((one, WantedRole(Role.AGENT)) for one in (owner, editor, agent))]
    for actor, role in refused:
        with pytest.raises(MayNotGive):
            require_may_give(actor, role)


def test_a_role_is_whole():
    with pytest.raises(ValueError, match="organization"):
        WantedRole(Role.AGENT, RIBAMBELLE)
    with pytest.raises(ValueError, match="organization"):
        WantedRole(Role.OWNER)
    whole = WantedRole(Role.AGENT, None, ("82121",), ())
    assert WantedRole.from_json(whole.to_json()) == whole


def test_a_role_given_twice_is_one(cast: Flask):
    from app.accounts.operations import grant
    from app.foundation.unit_of_work import unit_of_work

    number = add_person(cast, SAM)
    with cast.app_context(), unit_of_work():
        who = session().get_one(Person, number)
        wanted = WantedRole(Role.OWNER, UUID(int=1))
        assert grant(who, wanted, by=SYSTEM) is grant(who, wanted, by=SYSTEM)
