"""Where a proposal stands, in words."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from app.foundation.i18n import LazyText, format_date
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.proposals.models import Proposal
from app.proposals.rules import Kind, Status, Verdict
from app.territory.queries import reference

STATUSES: dict[Status, LazyText] = {
    Status.DRAFT: _l("Brouillon, pas encore envoyé"),
    Status.SUBMITTED: _l("Envoyé, en attente de relecture"),
    Status.ACCEPTED: _l("Accepté"),
    Status.PARTLY_ACCEPTED: _l("Accepté en partie"),
    Status.REFUSED: _l("Refusé"),
    Status.WITHDRAWN: _l("Retiré par vous"),
    Status.SUPERSEDED: _l("Remplacé par un envoi plus récent"),
}
VERDICTS: dict[Verdict, LazyText] = {
    Verdict.PENDING: _l("En attente de relecture"),
    Verdict.ACCEPTED: _l("Accepté"),
    Verdict.EDITED: _l("Accepté, avec une retouche"),
    Verdict.REFUSED: _l("Refusé"),
    Verdict.SUPERSEDED: _l("Remplacé par un envoi plus récent"),
    Verdict.WITHDRAWN: _l("Retiré"),
}
KINDS: dict[Kind, LazyText] = {
    Kind.CHANGE: _l("Changements"),
    Kind.NEW: _l("Nouvelle fiche"),
    Kind.CLOSE: _l("Fermeture"),
    Kind.REOPEN: _l("Réouverture"),
}


@dataclass(frozen=True)
class Waiting:
    """A proposal in a list: “Changements du 18 novembre 2026”, and where it stands."""

    title: str
    status: str


def waiting_words(proposal: Proposal) -> Waiting:
    """What it is, when it was sent, where it stands."""
    kind = str(KINDS[Kind(proposal.kind)])
    status = str(STATUSES[Status(proposal.status)])
    if proposal.submitted_at is None:
        return Waiting(kind, status)
    day = proposal.submitted_at.astimezone(ZoneInfo(reference().time_zone)).date()
    return Waiting(_("%(kind)s du %(date)s", kind=kind, date=format_date(day)), status)
