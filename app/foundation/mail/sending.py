"""The errand that sends a letter."""

from __future__ import annotations

from email.headerregistry import Address
from smtplib import SMTPRecipientsRefused
from typing import Any

import structlog
from flask import current_app

from app.foundation import clock, db
from app.foundation.db import session
from app.foundation.mail.bounces import note_bounced, says_gone, unreachable
from app.foundation.mail.letters import KIND, Letter, NothingToSay
from app.foundation.mail.message import Rendered, build, render
from app.foundation.mail.smtp import Server
from app.foundation.settings import Settings

__all__ = ["KIND", "MailNotConfigured", "deliver"]

log = structlog.get_logger()
#: From this code on, a server's refusal of the recipient is final.
FINAL = 500


class MailNotConfigured(RuntimeError):
    """Production without ANNUAIRE_SMTP_URL: letters wait."""


def deliver(payload: dict[str, Any]) -> None:
    """Send the letter; done twice, it leaves once, unless the process died between the server's yes and our note."""
    letter = session().get(Letter, payload["letter"])
    if letter is None or letter.sent_at or letter.refused:
        return
    if unreachable([letter.recipient]):
        _note(letter.id, refused="unreachable")
        return
    try:
        context = _whole_context(letter)
        rendered = render(letter.template, context, letter.language)
    except NothingToSay:
        _note(letter.id, refused="nothing to say")
        return
    settings: Settings = current_app.extensions["settings"]
    if not settings.smtp_url and not settings.is_production:
        _note(letter.id, sent_at=clock.now(), tries=1, **vars(rendered))
        return
    _note(letter.id, tries=letter.tries + 1, keep_context=True)
    _hand_over(settings, letter, rendered, str(context.get("unsubscribe", "")))


def _whole_context(letter: Letter) -> dict[str, Any]:
    settings: Settings = current_app.extensions["settings"]
    completer = current_app.extensions["mail_completers"].get(letter.template)
    context = completer(dict(letter.context)) if completer else dict(letter.context)
    return {"base_url": settings.base_url, "language": letter.language, **context}


def _hand_over(settings: Settings, letter: Letter, rendered: Rendered, unsubscribe: str) -> None:
    if not settings.smtp_url:
        raise MailNotConfigured
    name, number = letter.message_id, letter.id
    message = build(
        rendered, sender=_sender(settings), to=letter.recipient, message_id=name, when=letter.created_at,
        unsubscribe=unsubscribe,
    )  # fmt: skip
    session().commit()  # no transaction stays open while another machine answers
    try:
        Server.at(settings.smtp_url).hand_over(message)
    except SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        if code < FINAL:
            raise MailDelayed(code) from None
        log.warning("mail_refused", letter=number, code=code)
        _note(number, refused=f"{code}", gone=says_gone(words.decode(errors="replace")))
    else:
        _note(number, sent_at=clock.now())


class MailDelayed(RuntimeError):
    """The server asks to come back later. Its words, which repeat the address, are left out."""


def _sender(settings: Settings) -> Address:
    local, _, domain = settings.mail_from.rpartition("@")
    return Address(display_name="Trait d’union", username=local, domain=domain)


def _note(letter_id: int, *, keep_context: bool = False, gone: str = "", **values: Any) -> None:
    # The letter is this errand's alone; an address that no longer receives is everybody's.
    if gone:
        db.begin_writing()
    else:
        db.begin_taking_rows()
    letter = session().get_one(Letter, letter_id)
    if gone:
        note_bounced(letter.recipient, gone)
    for name, value in values.items():
        setattr(letter, name, value)
    if not keep_context:
        letter.context = {}
    session().commit()
