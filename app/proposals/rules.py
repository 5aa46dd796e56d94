"""Decisions on proposals that need neither a database nor a clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from app.catalogue.facts import PlaceFacts, ServiceFacts, SourceFacts
from app.catalogue.fields import FIELDS, Group
from app.proposals.values import read


class Kind(StrEnum):
    """What is asked."""

    CHANGE = "change"
    NEW = "new"
    CLOSE = "close"
    REOPEN = "reopen"
    REPORT = "report"


class AuthorKind(StrEnum):
    """Who asks. A later proposal only supersedes those of its own rank or below (see RANK)."""

    STRUCTURE = "structure"
    FAMILY = "family"
    IMPORT = "import"
    AGENT = "agent"


RANK = {AuthorKind.FAMILY: 0, AuthorKind.IMPORT: 1, AuthorKind.STRUCTURE: 2, AuthorKind.AGENT: 2}


class Status(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Verdict(StrEnum):
    """What became of one field. EDITED is accepted with another value, kept in `final`."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


APPLIED = (Verdict.ACCEPTED, Verdict.EDITED)


@dataclass(frozen=True)
class Decision:
    """What an agent decides on one field. A refusal has a reason; `value` is for EDITED only."""

    verdict: Verdict
    reason: str = ""
    value: Any = None


@dataclass(frozen=True)
class Moved:
    """A field that changed on the listing since the proposal was made: the three values."""

    field: str
    seen: Any
    live: Any
    wanted: Any


class Refusal(Exception):
    """This act is not possible now; the class says why. Nothing was changed."""


class FieldMoved(Refusal):
    """Some fields changed since: show the three values, then decide again with `knowing=service_version`."""

    def __init__(self, moved: tuple[Moved, ...], service_version: int) -> None:
        super().__init__(tuple(each.field for each in moved))
        self.moved, self.service_version = moved, service_version


class AlreadyDecided(Refusal):
    """Someone decided before (perhaps the same person, clicking twice); `status` is the result, and it stands."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.value)
        self.status = status


class StaleProposal(Refusal):
    """The proposal is no longer what was shown: a later one superseded some of its fields, or it was answered."""


class Undecided(Refusal):
    """Some pending fields have no decision, or a decision bears on a field that is not pending."""

    def __init__(self, fields: Iterable[str]) -> None:
        super().__init__(tuple(fields))
        self.fields = tuple(fields)


class ReasonMissing(Refusal):
    """A refusal without a reason teaches nothing to whoever proposed."""


class NameNeeded(Refusal):
    """A new listing cannot be accepted without its name and its type."""


class NothingProposed(Refusal):
    """The draft says what the listing already says."""


class NotADraft(Refusal):
    """It was already sent, or withdrawn."""


class NotPending(Refusal):
    """It is no longer waiting for a decision."""


class StaleDraft(Refusal):
    """The draft was saved elsewhere (another tab, a colleague) since it was read; `current` is its version now."""

    def __init__(self, current: int) -> None:
        super().__init__(current)
        self.current = current


class StaleForm(Refusal):
    """What the form showed is no longer what the listing says or what waits: show both versions."""

    def __init__(self, token: str) -> None:
        super().__init__(token)
        self.token = token


@dataclass(frozen=True)
class Conflict:
    """Two people wrote the same field: what the author saw, what someone else sent since, what the author wants."""

    field: str
    base: Any
    theirs: Any
    mine: Any


class Conflicts(Refusal):
    """Others changed the same fields meanwhile: show both versions, then submit with `replacing` those kept."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__(tuple(each.field for each in conflicts))
        self.conflicts = conflicts


def next_status(verdicts: Iterable[Verdict], *, report: bool = False) -> Status:
    """The status of a proposal from what became of its fields; superseded and withdrawn ones no longer count."""
    said = list(verdicts)
    if Verdict.PENDING in said or (report and not said):
        return Status.SUBMITTED
    decided = [verdict for verdict in said if verdict not in (Verdict.SUPERSEDED, Verdict.WITHDRAWN)]
    if not decided:
        return Status.WITHDRAWN if Verdict.WITHDRAWN in said else Status.SUPERSEDED
    applied = sum(verdict in APPLIED for verdict in decided)
    if applied == len(decided):
        return Status.ACCEPTED
    return Status.PARTLY_ACCEPTED if applied else Status.REFUSED


