"""Short ways to do what an administrator does on a page."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.support.page import Page
from tests.support.people import Browser


def form_of(page: Page, action: str = "") -> dict[str, Any]:
    """Everything that the form of a page would send as it stands."""
    sent: dict[str, Any] = {}
    for form in page.all("form"):
        if form.get("method") != "post" or form.get("action", "") != (action or page.address.split("?")[0]):
            continue
        for box in form.iter():
            name, kind = box.get("name"), box.get("type")
            if name is None or (kind in ("radio", "checkbox") and box.get("checked") is None):
                continue
            if box.tag == "select":
                chosen = [one.get("value") for one in box.iter("option") if one.get("selected") is not None]
                sent[name] = (chosen or [one.get("value") for one in box.iter("option")])[0] or ""
            elif box.tag == "textarea":
                sent[name] = "".join(box.itertext())
            elif kind == "checkbox":
                sent.setdefault(name, []).append(box.get("value"))
            else:
                sent[name] = box.get("value") or ""
    return sent


def change(browser: Browser, address: str, **fields: Any) -> TestResponse:
    """Open a form, change these answers (`town_hall__phone` is « town_hall.phone »), send it."""
    return send(browser, address, form_of(browser.client.page(address)), **fields)


def send(browser: Browser, address: str, form: dict[str, Any], **fields: Any) -> TestResponse:
    """Send a form that was opened before."""
    typed = {name.replace("__", "."): value for name, value in fields.items()}
    return browser.post(address, {**form, **typed})


def add_word(browser: Browser, term: str, type_slug: str, **more: str) -> str:
    """Add a word; the address of its page."""
    answer = change(browser, "/administration/vocabulaire/ajouter", term=term, type_slug=type_slug, **more)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return (answer.location or "").split("?")[0]


def undo_last(browser: Browser) -> int:
    """Undo the last act that can be, from the page of the history; the status of the answer."""
    forms = browser.client.page("/administration/historique").all("form")
    action = next(form.get("action") or "" for form in forms if "annuler" in (form.get("action") or ""))
    return browser.post(action).status_code
