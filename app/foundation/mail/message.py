"""A letter as a mail: text and HTML, headers that nobody can add to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from flask import render_template

from app.foundation.i18n import speaking

SUBJECT_CHARACTERS = 150
ADDRESS_CHARACTERS = 400
#: Lines of headers long enough for an address in one piece: folded, it would be encoded, and no reader would follow it.
LETTER = SMTP.clone(max_line_length=500)
#: Anything that could end a header line, in any alphabet.
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class Rendered:
    """What the reader sees."""

    subject: str
    text: str
    html: str


def render(template: str, context: dict[str, Any], language: str) -> Rendered:
    """The letter in the language of its reader; the first line of the text is its subject, a blank line follows."""
    with speaking(language):
        subject, _, text = render_template(f"mail/{template}.txt", **context).strip().partition("\n")
        html = render_template(f"mail/{template}.html", subject=one_line(subject), **context)
    return Rendered(one_line(subject), text.strip() + "\n", html)


def one_line(text: str, longest: int = SUBJECT_CHARACTERS) -> str:
    """A header's text: line breaks and control characters become a space."""
    return _BREAKS.sub(" ", text).strip()[:longest]


def build(
    rendered: Rendered, *, sender: Address, to: str, message_id: str, when: datetime, unsubscribe: str = ""
) -> EmailMessage:
    """The message as it travels. Raises ValueError for an address that is not one.

    `unsubscribe`: the address that stops letters of this kind, by one click of the mail reader (RFC 8058).
    """
    message = EmailMessage(policy=LETTER if unsubscribe else SMTP)
    if unsubscribe:
        message["List-Unsubscribe"] = f"<{one_line(unsubscribe, ADDRESS_CHARACTERS)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Subject"] = rendered.subject
    message["From"] = sender
    local, _, domain = to.rpartition("@")
    message["To"] = Address(username=local, domain=domain)
    message["Date"] = format_datetime(when)
    message["Message-ID"] = message_id
    # Automatic answers (absence, acknowledgement) do not come back to nobody.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(rendered.text)
    message.add_alternative(rendered.html, subtype="html")
    return message
