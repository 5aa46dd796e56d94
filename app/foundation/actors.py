"""Who acts, and whom an address is for: plain types that every door and every verb needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """The publics of an address. An address without an audience is refused to everybody.

    ACCOUNT is whoever is signed in, whatever their roles; SIGNED_IN too, even before the second factor is given: only
    the pages that ask for it, and leaving, are for that one.
    """

    PUBLIC = "public"
    STRUCTURE = "structure"
    AGENT = "agent"
    CTG = "ctg"
    ADMIN = "admin"
    ACCOUNT = "account"
    SIGNED_IN = "signed_in"


def audience(*who: Audience) -> Callable[[View], View]:
    """Declare whom a view is for; the gate (`app.accounts.gate`) reads it before every request."""

    def declare(view: View) -> View:
        view.audience = frozenset(who)  # type: ignore[attr-defined]
        return view

    return declare


class ActorKind(StrEnum):
    """What sort of author an act has; kept in the history beside the name."""

    PERSON = "personne"
    IMPORT = "import"
    SYSTEM = "systeme"


@dataclass(frozen=True)
class Scope:
    """What an agent looks after: communes (INSEE codes) and themes (slugs); None means all of them."""

    communes: frozenset[str] | None = None
    themes: frozenset[str] | None = None

    def covers(self, commune: str | None, themes: Iterable[str]) -> bool:
        """Whether a listing of this commune (None: of none in particular), under any of these themes, is inside."""
        place = self.communes is None or (commune is not None and commune in self.communes)
        return place and (self.themes is None or not self.themes.isdisjoint(themes))


@dataclass(frozen=True)
class Membership:
    """What somebody is for a structure: an owner also invites and removes people."""

    organization: UUID
    is_owner: bool


@dataclass(frozen=True)
class Actor:
    """The author of an act: a person with an account, an import, or the house itself.

    `name` is what the history keeps for ever: for a person a pseudonym, since an erased account leaves no name
    behind (`app.accounts.queries.names_of` gives the present names). `called` is the name to show that person.
    """

    kind: ActorKind
    name: str
    person_id: int | None = None
    audiences: frozenset[Audience] = frozenset()
    scopes: tuple[Scope, ...] = ()
    memberships: tuple[Membership, ...] = ()
    called: str = field(default="", compare=False)

    @property
    def is_person(self) -> bool:
        """Whether a human being decided this act."""
        return self.kind is ActorKind.PERSON


SYSTEM = Actor(ActorKind.SYSTEM, "Trait d’union")
