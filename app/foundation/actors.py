"""Who acts, and whom an address is for: plain types that every door and every verb needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """The publics of an address. An address without an audience is refused to everybody."""

    PUBLIC = "public"
    STRUCTURE = "structure"
    AGENT = "agent"
    CTG = "ctg"
    ADMIN = "admin"


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
class Actor:
    """The author of an act: a person with an account, an import, or the house itself."""

    kind: ActorKind
    name: str
    person_id: int | None = None

    @property
    def is_person(self) -> bool:
        """Whether a human being decided this act."""
        return self.kind is ActorKind.PERSON


SYSTEM = Actor(ActorKind.SYSTEM, "Trait d’union")
