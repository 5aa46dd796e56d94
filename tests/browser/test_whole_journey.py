"""From an invitation to what families find: two people on telephones, real mail, with and without JavaScript (issue 4).

Nothing is lent by the demonstration: both of them come in by the link that a mail server received.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page

from app.accounts.rules import Role, WantedRole
from app.foundation import clock
from app.history.operations import first_broken
from tests.browser.conftest import Site
from tests.browser.test_structures_desk import PLATANES
from tests.conftest import WEDNESDAY_IN_TERM
from tests.support import instance
from tests.support.live import served
from tests.support.people import add_person
from tests.support.smtp import Postbox, postbox

NADIA, SAMIRA = "nadia@agglo.exemple.fr", "samira@creche.exemple.fr"
#: Seconds within which a letter reaches the server, on a loaded machine.
ARRIVES_WITHIN = 20
LINK = re.compile(r"https?://\S+/(?:connexion/lien|invitation)/\S+")
WHY = "Le règlement dit autre chose. Envoyez-nous la délibération."


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as opened:
        yield opened


@pytest.fixture
def own_site(tmp_path: Path, box: Postbox) -> Iterator[Site]:
    """A site whose letters leave by themselves, behind the answers, to a real server."""
    folder = instance.copy_of("seeded", tmp_path / "instance")
    with clock.freeze(WEDNESDAY_IN_TERM):
        with served(lambda base: instance.open_app(folder, base_url=base, smtp_url=box.url)) as (base, app):
            app.testing = False  # the thread that sends letters runs, as it does for people
            yield Site(base, app)
        instance.close(app)


Open = Callable[[], Page]


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def telephone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Open]:
    """A new telephone each time."""
    contexts = []

    def opened() -> Page:
        contexts.append(
            browser.new_context(
                viewport={"width": 360, "height": 740},
                locale="fr-FR",
                java_script_enabled=request.param,
                has_touch=True,
            )
        )
        contexts[-1].set_default_timeout(20_000)
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def letters(box: Postbox, to: str) -> list[str]:
    found = [message.get_body(("plain",)) for message in box.messages if message["To"] == to]
    return [str(part.get_content()) for part in found if part is not None]


def letter(box: Postbox, to: str, number: int) -> str:
    """The text of this letter to them, once it has arrived."""
    limit = time.monotonic() + ARRIVES_WITHIN
    while len(letters(box, to)) < number:
        assert time.monotonic() < limit, f"letter {number} to {to} has not arrived"
        time.sleep(0.05)
    return letters(box, to)[number - 1]


def follow(page: Page, text: str) -> None:
    """Open the link of a letter."""
    found = LINK.search(text)
    assert found, text
    page.goto(found[0])


def ask_and_enter(page: Page, site: Site, box: Postbox, email: str, number: int, suite: str) -> None:
    """Ask for a link, read the letter, press the button."""
    page.goto(f"{site.base}/connexion?suite={suite}")
    page.get_by_label("Votre adresse de courriel").fill(email)
    page.get_by_role("button", name="Recevoir le lien").click()
    follow(page, letter(box, email, number))
    page.get_by_role("button", name="Entrer").click()


def nadia_comes_in(page: Page, site: Site, box: Postbox) -> None:
    """An agent's first time: the link, then the application of codes."""
    ask_and_enter(page, site, box, NADIA, 1, "/moderation")
    key = page.locator("code").first.inner_text().replace(" ", "")
    page.get_by_label("Code affiché par l’application").fill(pyotp.TOTP(key).at(clock.now()))
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_role("link", name="Je les ai notés, continuer").click()
    assert page.url == f"{site.base}/moderation"


def samira_comes_in(page: Page, site: Site, box: Postbox) -> None:
    """The invitation opens her account; she leaves, and comes back as she will every time."""
    follow(page, letter(box, SAMIRA, 1))
    page.get_by_label("Votre nom").fill("Samira")
    page.get_by_role("button", name="Accepter l’invitation").click()
    page.wait_for_url("**/compte")
    page.get_by_role("button", name="Se déconnecter").first.click()
    ask_and_enter(page, site, box, SAMIRA, 2, "/espace")
    assert page.url == f"{site.base}/espace"


