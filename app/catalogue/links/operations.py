"""Writing down what a visit said."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.catalogue.links.models import LinkCheck
from app.catalogue.links.queries import given
from app.foundation import clock
from app.foundation.db import session
from app.foundation.visiting import Outcome, Visit


def note_visit(address: str, visit: Visit) -> LinkCheck:
    """Keep what the visit said, and since when the address fails."""
    found = session().scalars(select(LinkCheck).where(LinkCheck.address == address)).one_or_none()
    moment = clock.now()
    if found is None:
        found = LinkCheck(address=address, failures=0)
        session().add(found)
    found.outcome, found.why, found.status = visit.outcome.value, visit.why.value, visit.status
    found.checked_at = moment
    if visit.outcome is Outcome.ANSWERS:
        found.failures, found.failing_since = 0, None
    else:
        found.failures += 1
        found.failing_since = found.failing_since or moment
    session().flush()
    return found


def forget_unused() -> int:
    """Forget the addresses that no listing gives any more; how many."""
    listed = select(given().subquery().c.value)
    gone = delete(LinkCheck).where(LinkCheck.address.not_in(listed))
    return session().execute(gone, execution_options={"synchronize_session": False}).rowcount  # type: ignore[attr-defined, no-any-return]
