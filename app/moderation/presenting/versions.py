"""The versions of a listing: what each changed, and what coming back to one would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.catalogue.facts import ServiceFacts, from_json
from app.catalogue.fields import FIELDS
from app.catalogue.models import Revision
from app.foundation.text import typography
from app.moderation.presenting.changes import ChangeView, change_view
from app.moderation.presenting.moments import when
from app.moderation.presenting.values import Words
from app.proposals.values import read_all


@dataclass(frozen=True)
class VersionView:
    """One version: its number, when and why it was made, the fields that differ (name, difference)."""

    number: int
    when: str
    reason: str
    changes: list[tuple[str, ChangeView]]
    is_first: bool = False
    is_last: bool = False


def version_views(found: Sequence[Revision], shown: int, words: Words) -> list[VersionView]:
    """Each of the first `shown`, against the one after it in this list, which was there before."""
    facts = [from_json(one.snapshot) for one in found]
    views = []
    for rank, one in enumerate(found[:shown]):
        before = facts[rank + 1] if rank + 1 < len(found) else None
        changes = differences(before, facts[rank], words) if before else []
        views.append(_view(one, changes, is_first=before is None, is_last=False))
    return views


def version_view(one: Revision, live: ServiceFacts, words: Words) -> tuple[VersionView, ServiceFacts]:
    """That version against what the listing says today, and what it said then."""
    then = from_json(one.snapshot)
    changes = differences(live, then, words)
    return _view(one, changes, is_first=False, is_last=not changes), then


def differences(before: ServiceFacts, after: ServiceFacts, words: Words) -> list[tuple[str, ChangeView]]:
    """The fields that differ, in the order of the guide."""
    was, now = read_all(before, FIELDS), read_all(after, FIELDS)
    return [
        (str(line.label), change_view(line, was[name], now[name], words))
        for name, line in FIELDS.items()
        if was[name] != now[name]
    ]


def _view(one: Revision, changes: list[tuple[str, ChangeView]], *, is_first: bool, is_last: bool) -> VersionView:
    return VersionView(one.number, when(one.made_at), typography(one.reason), changes, is_first, is_last)
