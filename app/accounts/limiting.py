"""How often: counted in the database, so that every worker sees the same number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from app.accounts.keys import masked
from app.accounts.models import Attempt
from app.foundation import clock
from app.foundation.db import session
from app.foundation.unit_of_work import hold

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` acts of this kind in any `window`, for each key."""

    kind: str
    most: int
    window: timedelta


#: One person who tries again and again, from one place.
LINK_HERE = Limit("link-here", 5, timedelta(minutes=15))
#: A mailbox that several places would fill. The window slides: its owner is never locked out for longer.
LINK_ADDRESS = Limit("link-address", 20, timedelta(minutes=30))
#: One place that tries many addresses: a school or a town hall has several people behind one.
LINK_NETWORK = Limit("link-network", 40, timedelta(minutes=15))
#: Codes typed wrong from one place.
CODE_NETWORK = Limit("code-network", 30, timedelta(minutes=15))
#: Codes of the application, for a person who has already proved their mailbox.
PROOF_PERSON = Limit("proof-person", 5, timedelta(minutes=15))
#: Leaving for ProConnect from one place.
PROVIDER_NETWORK = Limit("provider-network", 40, timedelta(minutes=15))
#: “C’est votre structure ?”: from one place, with one address, about one listing (its mailbox gets a code each time).
CLAIM_NETWORK = Limit("claim-network", 10, timedelta(hours=1))
CLAIM_ADDRESS = Limit("claim-address", 5, timedelta(hours=24))
CLAIM_LISTING = Limit("claim-listing", 5, timedelta(hours=24))
#: Invitations that one person sends.
INVITATION_PERSON = Limit("invitation-person", 50, timedelta(hours=24))


def wait_for(limit: Limit, whom: str) -> int:
    """Seconds to wait before one more; 0 when it is allowed now."""
    since = clock.now() - limit.window
    key = masked(limit.kind, whom)
    hold(f"{limit.kind} {key}")
    found = select(Attempt.made_at).where(Attempt.kind == limit.kind, Attempt.key == key, Attempt.made_at > since)
    made = session().scalars(found.order_by(Attempt.made_at.desc()).limit(limit.most)).all()
    if len(made) < limit.most:
        return 0
    return max(1, math.ceil((made[-1] + limit.window - clock.now()).total_seconds()))


def count(limit: Limit, whom: str) -> None:
    """Note one. Refused ones are not noted: whoever insists does not lengthen the wait of others."""
    session().add(Attempt(kind=limit.kind, key=masked(limit.kind, whom), made_at=clock.now()))


def purge_attempts() -> int:
    """Forget what no window looks at any more; how many."""
    gone = session().execute(delete(Attempt).where(Attempt.made_at < clock.now() - KEPT))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]
