"""Mail: an act leaves a letter, an errand sends it.

    send("sign_in", to=address, context={"request": 12}, language="fr")

The letter is written in the transaction of the act, with its Message-ID; the errand renders it (templates/mail/
<template>.txt and .html) and gives it to the server of ANNUAIRE_SMTP_URL, or, in development, shows it on
/developpement/courriels. Its context is erased as soon as it has left. Nothing leaves for an address that gave letters
back (`bounces`), until somebody says that it works again.
"""

from __future__ import annotations

from flask import Flask

from app.foundation import errands
from app.foundation.mail import outbox
from app.foundation.mail.bounces import note_bounced, note_works, unreachable
from app.foundation.mail.cli import mail_cli
from app.foundation.mail.letters import (
    KEPT,
    BadAddress,
    Letter,
    NothingToSay,
    complete,
    forget_letters,
    forget_letters_of,
    purge_letters,
    send,
)
from app.foundation.mail.sending import KIND, deliver
from app.foundation.settings import Settings

__all__ = [
    "KEPT", "BadAddress", "Letter", "NothingToSay", "complete", "forget_letters", "forget_letters_of", "init_app",
    "note_bounced", "note_works", "purge_letters", "send", "unreachable",
]  # fmt: skip


def init_app(app: Flask, settings: Settings) -> None:
    """Have letters leave as slow errands; open the page of the development outbox where there is no server."""
    app.extensions["mail_completers"] = {}
    errands.handle(app, KIND, deliver, lane=errands.Lane.SLOW)
    app.cli.add_command(mail_cli)
    if not settings.is_production:
        app.register_blueprint(outbox.blueprint)
