"""Delivery reports (RFC 3464): what a mail server says when it sends a letter of ours back.

Anybody may write to the mailbox that receives them: a report only counts when it holds the Message-ID of a letter that
we sent, which nobody else has seen but its reader. The address noted is that of the letter, whatever the report says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email import policy
from email.message import Message
from email.parser import BytesParser, HeaderParser

from sqlalchemy import select

from app.foundation.db import session
from app.foundation.mail.bounces import note_bounced, says_gone
from app.foundation.mail.letters import Letter

MOST_BYTES = 2 * 1024 * 1024
_REPORTED, _RETURNED = "message/delivery-status", ("message/rfc822", "text/rfc822-headers")


def note_report(raw: bytes) -> int:
    """Note the address of the letter that came back, if this is a report that says so; how many were noted."""
    message = BytesParser(policy=policy.default).parsebytes(raw[:MOST_BYTES])
    code = next((found for found in map(_final_code, _blocks(message)) if found), "")
    named = list(_returned_ids(message)) if code else []
    sent = select(Letter.recipient).where(Letter.message_id.in_(named))
    return sum(note_bounced(address, code) for address in set(session().scalars(sent)))


def _blocks(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() == _REPORTED:
            yield from _inside(part)


def _final_code(block: Message) -> str:
    failed = str(block.get("Action", "")).strip().lower() == "failed"
    return says_gone(str(block.get("Status", ""))) if failed else ""


def _returned_ids(message: Message) -> Iterator[str]:
    """The Message-ID of the letter that came back, whole or only its headers."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == _RETURNED[0]:
            yield from (str(each.get("Message-ID", "")).strip() for each in _inside(part))
        elif kind == _RETURNED[1]:
            text = part.get_payload(decode=True)
            headers = HeaderParser().parsestr(text.decode(errors="replace") if isinstance(text, bytes) else "")
            yield str(headers.get("Message-ID", "")).strip()


def _inside(part: Message) -> Sequence[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []
