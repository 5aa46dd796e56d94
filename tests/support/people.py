"""Signing in as a test does: through the page, the mail and the button."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.accounts.operations import create_person, grant
from app.accounts.rules import WantedRole
from app.foundation import errands
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.mail import Letter
from app.foundation.unit_of_work import unit_of_work
from tests.support.strict_client import StrictClient

LINK = re.compile(r"https?://[^/\s]+(/(?:connexion/lien|invitation)/\S+)")
CODE = re.compile(r"^([2-9B-Z]{4}-[2-9B-Z]{4})\r?$", re.MULTILINE)


class Browser:
    """One person's browser: a client that keeps cookies and fills forms."""

    def __init__(self, app: Flask, *, strict: bool = True, **options: Any) -> None:
        client = app.test_client()
        assert isinstance(client, StrictClient)
        client.is_anonymous, client.refuses_ill_made_pages = False, strict
        self.app, self.client, self.options = app, client, options

    def get(self, address: str, **more: Any) -> TestResponse:
        return self.client.get(address, **{**self.options, **more})

    def post(self, address: str, fields: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form of ours, with its token."""
        data = {"csrf_token": self.token(), **(fields or {})}
        return self.client.post(address, data=data, **{**self.options, **more})

    def token(self) -> str:
        """A token bound to this browser's session, as any page of ours would hold."""
        page = self.get("/connexion/code").get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found
        return found[1]

    def ask(self, email: str, suite: str = "", **more: Any) -> TestResponse:
        """Ask for a link."""
        return self.post("/connexion", {"email": email, "suite": suite}, **more)

    def sign_in(self, email: str, suite: str = "") -> TestResponse:
        """Ask, read the mail, press the button."""
        assert self.ask(email, suite).status_code == 303
        return self.post(link_of(last_letter(self.app, email)))

    def cookie(self, name: str = "session") -> str:
        """The value of a cookie of ours, ''."""
        found = self.client.get_cookie(name) or self.client.get_cookie(f"__Host-{name}")
        return found.value if found else ""


def add_person(app: Flask, email: str, *roles: WantedRole, name: str = "Une personne") -> int:
    """Open an account with these roles; its number."""
    with app.app_context(), unit_of_work():
        person = create_person(email, name, by=SYSTEM)
        for role in roles:
            grant(person, role, by=SYSTEM)
        return person.id


def person(email: str) -> Person:
    """The account of this address, inside an application context."""
    return session().scalars(select(Person).where(Person.email == email)).one()


def let_mail_leave(app: Flask) -> None:
    """What the slow lane does after the answer."""
    with app.app_context():
        while errands.run_all():
            pass


def letters(app: Flask, email: str) -> list[str]:
    """The text of every letter to this address, the oldest first."""
    let_mail_leave(app)
    with app.app_context():
        found = select(Letter).where(Letter.recipient == email, Letter.sent_at.is_not(None)).order_by(Letter.id)
        return [letter.text for letter in session().scalars(found)]


def last_letter(app: Flask, email: str) -> str:
    found = letters(app, email)
    assert found, f"no mail to {email}"
    return found[-1]


def link_of(text: str) -> str:
    found = LINK.search(text)
    assert found, text
    return found[1]


def code_of(text: str) -> str:
    found = CODE.search(text)
    assert found, text
    return found[1]
