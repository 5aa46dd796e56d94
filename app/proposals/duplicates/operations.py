"""Merging two listings and parting them again. Nothing is lost: the one that is dropped is archived and its address
leads to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from app.catalogue.facts import ServiceFacts, Status, changed_fields, from_json, to_json
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service, SlugRedirect
from app.catalogue.operations import StaleVersion, change_service
from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.unit_of_work import require_alone
from app.history.operations import Change, record
from app.proposals.access import NoService, locked_service, locked_service_by_id, require_agent_of, require_known
from app.proposals.checks import check_facts
from app.proposals.models import Merge, NotADuplicate, Proposal
from app.proposals.rules import Status as ProposalStatus
from app.proposals.values import apply


class CannotMerge(ValueError):
    """A listing with itself, or one that was merged or archived already."""


class NoMerge(LookupError):
    """No merge has that identifier, or it was undone already."""


def merge(
    keep_uuid: UUID,
    drop_uuid: UUID,
    *,
    by: Actor,
    wanted: Mapping[str, Any] | None = None,
    reason: str = "",
    expected: tuple[int, int] | None = None,
) -> Merge:
    """Make one listing of two: `keep` takes the `wanted` values (by field, chosen by the agent), `drop` is archived.

    The addresses of the dropped one lead to the kept one, and what was proposed for it waits there.

    `expected`: the versions of both that were shown. Raises NoService, OutOfScope, CannotMerge, StaleVersion,
    ImpossibleValue.
    """
    keep, drop = _both(keep_uuid, drop_uuid, by)
    if expected is not None and expected != (keep.version, drop.version):
        raise StaleVersion(keep.version)
    before, was = facts_of(keep), drop.status
    after = apply(before, wanted or {})
    require_known(after)
    require_agent_of(by, after)
    _say(keep, after, Change("merge", None, str(drop.uuid)), by, reason)
    _say(drop, replace(facts_of(drop), status=Status.ARCHIVED), Change("merged_into", None, str(keep.uuid)), by, reason)
    made = Merge(
        keep_id=keep.id,
        drop_id=drop.id,
        before=to_json(before),
        after=to_json(facts_of(keep)),
        drop_status=was,
        redirects=_redirect(drop, keep),
        proposals=_move_proposals(drop, keep),
        merged_at=clock.now(),
        merged_by=by.name,
        reason=reason,
    )
    session().add(made)
    session().flush()
    return made


def undo_merge(merge_uuid: UUID, *, by: Actor, reason: str = "") -> None:
    """Part them again: each says what it said before, save what somebody changed since. Raises NoMerge, OutOfScope."""
    made = session().scalars(select(Merge).where(Merge.uuid == merge_uuid, Merge.undone_at.is_(None))).one_or_none()
    if made is None:
        raise NoMerge
    locked = {key: locked_service_by_id(key) for key in sorted((made.keep_id, made.drop_id))}
    keep, drop = locked[made.keep_id], locked[made.drop_id]
    for each in (keep, drop):
        require_agent_of(by, facts_of(each))
    _say(keep, check_facts(_unmerged(made, facts_of(keep))), Change("merge", str(drop.uuid), None), by, reason)
    said = facts_of(drop)
    said = replace(said, status=Status(made.drop_status)) if said.status is Status.ARCHIVED else said
    _say(drop, said, Change("merged_into", str(keep.uuid), None), by, reason)
    own, *older = made.redirects
    _service_redirects(delete(SlugRedirect), [own])
    _service_redirects(update(SlugRedirect).values(target_id=drop.id), older)
    _give_back_proposals(made)
    made.undone_at = clock.now()
    session().flush()


def not_duplicates(first_uuid: UUID, second_uuid: UUID, *, by: Actor) -> None:
    """Say that these two are different: the pair is not offered again. Raises NoService, OutOfScope, CannotMerge."""
    both = _both(first_uuid, second_uuid, by)
    low, high = sorted(each.id for each in both)
    known = select(NotADuplicate.id).where(NotADuplicate.first_id == low, NotADuplicate.second_id == high)
    if session().scalar(known) is None:
        session().add(NotADuplicate(first_id=low, second_id=high, said_at=clock.now(), said_by=by.name))
        session().flush()


def _both(first_uuid: UUID, second_uuid: UUID, by: Actor) -> tuple[Service, Service]:
    if first_uuid == second_uuid:
        raise CannotMerge
    wanted = select(Service.uuid).where(Service.uuid.in_((first_uuid, second_uuid))).order_by(Service.id)
    # Always in the same order, so that two agents never wait for each other.
    locked = {uuid: locked_service(uuid) for uuid in session().scalars(wanted)}
    if len(locked) < 2:
        raise NoService
    for each in locked.values():
        require_agent_of(by, facts_of(each))
        if each.status == Status.ARCHIVED:
            raise CannotMerge
    return locked[first_uuid], locked[second_uuid]


def _say(service: Service, facts: ServiceFacts, note: Change, by: Actor, reason: str) -> None:
    """Change it, in one line of history with the note; a listing that says so already gets the line alone."""
    require_alone()
    if not change_service(service, facts, by=by, reason=reason, also=[note]):
        record("merge", ("service", str(service.uuid)), by=by, changes=[note], reason=reason)


def _unmerged(made: Merge, live: ServiceFacts) -> ServiceFacts:
    before, after = from_json(made.before), from_json(made.after)
    untouched = [name for name in changed_fields(before, after) if getattr(live, name) == getattr(after, name)]
    values: dict[str, Any] = {name: getattr(before, name) for name in untouched}
    return replace(live, **values)


def _redirect(drop: Service, keep: Service) -> list[str]:
    """The addresses that now lead to the kept listing: the dropped one's own first, then those it had before."""
    older = select(SlugRedirect.slug).where(SlugRedirect.target_id == drop.id, SlugRedirect.kind == "service")
    moved = list(session().scalars(older.order_by(SlugRedirect.slug)))
    _service_redirects(update(SlugRedirect).values(target_id=keep.id), moved)
    session().merge(SlugRedirect(slug=drop.slug, kind="service", target_id=keep.id))
    return [drop.slug, *moved]


def _service_redirects(change: Any, slugs: list[str]) -> None:
    session().execute(change.where(SlugRedirect.kind == "service", SlugRedirect.slug.in_(slugs)))


def _move_proposals(drop: Service, keep: Service) -> list[int]:
    # Drafts stay: one person has one draft on a listing, and may have one on each of these.
    waiting = select(Proposal).where(Proposal.service_id == drop.id, Proposal.status == ProposalStatus.SUBMITTED.value)
    moved = list(session().scalars(waiting.order_by(Proposal.id)))
    for proposal in moved:
        proposal.service_id = keep.id
    return [proposal.id for proposal in moved]


def _give_back_proposals(made: Merge) -> None:
    wanted = select(Proposal).where(Proposal.id.in_(made.proposals), Proposal.service_id == made.keep_id)
    for proposal in session().scalars(wanted.where(Proposal.status == ProposalStatus.SUBMITTED.value)):
        proposal.service_id = made.drop_id
