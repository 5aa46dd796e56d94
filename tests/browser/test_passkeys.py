"""Passkeys in a real browser, with the authenticator that Chromium keeps for tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from app.accounts.models import Passkey
from app.accounts.rules import Role, WantedRole
from app.foundation import clock
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from tests.browser.conftest import Site
from tests.support import instance
from tests.support.axe import axe_faults, let_axe_in
from tests.support.chromium import overflow
from tests.support.live import served
from tests.support.people import add_person, last_letter, link_of

NADIA, LEA = "nadia@agglo.exemple.fr", "lea@agglo.exemple.fr"
DESK = "/administration/comptes"


@pytest.fixture(scope="module")
def named_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site at `localhost`: a bare number has no passkeys."""
    folder = instance.copy_of("seeded", tmp_path_factory.mktemp("passkeys"))

    def opened(base: str) -> Any:
        return instance.open_app(folder, base_url=base.replace("127.0.0.1", "localhost"))

    with served(opened) as (base, app):
        add_person(app, NADIA, WantedRole(Role.ADMIN), name="Nadia")
        lea = add_person(app, LEA, WantedRole(Role.AGENT), name="Léa")
        with app.app_context(), unit_of_work():
            made = Passkey(
                person_id=lea, credential="AAAA", public_key=b"x", sign_count=0, name="x", created_at=clock.now()
            )
            session().add(made)
        yield Site(base.replace("127.0.0.1", "localhost"), app)


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-FR", bypass_csp=False)
    made.set_default_timeout(10_000)
    yield made
    made.close()


def authenticator(page: Page) -> tuple[CDPSession, str]:
    """A telephone that recognises its owner."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    return talk, talk.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_in(site: Site, page: Page, email: str = NADIA) -> None:
    """To the second step: ask, read the mail, press the button."""
    page.goto(f"{site.base}/connexion?suite={DESK}")
    page.get_by_label("Votre adresse de courriel").fill(email)
    page.get_by_role("button", name="Recevoir le lien").click()
    page.wait_for_url("**/connexion/code")
    page.goto(site.base + link_of(last_letter(site.app, email)))
    page.get_by_role("button", name="Entrer").click()


def test_a_key_is_made_named_used_and_removed(named_site: Site, phone: BrowserContext):
    page = phone.new_page()
    talk, device = authenticator(page)
    sign_in(named_site, page)
    page.get_by_role("link", name="Ajouter plutôt une clé d’accès").click()
    expect(page.get_by_text("ne sait pas créer")).to_be_hidden()
    assert overflow(page) == []
    page.get_by_label("Nom de cette clé").fill("mon téléphone")
    page.get_by_role("button", name="Créer la clé").click()
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    page.get_by_role("link", name="Je les ai notés").click()
    expect(page.get_by_role("heading", name="Comptes", exact=True)).to_be_visible()
    assert len(talk.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1

    page.goto(f"{named_site.base}/compte")
    page.get_by_role("button", name="Se déconnecter", exact=True).click()
    sign_in(named_site, page)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.get_by_role("heading", name="Comptes", exact=True)).to_be_visible()

    page.goto(f"{named_site.base}/compte")
    expect(page.locator("strong", has_text="mon téléphone")).to_be_visible()
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    expect(page.get_by_text("La clé d’accès n’a pas répondu")).to_be_hidden()

    # The telephone already holds one: only another device may make the second.
    second_talk = talk.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False,
        "automaticPresenceSimulation": True}})  # fmt: skip
    assert second_talk["authenticatorId"]
    page.get_by_label("Nom de cette clé").fill("clé de sécurité")
    page.get_by_role("button", name="Créer la clé").click()
    page.wait_for_url("**/compte?fait=cle")
    page.get_by_role("button", name="Retirer cette clé mon téléphone").click()
    page.wait_for_url("**/compte?fait=sans-cle")
    expect(page.locator("strong", has_text="mon téléphone")).to_have_count(0)


def test_a_device_that_refuses_leaves_the_code(named_site: Site, phone: BrowserContext):
    page = phone.new_page()
    sign_in(named_site, page, LEA)
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")  # no authenticator at all: nothing answers
    expect(page.get_by_label("Code de secours")).to_be_visible()
    page.get_by_role("button", name="Utiliser ma clé d’accès").wait_for()
    assert overflow(page) == []


def test_without_scripts_the_code_remains(named_site: Site, browser: Browser):
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    sign_in(named_site, page, LEA)
    expect(page.get_by_role("button", name="Utiliser ma clé d’accès")).to_have_count(0)
    expect(page.get_by_label("Code de secours")).to_be_visible()
    context.close()


def test_the_second_step_is_accessible(named_site: Site, browser: Browser):
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    page = let_axe_in(context.new_page())
    sign_in(named_site, page, LEA)
    assert axe_faults(page) == []
    context.close()