def superseded(pending: Iterable[str], later: Iterable[str]) -> frozenset[str]:
    """Of the fields of an earlier proposal that wait, those that a later one takes over: only what overlaps."""
    return frozenset(pending) & frozenset(later)


def takes_over(later: AuthorKind, earlier: AuthorKind) -> bool:
    """Whether a later proposal of this author replaces an earlier one of that author: an import never does it to a
    structure."""
    return RANK[later] >= RANK[earlier]


def moved(live: ServiceFacts, fields: Iterable[tuple[str, Any, Any]]) -> tuple[Moved, ...]:
    """Of (field, seen, value to apply), those that changed since they were seen, unless they already say it."""
    found = []
    for name, seen, wanted in fields:
        now = read(live, name)
        if now not in (seen, wanted):
            found.append(Moved(name, seen, now, wanted))
    return tuple(found)


def check_decisions(pending: Iterable[str], decisions: Mapping[str, Decision], *, report: bool = False) -> None:
    """Every pending field once, each refusal with its reason; a report may also be answered by edits of any field.

    Raises Undecided, ReasonMissing.
    """
    wanted = set(pending)
    extra = {name for name in decisions.keys() - wanted if not (report and decisions[name].verdict is Verdict.EDITED)}
    if extra or wanted - decisions.keys():
        raise Undecided(sorted(extra | (wanted - decisions.keys())))
    for name, decision in decisions.items():
        if decision.verdict not in (*APPLIED, Verdict.REFUSED):
            raise Undecided([name])
        if decision.verdict is Verdict.REFUSED and not decision.reason.strip():
            raise ReasonMissing(name)


def may_publish_at_once(field: str, policies: Mapping[tuple[bool, Group], bool]) -> bool:
    """Whether a policy lets this field of this structure be published before any check.

    `policies` gives what agents allowed, by (for this structure in particular?, group); the particular one wins.
    """
    line = FIELDS[field]
    if not line.light:
        return False
    return trusts(line.group, policies)


def trusts(group: Group, policies: Mapping[tuple[bool, Group], bool]) -> bool:
    """Whether this structure publishes this group at once: what was said of it in particular wins."""
    return policies.get((True, group), policies.get((False, group), False))


def new_facts(wanted: Mapping[str, Any], source: SourceFacts, organization: str | None) -> ServiceFacts:
    """The bare facts that a new listing starts from: its name, its type, who offers it. Raises NameNeeded."""
    if not wanted.get("name") or not wanted.get("type"):
        raise NameNeeded
    return ServiceFacts(name=wanted["name"], type=wanted["type"], source=source, organization=organization)


def communes_of(facts: ServiceFacts) -> tuple[str, ...]:
    """The communes whose agents may decide on it: its own, else those it serves."""
    place: PlaceFacts | None = facts.place
    return (place.commune,) if place is not None else facts.communes_served


# ---------------------------------------------------------------- reports of families

#: Nobody reads a listing and writes what is wrong in less time.
FASTEST = timedelta(seconds=3)
#: A form left open for longer is an old tab, or a machine that replays.
SLOWEST = timedelta(hours=24)
SHORTEST_REPORT, LONGEST_REPORT = 5, 4000


class Spam(StrEnum):
    """What a report looks like."""

    NO = "no"
    SURELY = "surely"
    TOO_MANY = "too-many"
    STALE = "stale"


def judge_report(honeypot: str, taken: timedelta, wait_seconds: int) -> Spam:
    """SURELY is thanked and thrown away; STALE and TOO_MANY are told to the person, who keeps what was typed."""
    if honeypot.strip() or taken < FASTEST:
        return Spam.SURELY
    if taken > SLOWEST:
        return Spam.STALE
    return Spam.TOO_MANY if wait_seconds else Spam.NO
