"""Who may do what. Nothing here knows the web or the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from app.foundation.actors import Actor, Audience, Membership

LINK_LASTS = timedelta(minutes=10)
INVITATION_LASTS = timedelta(days=14)
REMINDED_AFTER = timedelta(days=7)
#: Giving a role, closing an account and the like ask for a second factor given within this time.
PROOF_LASTS = timedelta(minutes=15)
#: Wrong codes after which only the link of that mail still works.
WRONG_CODES = 5


class Role(StrEnum):
    """What an account may be."""

    OWNER = "owner"
    EDITOR = "editor"
    AGENT = "agent"
    CTG = "ctg"
    ADMIN = "admin"


AUDIENCES = {
    Role.OWNER: Audience.STRUCTURE,
    Role.EDITOR: Audience.STRUCTURE,
    Role.AGENT: Audience.AGENT,
    Role.CTG: Audience.CTG,
    Role.ADMIN: Audience.ADMIN,
}
OF_STRUCTURES = frozenset({Role.OWNER, Role.EDITOR})
#: Those who decide about others must show something they have, besides their mailbox.
TWO_FACTORS = frozenset({Role.AGENT, Role.ADMIN})


@dataclass(frozen=True)
class WantedRole:
    """A role to give: with its organization for a structure, with its bounds for an agent (None: no bound)."""

    kind: Role
    organization: UUID | None = None
    communes: tuple[str, ...] | None = None
    themes: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if (self.organization is not None) != (self.kind in OF_STRUCTURES):
            raise ValueError(f"{self.kind} with organization {self.organization}")

    def to_json(self) -> dict[str, Any]:
        """For an invitation or the history."""
        return {
            "kind": self.kind.value,
            "organization": str(self.organization) if self.organization else None,
            "communes": list(self.communes) if self.communes is not None else None,
            "themes": list(self.themes) if self.themes is not None else None,
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """The role that `to_json` wrote."""
        bounds = {name: tuple(said[name]) if said[name] is not None else None for name in ("communes", "themes")}
        return cls(Role(said["kind"]), UUID(said["organization"]) if said["organization"] else None, **bounds)


def requires_factor(actor: Actor) -> bool:
    """Whether this person may not be without a second factor."""
    return any(AUDIENCES[role] in actor.audiences for role in TWO_FACTORS)


class Refused(Exception):
    """This person may not do that; the class says why."""


class OutOfScope(Refused):
    """An agent of other communes or other themes."""


class NotYourStructure(Refused):
    """Somebody who is nobody for that structure: what it holds is not told."""


class OwnersOnly(Refused):
    """An editor who would invite or remove people."""


class MayNotGive(Refused):
    """A role that this person cannot give."""


class LastAdministrator(Refused):
    """The house would have nobody left to open the doors."""


def require_scope(actor: Actor, commune: str | None, themes: Iterable[str]) -> None:
    """Raises OutOfScope unless this agent looks after that commune and one of these themes; the house itself may."""
    wanted = tuple(themes)
    if actor.is_person and not any(scope.covers(commune, wanted) for scope in actor.scopes):
        raise OutOfScope


def require_structure(actor: Actor, organization: UUID | None, *, owner: bool = False) -> Membership | None:
    """Raises NotYourStructure, or OwnersOnly, unless this person belongs there; the house itself may (None)."""
    if not actor.is_person:
        return None
    own = [each for each in actor.memberships if each.organization == organization]
    if not own:
        raise NotYourStructure
    best = max(own, key=lambda each: each.is_owner)
    if owner and not best.is_owner:
        raise OwnersOnly
    return best


def require_may_give(actor: Actor, role: WantedRole) -> None:
    """Administrators give every role; owners, those of their structure; agents, those of structures.

    Which structures are in an agent's scope is checked by the desk that knows where structures are. Raises MayNotGive.
    """
    if not actor.is_person or Audience.ADMIN in actor.audiences:
        return
    if role.kind not in OF_STRUCTURES:
        raise MayNotGive
    own = any(each.is_owner and each.organization == role.organization for each in actor.memberships)
    if not own and Audience.AGENT not in actor.audiences:
        raise MayNotGive
