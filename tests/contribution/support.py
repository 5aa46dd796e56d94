"""Reading and filling the pages of the structures' desk."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.catalogue.facts import ServiceFacts
from app.catalogue.mapping import facts_of
from app.catalogue.queries import service_by_uuid
from app.foundation.db import session
from app.proposals.models import Proposal
from tests.support.page import Page
from tests.support.people import Browser

RIBAMBELLE = uuid5(NAMESPACE_URL, "trait-d-union:organization:demo-ribambelle")
PETITS_PAS = uuid5(NAMESPACE_URL, "trait-d-union:organization:demo-petits-pas")
NADIA, SONIA = "nadia@agglo.exemple.fr", "sonia@mairie.exemple.fr"
KARIM, LEA, INES = "karim@creche.exemple.fr", "lea@creche.exemple.fr", "ines@ailleurs.exemple.fr"


def page_of(answer: TestResponse, status: int = 200) -> Page:
    assert answer.status_code == status, answer.get_data(as_text=True)[-1500:]
    return Page(answer.get_data(as_text=True), answer.request.path)


def fields_of(page: Page, action: str) -> dict[str, Any]:
    """What a browser would send with the form of that address, as it stands: no button pressed."""
    form = next(form for form in page.all("form") if (form.get("action") or "").partition("?")[0].endswith(action))
    sent: dict[str, Any] = {}
    for field in form.iter():
        tag: object = field.tag  # a comment has a function for a tag
        name = field.get("name") if isinstance(tag, str) else None
        if not name or field.tag == "button":
            continue
        if field.tag == "select":
            chosen = [each.get("value") for each in field.iter("option") if each.get("selected") is not None]
            sent[name] = (chosen or [each.get("value") for each in field.iter("option")])[0] or ""
        elif field.tag == "textarea":
            sent[name] = (field.text or "").removeprefix("\n")
        elif field.get("type") in ("checkbox", "radio"):
            if field.get("checked") is not None:
                sent.setdefault(name, []).append(field.get("value") or "on")
        else:
            sent[name] = field.get("value") or ""
    return sent


def save(browser: Browser, address: str, /, **typed: Any) -> TestResponse:
    """Open a section, type over some fields, press “Relire avant d’envoyer” (or the button of `geste`)."""
    sent = fields_of(page_of(browser.get(address)), address.partition("?")[0].rpartition("/")[2])
    sent.pop("csrf_token", None)
    for name, value in typed.items():
        sent[name.replace("__", "-")] = value
    return browser.post(address, {name: value for name, value in sent.items() if value is not None})


def send(browser: Browser, review: str) -> TestResponse:
    """Press “Envoyer” on the page where one reads again."""
    page = page_of(browser.get(review))
    action = next(
        each.get("action") or "" for each in page.all("form") if (each.get("action") or "").endswith("/envoyer")
    )
    sent = fields_of(page, "/envoyer")
    sent.pop("csrf_token", None)
    return browser.post(action, sent)


def live(app: Flask, uuid: UUID) -> ServiceFacts:
    """What families read."""
    with app.app_context():
        service = service_by_uuid(uuid)
        assert service is not None
        return facts_of(service)


def proposals(app: Flask) -> list[Proposal]:
    """Every proposal, the oldest first, with its rows."""
    with app.app_context():
        found = list(session().scalars(select(Proposal).order_by(Proposal.id)))
        for each in found:
            _ = each.fields, each.thread
        session().expunge_all()
        return found


def accept(agent: Browser, uuid: UUID, **choices: str) -> TestResponse:
    """An agent accepts every field of a proposal, or what `choices` says."""
    address = f"/moderation/propositions/{uuid}"
    sent = fields_of(page_of(agent.get(address)), str(uuid))
    sent.pop("csrf_token", None)
    return agent.post(address, {**sent, **{name.replace("__", "-"): value for name, value in choices.items()}})
