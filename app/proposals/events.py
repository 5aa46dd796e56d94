"""What this room says when something happens; the roof decides who hears it. Ids only, but for an address to answer,
which is erased from the tables in the same act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class ProposalSubmitted:
    """Someone proposed something; `at_once` fields are already public and wait for a check."""

    proposal_id: int
    at_once: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProposalDecided:
    """An agent decided. `reply_to` is the address a family left, to be answered now or never."""

    proposal_id: int
    reply_to: str = ""


@dataclass(frozen=True)
class ProposalWithdrawn:
    """Its author took it back."""

    proposal_id: int


@dataclass(frozen=True)
class MessageWritten:
    """A question of an agent, or the answer of a structure or a family."""

    proposal_id: int
    message_id: int
    by_agent: bool


@dataclass(frozen=True)
class NameAnswered:
    """An agent took, or refused, the name that a structure asked for; `asked_by` is its author's account."""

    organization: UUID
    asked_by: int | None


@dataclass(frozen=True)
class ReminderDue:
    """A listing is to be confirmed again: `step` is the number of days since it was due (0, 15, 30)."""

    service_id: int
    due_on: date
    step: int


@dataclass(frozen=True)
class Delisted:
    """A listing that nobody confirmed is hidden until somebody does."""

    service_id: int
