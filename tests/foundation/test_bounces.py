"""Addresses that no longer receive: learnt from the mail server, shown, cleared; nothing is sent meanwhile."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.rules import Role, WantedRole
from app.foundation import mail
from app.foundation.db import session
from app.foundation.mail import Letter
from app.foundation.mail.bounces import says_gone
from app.foundation.unit_of_work import unit_of_work
from tests.support.instance import command
from tests.support.people import Browser, add_person, let_mail_leave, letters

RIBAMBELLE = uuid5(NAMESPACE_URL, "trait-d-union:organization:demo-ribambelle")
KARIM, LEA = "karim@creche.exemple.fr", "lea@creche.exemple.fr"
REPORT = """From: MAILER-DAEMON@relais.exemple.fr
To: ne-pas-repondre@annuaire.exemple.fr
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.exemple.fr

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{address}>: User unknown

--b
Content-Type: {returned}

Message-ID: {message}
Subject: Votre lien
To: {address}
{body}
--b--
"""


@pytest.fixture
def site(own_app: Flask) -> Flask:
    add_person(own_app, KARIM, WantedRole(Role.OWNER, RIBAMBELLE), name="Karim")
    add_person(own_app, LEA, WantedRole(Role.EDITOR, RIBAMBELLE), name="Léa")
    return own_app


def sent(app: Flask, email: str) -> str:
    """The Message-ID of a letter that left for this address."""
    Browser(app).ask(email)
    let_mail_leave(app)
    with app.app_context():
        found = select(Letter.message_id).where(Letter.recipient == email).order_by(Letter.id.desc())
        return session().scalars(found).first() or ""


def read(
    app: Flask, *, message: str, address: str = LEA, action: str = "failed", status: str = "5.1.1", **more: str
) -> str:
    given = {"returned": "text/rfc822-headers", "body": "", **more}
    report = REPORT.format(address=address, action=action, status=status, message=message, **given)
    result = app.test_cli_runner().invoke(args=["mail", "read-bounce"], input=report.encode())
    assert result.exit_code == 0, result.output
    return result.output


def silent(app: Flask, address: str = LEA) -> bool:
    with app.app_context():
        return address in mail.unreachable([address])


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_about_one_of_our_letters_is_believed_once(site: Flask, returned: str):
    message = sent(site, LEA)
    assert "notées : 1" in read(site, message=message, returned=returned, body="\nBonjour,")
    assert silent(site) and not silent(site, KARIM)
    assert "notées : 0" in read(site, message=message)


def test_nobody_silences_somebody_else_with_a_made_up_report(site: Flask):
    sent(site, LEA)
    read(site, message="<invented@annuaire.exemple.fr>")
    assert not silent(site)
    read(site, message=sent(site, KARIM), address=LEA)
    assert not silent(site) and silent(site, KARIM), "the address is that of the letter"


@pytest.mark.parametrize(
    ("action", "status"),
    [("delayed", "5.1.1"), ("failed", "4.2.2"), ("failed", "5.2.2"), ("failed", "5.7.1"), ("failed", "")],
)
def test_what_may_pass_is_not_noted(site: Flask, action: str, status: str):
    read(site, message=sent(site, LEA), action=action, status=status)
    assert not silent(site)


@pytest.mark.parametrize("raw", [b"", b"\xff" * 1000, b"Content-Type: multipart/report\n\n--", b"bonjour"])
def test_any_other_message_is_read_without_harm(site: Flask, raw: bytes):
    result = site.test_cli_runner().invoke(args=["mail", "read-bounce"], input=raw)
    assert result.exit_code == 0 and "notées : 0" in result.output


def test_the_words_of_a_server():
    assert says_gone("550 5.1.1 <x@y>: no such user") == "5.1.1"
    assert says_gone("5.2.1 mailbox disabled") == "5.2.1"
    assert [says_gone(words) for words in ("550 no", "4.1.1", "5.7.1 spam", "10.5.1.1.2")] == [""] * 4


def test_nothing_is_sent_until_somebody_says_that_it_works_and_everybody_concerned_sees_it(site: Flask):
    assert "notées : 1" in command(site, "mail", "bounced", LEA.upper())
    assert letters(site, LEA) == []
    Browser(site).ask(LEA)
    assert letters(site, LEA) == []
    karim = Browser(site)
    karim.sign_in(KARIM)
    team = f"/compte/equipe/{RIBAMBELLE}"
    page = karim.client.page(team)
    assert "nous reviennent" in page.visible
    (clear,) = [form.get("action") or "" for form in page.all("form") if "/adresse/" in (form.get("action") or "")]
    lea = Browser(site)
    assert lea.post(clear).status_code == 401
    assert karim.post(clear).status_code == 303
    assert "nous reviennent" not in karim.client.page(team).visible
    Browser(site).ask(LEA)
    assert len(letters(site, LEA)) == 1


def test_agents_and_administrators_see_and_clear_it(site: Flask):
    for who, address in (("nadia", "/moderation/acces"), ("paul", "/administration/comptes?q=lea")):
        command(site, "mail", "bounced", LEA)
        browser = Browser(site)
        browser.post("/connexion/demonstration", {"personne": who})
        page = browser.client.page(address)
        assert LEA in page.visible
        wanted = ("retablir", "courriels")
        (clear,) = [
            form.get("action") or "" for form in page.all("form") if (form.get("action") or "").endswith(wanted)
        ]
        assert browser.post(clear).status_code == 303
        assert not silent(site)


def test_an_agent_of_elsewhere_neither_sees_nor_clears_it(site: Flask):
    from app.accounts.sessions import open_session
    from tests.support.people import person

    add_person(site, "sonia@mairie.exemple.fr", WantedRole(Role.AGENT, themes=("logement",)))
    command(site, "mail", "bounced", LEA)
    sonia = Browser(site)
    with site.test_request_context(), unit_of_work():
        uuid = person(LEA).uuid
        token = open_session(person("sonia@mairie.exemple.fr").id, browser="test", proved=True)
    sonia.client.set_cookie("session", token)
    assert LEA not in sonia.client.page("/moderation/acces").visible
    assert sonia.post(f"/moderation/acces/adresses/{uuid}/retablir").status_code == 404 and silent(site)


def test_the_command_that_clears_and_what_is_no_address(site: Flask):
    command(site, "mail", "bounced", LEA, KARIM)
    assert "rétablies : 1 sur 1" in command(site, "mail", "works", LEA)
    assert not silent(site) and silent(site, KARIM)
    refused = site.test_cli_runner().invoke(args=["mail", "bounced", "pas une adresse", LEA])
    assert refused.exit_code != 0 and not silent(site)
