"""How the text of each environment variable becomes a checked value."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

Parser = Callable[[str], Any]
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


class Rejected(ValueError):
    """A value that cannot be used; its text says why, in French."""


def one_of(choices: Iterable[str]) -> Parser:
    """A parser that only accepts these texts, and returns the choice itself."""
    known = {str(choice): choice for choice in choices}

    def parse(text: str) -> Any:
        if text not in known:
            raise Rejected(f"« {text} » n’est pas permis ; choisissez entre {', '.join(known)}.")
        return known[text]

    return parse


def integer(minimum: int, maximum: int) -> Parser:
    """A parser for a whole number between two bounds, both included."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not minimum <= int(text) <= maximum:
            raise Rejected(f"« {text} » n’est pas un nombre entier entre {minimum} et {maximum}.")
        return int(text)

    return parse


def boolean(text: str) -> bool:
    if text not in ("0", "1"):
        raise Rejected(f"« {text} » n’est ni 0 ni 1.")
    return text == "1"


def folder(text: str) -> Path:
    """An absolute folder, which may not exist yet."""
    path = Path(text).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise Rejected(f"{path} n’est pas un dossier.")
    return path


def seed_folder(text: str) -> Path:
    """A folder that must exist."""
    path = folder(text)
    if not path.is_dir():
        raise Rejected(f"le dossier {path} n’existe pas.")
    return path


def database_url(text: str) -> str:
    """An SQLAlchemy address of a kind the product is tested with. The text is never repeated: it holds a password."""
    if text.startswith(("sqlite:///", "postgresql+psycopg://")):
        return text
    if text.startswith(("postgres://", "postgresql://")):
        raise Rejected("écrivez postgresql+psycopg:// au début de l’adresse.")
    raise Rejected("l’adresse doit commencer par sqlite:/// ou postgresql+psycopg://.")


def base_url(text: str) -> str:
    """The public address, without a final slash."""
    try:
        parts = urlsplit(text)
        port_is_read = parts.port is None or parts.port > 0
    except ValueError:
        raise Rejected("ce n’est pas une adresse lisible.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_read:
        raise Rejected("donnez une adresse complète, comme https://annuaire.exemple.fr.")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise Rejected("donnez seulement le protocole et l’hôte, sans chemin ni paramètre.")
    return text.rstrip("/")


def _outside(text: str, example: str) -> SplitResult:
    """The parts of an address that we ask or that browsers ask: https, or http on this very machine."""
    try:
        parts = urlsplit(text)
        readable = parts.port is None or parts.port > 0
    except ValueError:
        raise Rejected("ce n’est pas une adresse lisible.") from None
    is_near = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not (parts.scheme == "https" or is_near) or not parts.hostname or not readable:
        raise Rejected(f"donnez une adresse complète en https, {example}.")
    return parts


def _plain(parts: SplitResult) -> None:
    if parts.query or parts.fragment or parts.username:
        raise Rejected("donnez une adresse sans paramètre ni mot de passe.")


def geocoder_url(text: str) -> str:
    """The search address of a geocoder: https, or http on this very machine."""
    _plain(_outside(text, "comme https://data.geopf.fr/geocodage/search"))
    return text


def tiles_url(text: str) -> str:
    """The address of map tiles: https, or http on this very machine, with the three places that a map fills."""
    parts = _outside(text, "sans mot de passe")
    if parts.username:
        raise Rejected("donnez une adresse complète en https, sans mot de passe.")
    if not _HOST.fullmatch(parts.hostname or "") or any(place not in text for place in ("{z}", "{x}", "{y}")):
        raise Rejected("l’adresse doit contenir {z}, {x} et {y}, et un hôte sans variable.")
    return text


def provider_url(text: str) -> str:
    """The issuer of an identity provider: https, or http on this very machine; without a final slash."""
    _plain(_outside(text, "comme https://auth.agentconnect.gouv.fr/api/v2"))
    return text.rstrip("/")


def hosts(text: str) -> tuple[str, ...]:
    """Host names, lower case, without port."""
    names = tuple(name.strip().lower() for name in text.split(",") if name.strip())
    for name in names:
        if not _HOST.fullmatch(name):
            raise Rejected(f"« {name} » n’est pas un nom d’hôte (sans protocole, sans port).")
    if not names:
        raise Rejected("donnez au moins un nom d’hôte.")
    return names


def smtp_url(text: str) -> str:
    """The address of a mail server. The text is never repeated: it holds a password."""
    try:
        parts = urlsplit(text)
        readable = parts.port is None or parts.port > 0
    except ValueError:
        raise Rejected("ce n’est pas une adresse lisible.") from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not readable or parts.path.strip("/"):
        raise Rejected("écrivez smtp://utilisateur:mot-de-passe@hote:587 ou smtps://utilisateur:mot-de-passe@hote:465.")
    return text


def mail_address(text: str) -> str:
    """A mail address, in ASCII."""
    if not re.fullmatch(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", text):
        raise Rejected("ce n’est pas une adresse comme annuaire@exemple.fr.")
    return text


def stored_secret(path: Path) -> str:
    """The secret kept in this file, drawn at the first call, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # several workers start at once: the first one wins, whole
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
