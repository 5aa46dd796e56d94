"""A question, an answer: the thread of a proposal."""

from __future__ import annotations

from uuid import UUID

from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.unit_of_work import emit
from app.proposals.access import locked_proposal, require_agent_for
from app.proposals.events import MessageWritten
from app.proposals.models import Proposal, ProposalMessage
from app.proposals.operations.drafts import require_own
from app.proposals.rules import NotPending, Status

LONGEST = 5000


class EmptyMessage(ValueError):
    """Nothing was written, or too much."""


def ask(uuid: UUID, body: str, *, by: Actor) -> ProposalMessage:
    """An agent asks; the proposal waits. Raises NoProposal, OutOfScope, NotPending, EmptyMessage."""
    proposal, service = locked_proposal(uuid)
    require_agent_for(by, proposal, service)
    return _write(proposal, body, by, by_agent=True)


def answer(uuid: UUID, body: str, *, by: Actor) -> ProposalMessage:
    """The structure answers. Raises NoProposal, NotYourStructure, NotPending, EmptyMessage."""
    proposal, _service = locked_proposal(uuid)
    require_own(proposal, by)
    return _write(proposal, body, by, by_agent=False)


def _write(proposal: Proposal, body: str, by: Actor, *, by_agent: bool) -> ProposalMessage:
    if proposal.status != Status.SUBMITTED:
        raise NotPending(proposal.status)
    if not body.strip() or len(body) > LONGEST:
        raise EmptyMessage
    message = ProposalMessage(
        proposal_id=proposal.id,
        by_agent=by_agent,
        author_id=by.person_id,
        author_name=by.name,
        body=body.strip(),
        written_at=clock.now(),
    )
    session().add(message)
    session().flush()
    emit(MessageWritten(proposal.id, message.id, by_agent))
    return message