def samira_sends(page: Page) -> None:
    """A whole week, and two sentences."""
    page.get_by_role("link", name="Accueil de loisirs Les Platanes").tap()
    page.wait_for_url("**/espace/fiches/*")
    listing = page.url
    page.get_by_role("link", name="Horaires").tap()
    page.get_by_label("Lundi, ouvre à").first.fill("05:10")
    page.get_by_label("Lundi, ferme à").first.fill("08:40")
    page.get_by_label("Lundi, ouvre à").last.fill("16:15")
    page.get_by_label("Lundi, ferme à").last.fill("18:45")
    page.get_by_role("button", name="Copier sur les jours cochés").tap()
    page.get_by_role("button", name="Relire avant d’envoyer").tap()
    page.wait_for_url("**/relire")
    for section, label, words in (
        ("identite", "Résumé", "Cabanes, tyrolienne et goûter."),
        ("public", "Conditions", "Réservé aux enfants du quartier haut."),
    ):
        page.goto(f"{listing}/modifier/{section}")
        page.get_by_label(label).first.fill(words)
        page.get_by_role("button", name="Relire avant d’envoyer").tap()
        page.wait_for_url("**/relire")
    page.get_by_role("button", name="Envoyer ces").tap()
    page.wait_for_url("**/espace/propositions/*")
    assert "Et après" in page.locator("main").inner_text()


def nadia_decides(page: Page, site: Site) -> None:
    """She publishes the hours and the summary, and refuses the conditions with a reason."""
    page.goto(f"{site.base}/moderation")
    assert "propose 3 changements" in page.locator("main").inner_text()
    page.locator("a", has_text="propose 3 changements").first.click()
    conditions = page.get_by_role("group", name="Conditions")
    conditions.get_by_label("Refuser").check()
    conditions.get_by_label("Votre mot, si besoin").fill(WHY)
    page.locator(".decide button").click()
    assert "2 changements publiés, 1 refusé" in page.locator(".done").first.inner_text()


def a_family_finds(page: Page, site: Site) -> None:
    """What was accepted, and nothing of what was refused."""
    for search in ("q=tyrolienne", "jour=mar&de=05:15&a=08:30"):
        page.goto(f"{site.base}/recherche?{search}")
        page.get_by_role("link", name="Accueil de loisirs Les Platanes").first.wait_for()
    page.get_by_role("link", name="Accueil de loisirs Les Platanes").first.click()
    said = page.locator("main").inner_text()
    assert "Cabanes, tyrolienne et goûter." in said and re.search(r"5\s?h\s?10", said)
    assert "quartier haut" not in said


def test_from_an_invitation_to_what_families_find(own_site: Site, box: Postbox, telephone: Open):
    add_person(own_site.app, NADIA, WantedRole(Role.AGENT), name="Nadia")
    nadia, samira, family = telephone(), telephone(), telephone()
    nadia_comes_in(nadia, own_site, box)
    nadia.goto(f"{own_site.base}/moderation/fiches/{PLATANES}")
    nadia.get_by_label("Inviter la structure à tenir ses fiches").fill(SAMIRA)
    nadia.get_by_role("button", name="Envoyer l’invitation").click()
    samira_comes_in(samira, own_site, box)
    samira_sends(samira)
    nadia_decides(nadia, own_site)
    answer = letter(box, SAMIRA, 3)
    assert "Votre proposition pour" in box.messages[-1]["Subject"] and WHY in answer
    a_family_finds(family, own_site)
    samira.goto(f"{own_site.base}/espace")
    samira.get_by_role("link", name="Accueil de loisirs Les Platanes").tap()
    assert len({message["Message-ID"] for message in box.messages}) == len(box.messages), "each letter once"
    with own_site.app.app_context():
        assert first_broken() is None
