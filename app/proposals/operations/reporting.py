"""“Signaler une erreur”: a family without an account. No captcha: a honeypot, the time taken, how often."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from app.accounts.limiting import Limit, count, wait_for
from app.catalogue.facts import SHOWN
from app.catalogue.fields import FIELDS
from app.catalogue.models import Service
from app.foundation import clock
from app.foundation.db import session
from app.foundation.unit_of_work import emit
from app.proposals.access import NoService, locked_service
from app.proposals.checks import ImpossibleValue, check_value
from app.proposals.events import ProposalSubmitted
from app.proposals.models import Proposal
from app.proposals.rules import LONGEST_REPORT, SHORTEST_REPORT, AuthorKind, Kind, Spam, Status, judge_report

#: Reports from one network address: a family finds a few mistakes, not twenty.
REPORT_NETWORK = Limit("report-network", 8, timedelta(hours=1))
#: The same words again, sooner than this, are the same message.
PRESSED_TWICE = timedelta(minutes=10)
#: An answer that comes later than this would surprise more than it helps.
REPLY_KEPT = timedelta(days=180)


def report(
    service_uuid: UUID,
    message: str,
    *,
    network: str,
    taken: timedelta,
    honeypot: str = "",
    about: str = "",
    reply_to: str = "",
) -> tuple[Spam, Proposal | None]:
    """File what a family says of a listing; `network` (its address) is only counted under a hash, `taken` is the time
    spent on the form, `about` the field it speaks of, `reply_to` an address already checked, erased once answered.

    Returns why it was not filed, if so (SURELY: thank, and keep nothing). Raises NoService, ImpossibleValue.
    """
    verdict = judge_report(honeypot, taken, wait_for(REPORT_NETWORK, network))
    if verdict is not Spam.NO:
        return verdict, None
    service = locked_service(service_uuid)
    if service.status not in SHOWN:
        raise NoService
    proposal = _filed(service, message, about, reply_to)
    count(REPORT_NETWORK, network)
    known = _filed_before(proposal)
    if known is not None:
        return Spam.NO, known
    session().add(proposal)
    session().flush()
    emit(ProposalSubmitted(proposal.id))
    return Spam.NO, proposal


def _filed_before(new: Proposal) -> Proposal | None:
    """The same words about the same listing, that still wait: the button was pressed twice."""
    alike = ("service_id", "kind", "message", "reply_to", "status")
    same = [getattr(Proposal, name) == getattr(new, name) for name in alike]
    wanted = select(Proposal).where(*same, Proposal.submitted_at > clock.now() - PRESSED_TWICE)
    return session().scalars(wanted.limit(1)).first()


def forget_reply_addresses() -> int:
    """Forget the addresses that families left on reports that nobody decided in six months; how many."""
    late = (Proposal.reply_to != "", Proposal.submitted_at < clock.now() - REPLY_KEPT)
    gone = session().execute(update(Proposal).where(*late).values(reply_to=""))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


def _filed(service: Service, message: str, about: str, reply_to: str) -> Proposal:
    return Proposal(
        kind=Kind.REPORT.value,
        service_id=service.id,
        author_kind=AuthorKind.FAMILY.value,
        organization=service.organization.uuid if service.organization else None,
        status=Status.SUBMITTED.value,
        message=_said(message),
        about=about if about in FIELDS else "",
        reply_to=reply_to[:320],
        created_at=clock.now(),
        saved_at=clock.now(),
        submitted_at=clock.now(),
        draft={},
        base={},
    )


def _said(message: str) -> str:
    said = message.strip()
    check_value("message", said)
    if len(said) < SHORTEST_REPORT:
        raise ImpossibleValue("message", "missing")
    if len(said) > LONGEST_REPORT:
        raise ImpossibleValue("message", "too-long")
    return said
