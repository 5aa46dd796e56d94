"""The merges of a scope that can still be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from app.catalogue.models import Service
from app.foundation.actors import Actor
from app.foundation.db import session
from app.moderation.queries.listings import rows_of
from app.proposals.models import Merge

SHOWN = 50


@dataclass(frozen=True)
class Merged:
    """Two listings made one: the one that stays and the one that leads to it."""

    uuid: UUID
    keep: tuple[UUID, str]
    drop: tuple[UUID, str]
    merged_at: datetime
    reason: str


def merges_in(by: Actor) -> list[Merged]:
    """Those whose two listings are both in this agent's scope, the last first."""
    # `rows_of` says which of them are this agent's.
    found = _merges(None)
    ids = {key for one, _keep, _drop in found for key in (one.keep_id, one.drop_id)}
    own = {row.id for row in rows_of(by, select(Service.id).where(Service.id.in_(ids)))} if ids else set()
    return [_merged(*row) for row in found if {row[0].keep_id, row[0].drop_id} <= own][:SHOWN]


def merges_about(service_id: int) -> list[Merged]:
    """Those in which this listing takes part, the last first."""
    return [_merged(*row) for row in _merges(service_id)]


def _merges(service_id: int | None) -> Sequence[tuple[Merge, Service, Service]]:
    keep, drop = aliased(Service), aliased(Service)
    wanted = select(Merge, keep, drop).join(keep, keep.id == Merge.keep_id).join(drop, drop.id == Merge.drop_id)
    wanted = wanted.where(Merge.undone_at.is_(None)).order_by(Merge.id.desc()).limit(500)
    if service_id is not None:
        wanted = wanted.where(or_(Merge.keep_id == service_id, Merge.drop_id == service_id))
    return [(row[0], row[1], row[2]) for row in session().execute(wanted)]


def _merged(made: Merge, keep: Service, drop: Service) -> Merged:
    return Merged(made.uuid, (keep.uuid, keep.name), (drop.uuid, drop.name), made.merged_at, made.reason)
