"""The people of the demonstration: who they are, and coming in as one of them without a mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flask import abort, current_app

from app.accounts.models import Person
from app.accounts.operations import create_person, grant
from app.accounts.queries import person_by_email
from app.accounts.rules import Role, WantedRole
from app.accounts.sessions import end_token, open_session
from app.foundation.actors import SYSTEM
from app.foundation.i18n import LazyText
from app.foundation.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Example:
    """One of the cast: the key of their button, their name, what they do, their role."""

    key: str
    name: str
    does: LazyText
    role: WantedRole

    @property
    def email(self) -> str:
        return f"{self.key}@exemple.fr"


def _of(role: Role, seed_key: str) -> WantedRole:
    return WantedRole(role, uuid5(NAMESPACE_URL, f"trait-d-union:organization:{seed_key}"))


CAST = (
    Example(
        "karim", "Karim", _l("responsable de l’accueil de loisirs Les Platanes"), _of(Role.OWNER, "demo-ribambelle")
    ),
    Example("ines", "Inès", _l("responsable des Petits Pas de lune"), _of(Role.OWNER, "demo-petits-pas")),
    Example("nadia", "Nadia", _l("agent, qui relit ce que les structures proposent"), WantedRole(Role.AGENT)),
    Example("claire", "Claire", _l("équipe de la convention territoriale globale"), WantedRole(Role.CTG)),
    Example("paul", "Paul", _l("administrateur"), WantedRole(Role.ADMIN)),
)


def cast() -> tuple[Example, ...]:
    """Who may be tried; nobody outside of the demonstration."""
    return CAST if current_app.extensions["settings"].demonstration else ()


def load() -> None:
    """Open their accounts; done twice, nothing changes."""
    for example in CAST:
        person = person_by_email(example.email) or create_person(example.email, example.name, by=SYSTEM)
        grant(person, example.role, by=SYSTEM)


def enter(key: str, *, browser: str, old: str = "") -> str:
    """The cookie of a session as one of them, opening their account at the first visit. Aborts elsewhere than here."""
    example: Any = next((each for each in cast() if each.key == key), None)
    if example is None:
        abort(404)
    person: Person | None = person_by_email(example.email)
    if person is None:
        load()
        person = person_by_email(example.email)
    if person is None or person.disabled_at is not None:
        abort(404)
    if old:
        end_token(old)
    return open_session(person.id, browser=browser, proved=True)
