"""“C’est votre structure ?”: a listing that nobody keeps is taken over by whoever reads its mailbox, or by an agent’s yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.claims import CODE_LASTS
from app.accounts.models import Claim, Invitation, RoleGrant
from app.accounts.rules import Role, WantedRole
from app.catalogue.mapping import facts_of
from app.catalogue.models import Contact, Organization, Service
from app.catalogue.operations import create_service
from app.foundation import clock
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.history.models import HistoryEntry
from tests.support.people import Browser, add_person, code_of, last_letter, letters, link_of, person

PLATANES = uuid5(NAMESPACE_URL, "trait-d-union:service:demo-accueil-de-loisirs-les-platanes")
RIBAMBELLE = uuid5(NAMESPACE_URL, "trait-d-union:organization:demo-ribambelle")
SAM, KARIM, INES = "sam@ailleurs.exemple.fr", "karim@exemple.fr", "ines@exemple.fr"
AGENT, STRANGER = "marie@mairie.exemple.fr", "sonia@mairie.exemple.fr"
DESK = "/moderation/acces"


@pytest.fixture
def site(own_app: Flask) -> Flask:
    """An agent of Montbeton, where the one listing of the structure is; another of elsewhere."""
    with own_app.app_context(), unit_of_work():
        ours = select(Organization.id).where(Organization.uuid == RIBAMBELLE).scalar_subquery()
        others = update(Service).where(Service.organization_id == ours, Service.uuid != PLATANES)
        session().execute(others.values(organization_id=None))
    add_person(own_app, AGENT, WantedRole(Role.AGENT, communes=("82124",)), name="Marie")
    add_person(own_app, STRANGER, WantedRole(Role.AGENT, communes=("82025",)), name="Sonia")
    return own_app


def listing(app: Flask) -> tuple[str, str]:
    """Its slug and its public address."""
    with app.app_context():
        service = session().scalars(select(Service).where(Service.uuid == PLATANES)).one()
        public = select(Contact.value).where(
            Contact.service_id == service.id, Contact.kind == "email", Contact.is_public
        )
        return service.slug, session().scalars(public).first() or ""


def asked(browser: Browser, email: str = SAM, **more: str) -> UUID:
    """Ask for the listing; the number of the claim."""
    slug, _address = listing(browser.app)
    answer = browser.post(f"/services/{slug}/c-est-ma-structure", {"name": "Sam", "email": email, **more})
    assert answer.status_code == 303, answer.status
    return UUID(answer.location.rpartition("/")[2])


def owners(app: Flask) -> list[int]:
    with app.app_context():
        living = (RoleGrant.organization == RIBAMBELLE, RoleGrant.kind == "owner", RoleGrant.ended_at.is_(None))
        return list(session().scalars(select(RoleGrant.person_id).where(*living)))


def agent(app: Flask, email: str) -> Browser:
    """An agent whose session needs no code: what is proved here is the scope."""
    from app.accounts.sessions import open_session

    browser = Browser(app)
    with app.test_request_context(), unit_of_work():
        token = open_session(person(email).id, browser="test", proved=True)
    browser.client.set_cookie("session", token)
    return browser


def test_the_link_is_on_a_listing_that_nobody_keeps(site: Flask):
    slug, _address = listing(site)
    assert "C’est votre structure" in Browser(site).client.page(f"/services/{slug}").visible
    Browser(site).post("/connexion/demonstration", {"personne": "karim"})
    assert "C’est votre structure" not in Browser(site).client.page(f"/services/{slug}").visible
    assert "tient déjà ses fiches" in Browser(site).client.page(f"/services/{slug}/c-est-ma-structure").visible


def test_the_code_of_the_public_mailbox_proves_it_and_the_typed_address_is_invited(site: Flask):
    sam, (_slug, public) = Browser(site), listing(site)
    number = asked(sam)
    text = last_letter(site, public)
    assert SAM in text and letters(site, SAM) == []
    assert sam.post(f"/demandes/{number}", {"code": "BBBB-2222"}).status_code == 400
    assert owners(site) == []
    assert sam.post(f"/demandes/{number}", {"code": code_of(text).lower()}).status_code == 303
    assert owners(site) == [], "the address typed is not proved yet"
    invited = Browser(site)
    assert invited.post(link_of(last_letter(site, SAM)), {"name": "Sam"}).location == "/compte"
    assert invited.get("/espace").status_code == 200 and len(owners(site)) == 1
    assert sam.post(f"/demandes/{number}", {"code": code_of(text)}).status_code == 303
    with site.app_context():
        assert session().query(Invitation).count() == 1, "a code serves once"
        about = select(HistoryEntry.verb).where(HistoryEntry.subject_id == str(RIBAMBELLE))
        verbs = list(session().scalars(about.where(HistoryEntry.verb.startswith("claim"))))
    assert verbs == ["claim", "claim_proved"]


def test_somebody_signed_in_gets_the_role_at_once_on_their_own_address_only(site: Flask):
    ines, (_slug, public) = Browser(site), listing(site)
    add_person(site, INES, name="Inès")
    ines.sign_in(INES)
    number = asked(ines, email="quelqu-un@ailleurs.exemple.fr")
    assert ines.post(f"/demandes/{number}", {"code": code_of(last_letter(site, public))}).status_code == 303
    with site.app_context():
        assert [session().scalar(select(Claim.email)), owners(site)] == [INES, [person(INES).id]]
    assert "/espace" in last_letter(site, INES)


def test_nobody_learns_which_address_has_an_account(site: Flask):
    add_person(site, KARIM, name="Karim")
    said = []
    for email in (KARIM, SAM):
        browser = Browser(site)
        number = asked(browser, email)
        page = browser.get(f"/demandes/{number}").text.replace(str(number), "")
        assert email not in page
        said.append(page.partition("<main")[2].split("csrf_token")[0])
    assert said[0] == said[1]


def test_a_code_is_over_after_five_mistakes_and_after_three_days(site: Flask):
    sam, (_slug, public) = Browser(site), listing(site)
    first = asked(sam)
    code = code_of(last_letter(site, public))
    for _ in range(5):
        assert sam.post(f"/demandes/{first}", {"code": "BBBB-2222"}).status_code == 400
    assert sam.post(f"/demandes/{first}", {"code": code}).status_code == 303
    assert "ne sert plus" in sam.client.page(f"/demandes/{first}").visible
    moment = clock.now()
    second = asked(sam)
    late = code_of(last_letter(site, public))
    with clock.freeze(moment + CODE_LASTS + timedelta(minutes=1)):
        sam.post(f"/demandes/{second}", {"code": late})
    assert letters(site, SAM) == []


def test_asking_too_often_waits(site: Flask):
    slug, public = listing(site)
    sam = Browser(site, strict=False)
    address = f"/services/{slug}/c-est-ma-structure"
    with clock.freeze(clock.now()):
        statuses = [sam.post(address, {"name": "S", "email": f"s{n}@a.exemple.fr"}).status_code for n in range(7)]
    assert statuses == [303] * 5 + [429] * 2 and len(letters(site, public)) == 5
    assert sam.post(address, {"name": "S", "email": SAM, "website": "http://x"}).status_code == 400
    assert sam.post(address, {"name": "", "email": "x"}).status_code == 400


def test_an_agent_of_the_place_accepts_or_refuses_with_a_reason(site: Flask):
    sam = Browser(site)
    numbers = [asked(sam, f"sam{n}@ailleurs.exemple.fr", message="J’y travaille.") for n in range(2)]
    marie, sonia = agent(site, AGENT), agent(site, STRANGER)
    assert "Sam" not in marie.client.page(DESK).visible, "nobody asked an agent yet"
    for number in numbers:
        sam.post(f"/demandes/{number}/agent")
    assert "J’y travaille." in marie.client.page(DESK).visible
    assert "J’y travaille." not in sonia.client.page(DESK).visible
    for act in ("accepter", "refuser"):
        assert sonia.post(f"{DESK}/demandes/{numbers[0]}/{act}", {"motif": "x"}).status_code == 403
    assert marie.post(f"{DESK}/demandes/{numbers[0]}/refuser").status_code == 400
    why = "La directrice ne vous connaît pas."
    assert marie.post(f"{DESK}/demandes/{numbers[0]}/refuser", {"motif": why}).status_code == 303
    assert why in last_letter(site, "sam0@ailleurs.exemple.fr")
    assert marie.post(f"{DESK}/demandes/{numbers[0]}/accepter").status_code == 409, "a second answer changes nothing"
    assert marie.post(f"{DESK}/demandes/{numbers[1]}/accepter").status_code == 303
    assert Browser(site).get(link_of(last_letter(site, "sam1@ailleurs.exemple.fr"))).status_code == 200
    assert owners(site) == []


def test_a_listing_without_a_public_address_asks_an_agent_at_once(site: Flask):
    with site.app_context():
        for contact in session().scalars(select(Contact).where(Contact.kind == "email")):
            session().delete(contact)
        session().commit()
    asked(Browser(site))
    assert "Sam" in agent(site, AGENT).client.page(DESK).visible


def test_a_structure_that_has_an_owner_is_only_given_by_an_agent(site: Flask):
    sam, (_slug, public) = Browser(site), listing(site)
    before = asked(sam)
    code = code_of(last_letter(site, public))
    Browser(site).post("/connexion/demonstration", {"personne": "karim"})
    count = len(letters(site, public))
    after = asked(sam, "autre@ailleurs.exemple.fr")
    assert len(letters(site, public)) == count, "no code for a structure that is kept"
    sam.post(f"/demandes/{before}", {"code": code})
    assert letters(site, SAM) == [] and len(owners(site)) == 1
    page = agent(site, AGENT).client.page(DESK)
    assert "appelez-le d’abord" in page.visible and page.text.count(str(after)) and page.text.count(str(before))


def test_the_mailbox_of_one_place_does_not_open_the_whole_structure(site: Flask):
    """A school of the ministry, a library of the town: whoever reads its mailbox is not the owner of all the others."""
    _another_place_of_the_structure(site, "82025")
    slug, public = listing(site)
    sam = Browser(site)
    number = asked(sam)
    assert letters(site, public) == [], "no code leaves: the mailbox speaks for one place only"
    assert sam.post(f"/demandes/{number}", {"code": "BBBB-2222"}).status_code in (303, 400) and owners(site) == []
    marie = agent(site, AGENT)
    page = marie.client.page(DESK)
    assert SAM in page.visible and "hors de votre périmètre" in page.visible
    for act, fields in (("accepter", {}), ("refuser", {"motif": "Non."})):
        assert marie.post(f"{DESK}/demandes/{number}/{act}", fields).status_code == 403, "not all of it is hers"
    listing_page = f"/moderation/fiches/{PLATANES}/inviter"
    assert marie.post(listing_page, {"courriel": "moi@ailleurs.exemple.fr"}).status_code == 403
    with site.app_context():
        assert session().query(Invitation).count() == 0
    assert slug


def test_the_mailbox_of_the_structure_itself_opens_it(site: Flask):
    _another_place_of_the_structure(site, "82025")
    _slug, public = listing(site)
    with site.app_context(), unit_of_work():
        found = session().scalars(select(Organization).where(Organization.uuid == RIBAMBELLE)).one()
        found.email = public.upper()
    asked(Browser(site))
    assert last_letter(site, public)


def _another_place_of_the_structure(app: Flask, commune: str) -> None:
    """In another commune, with a mailbox of its own."""
    with app.app_context(), unit_of_work():
        facts = facts_of(session().scalars(select(Service).where(Service.uuid == PLATANES)).one())
        assert facts.place is not None
        mails = tuple(replace(one, value="lac@exemple.fr") if one.kind == "email" else one for one in facts.contacts)
        there = replace(facts.place, commune=commune)
        create_service(replace(facts, name="Les Platanes du lac", place=there, contacts=mails), by=SYSTEM)
