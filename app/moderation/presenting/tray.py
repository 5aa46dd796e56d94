"""The rows of the tray, and which proposals may be accepted without being opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.catalogue.facts import ServiceFacts
from app.catalogue.fields import FIELDS
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.queries import PARTS, organization_names
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.i18n import format_list
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.moderation.presenting.moments import since
from app.moderation.presenting.proposal import KINDS, author_of, title_of
from app.moderation.queries.tray import Waiting
from app.proposals.access import NoProposal, require_agent_of
from app.proposals.models import Proposal
from app.proposals.rules import AuthorKind, Kind, Status, Undecided, Verdict, moved
from app.territory.queries import reference


@dataclass(frozen=True)
class RowView:
    """One proposal in the list."""

    uuid: UUID
    version: int
    href: str
    title: str
    name: str
    said: str
    where: str
    is_fictional: bool
    safe: bool


def row_views(found: Iterable[Waiting], kept: Mapping[str, Any]) -> list[RowView]:
    """The rows of a page."""
    found = list(found)
    names = organization_names({one.proposal.organization for one in found if one.proposal.organization})
    facts = _facts({one.proposal.service_id for one in found if one.proposal.service_id is not None})
    return [_row(one, names, facts.get(one.proposal.service_id or 0), kept) for one in found]


def to_check_views(found: Iterable[Waiting]) -> list[RowView]:
    """The same, for what is public already."""
    return row_views(found, {})


def safe_fields(by: Actor, uuid: UUID) -> list[str]:
    """The fields of a proposal that may be accepted unseen. Raises NoProposal, OutOfScope, Undecided."""
    proposal = session().scalar(
        select(Proposal)
        .where(Proposal.uuid == uuid)
        .options(selectinload(Proposal.fields), selectinload(Proposal.thread))
    )
    if proposal is None or proposal.service_id is None:
        raise NoProposal
    facts = _facts({proposal.service_id})[proposal.service_id]
    require_agent_of(by, facts)
    pending = [one.field for one in proposal.fields if one.decision == Verdict.PENDING]
    if not is_safe(proposal, facts):
        raise Undecided(pending)
    return pending


def is_safe(proposal: Proposal, facts: ServiceFacts | None) -> bool:
    """Light fields only, of a structure, that did not move, with no question open."""
    pending = [one for one in proposal.fields if one.decision == Verdict.PENDING]
    return (
        facts is not None
        and bool(pending)
        and proposal.status == Status.SUBMITTED
        and proposal.kind == Kind.CHANGE
        and proposal.author_kind == AuthorKind.STRUCTURE
        and not proposal.message
        and not proposal.thread
        and all(FIELDS[one.field].light for one in pending)
        and not moved(facts, [(one.field, one.seen, one.wanted) for one in pending])
    )


def _row(one: Waiting, names: dict[UUID, str], facts: ServiceFacts | None, kept: Mapping[str, Any]) -> RowView:
    proposal, listing = one.proposal, one.listing
    known = reference()
    wanted = {row.field: row.wanted for row in proposal.fields}
    name = listing.name if listing else str(wanted.get("name", ""))
    towns = format_list([known.communes[code].name for code in one.communes if code in known.communes])
    labels = [str(FIELDS[row.field].label) for row in proposal.fields if row.decision == Verdict.PENDING]
    said = _(
        "%(kind)s, %(since)s", kind=str(KINDS[proposal.kind]), since=since(proposal.submitted_at or proposal.created_at)
    )
    return RowView(
        uuid=proposal.uuid,
        version=proposal.version,
        href=url_for("moderation.proposal", uuid=proposal.uuid, **kept),
        title=title_of(proposal, author_of(proposal, names), typography(name)),
        said=f"{said}. {format_list(labels)}".strip() if labels else said,
        name=typography(name),
        where=towns,
        is_fictional=listing.is_fictional if listing else False,
        safe=is_safe(proposal, facts),
    )


def _facts(ids: set[int]) -> dict[int, ServiceFacts]:
    if not ids:
        return {}
    wanted = select(Service).where(Service.id.in_(ids)).options(*(selectinload(part) for part in PARTS))
    return {service.id: facts_of(service) for service in session().scalars(wanted)}
