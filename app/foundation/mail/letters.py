"""Letters: what is to be sent, to whom, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from flask import Flask, current_app
from sqlalchemy import JSON, Index, String, Text, delete
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock, errands
from app.foundation.db import Base, UtcDateTime, session
from app.foundation.links import safe_email
from app.foundation.mail.bounces import note_works

#: How long the trace of a letter (to whom, when) is kept.
KEPT = timedelta(days=30)
KIND = "mail"

#: Turns what a letter kept (ids) into what its template shows (names, links), at the moment it leaves.
Completer = Callable[[dict[str, Any]], dict[str, Any]]


class BadAddress(ValueError):
    """Not an address a mail can be sent to; the address itself is not repeated."""


class NothingToSay(Exception):
    """The letter has lost its object (expired link, erased account): it is not sent."""


class Letter(Base):
    """One mail. `context` holds ids rather than facts or secrets, and is emptied when the letter has left.

    `tries` counts the times it was handed to a server: more than one for a letter whose first try has an unknown end.
    `text` and `html` are only kept in development, where no server takes the letter.
    """

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_recipient", "recipient"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    template: Mapped[str] = mapped_column(String(60))
    recipient: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(5))
    context: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")


def send(template: str, to: str, context: dict[str, Any], language: str = "fr") -> Letter:
    """Leave a letter in the current transaction. Raises BadAddress. `context`: JSON values, best ids alone."""
    recipient = safe_email(to)
    if recipient is None or not recipient.isprintable():
        raise BadAddress
    host = urlsplit(current_app.extensions["settings"].base_url).hostname or "localhost"
    letter = Letter(
        message_id=f"<{uuid4()}@{host}>",
        template=template,
        recipient=recipient,
        language=language,
        context=context,
        created_at=clock.now(),
    )
    session().add(letter)
    session().flush()
    errands.leave(KIND, {"letter": letter.id})
    return letter


def complete(app: Flask, template: str, completer: Completer) -> None:
    """Have `completer` make the whole context of that template when it leaves; it may raise NothingToSay."""
    app.extensions["mail_completers"][template] = completer


def purge_letters() -> int:
    """Forget the letters older than thirty days; how many."""
    old = delete(Letter).where(Letter.created_at < clock.now() - KEPT)
    return session().execute(old).rowcount  # type: ignore[attr-defined, no-any-return]


def forget_letters_of(recipient: str, templates: Sequence[str]) -> None:
    """Forget the letters of these kinds to this address; one that has not left yet does not leave."""
    session().execute(delete(Letter).where(Letter.recipient == recipient, Letter.template.in_(templates)))


def forget_letters(recipient: str) -> None:
    """Forget every letter to this address (an erased account), and whether it receives."""
    note_works(recipient)
    session().execute(delete(Letter).where(Letter.recipient == recipient))
