"""The mail server of ANNUAIRE_SMTP_URL: `smtp://user:password@host:587` or `smtps://…:465`."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Self
from urllib.parse import unquote, urlsplit

#: Seconds each exchange with the server may last.
TIMEOUT = 10
LOCAL = ("localhost", "127.0.0.1", "::1")


class ClearPassword(smtplib.SMTPException):
    """The server offers no encryption: the password is not sent to it."""


@dataclass(frozen=True)
class Server:
    """Where letters are handed over."""

    host: str
    port: int
    encrypted: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def at(cls, url: str) -> Self:
        """Read a checked address (see `settings_values.smtp_url`)."""
        parts = urlsplit(url)
        encrypted = parts.scheme == "smtps"
        port = parts.port or (465 if encrypted else 587 if parts.username else 25)
        return cls(parts.hostname or "", port, encrypted, unquote(parts.username or ""), unquote(parts.password or ""))

    def hand_over(self, message: EmailMessage) -> None:
        """Give one message. Raises SMTPException or OSError; the errand tries again later."""
        with self._connected() as connection:
            if self.user:
                connection.login(self.user, self.password)
            connection.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        trusted = ssl.create_default_context()
        if self.encrypted:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=trusted)
        connection = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        connection.ehlo()
        if connection.has_extn("starttls"):
            connection.starttls(context=trusted)
        elif self.user and self.host not in LOCAL:
            connection.close()
            raise ClearPassword
        return connection
