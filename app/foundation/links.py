"""Addresses that people give us: which ones may become a link."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

URL_LIMIT = 2000
_STRANGE = re.compile(r"[\x00-\x20\x7f\\<>\"`\u00a0\u2028\u2029]")
_TEL = re.compile(r"tel:\+?[0-9]{2,15}")


def safe_url(text: str | None) -> str | None:
    """The web address when it is complete, http or https and without password; None for anything else."""
    url = (text or "").strip()
    if not url or len(url) > URL_LIMIT or _STRANGE.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    named = parts.hostname and ("." in parts.hostname or parts.hostname == "localhost")
    right = parts.scheme in ("http", "https") and named and not parts.username and port != 0
    return url if right else None


def safe_email(text: str | None) -> str | None:
    """The mail address, normalised, when it is well written (its domain is not asked); None otherwise."""
    try:
        return validate_email((text or "").strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def safe_href(text: str) -> str | None:
    """What may stand in a link written by a person: web, mail or phone; None otherwise."""
    scheme, _, rest = text.strip().partition(":")
    if scheme.lower() == "mailto":
        address = safe_email(rest.partition("?")[0])
        return f"mailto:{address}" if address else None
    if scheme.lower() == "tel":
        return text if _TEL.fullmatch(text) else None
    return safe_url(text)


def safe_path(text: str | None, default: str = "/") -> str:
    """Where to go next on this site, or `default`: another site can never be reached by it."""
    path = text or ""
    inside = path.startswith("/") and not path.startswith("//")
    if not inside or len(path) > URL_LIMIT or _STRANGE.search(path):
        return default
    try:
        parts = urlsplit(path)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc else path
