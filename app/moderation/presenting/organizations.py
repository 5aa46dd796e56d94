"""Structures on an agent's screen: their facts, what they publish at once, what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.accounts.queries import names_of
from app.catalogue.fields import GROUPS, Group
from app.catalogue.models import Organization
from app.foundation.i18n import LazyText
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import typography
from app.history.models import HistoryEntry
from app.moderation.presenting.moments import when
from app.proposals.light import LIGHT, light_fields
from app.proposals.operations.names import ASKED, DENIED, DROPPED
from app.proposals.operations.organizations import PUT_BACK
from app.proposals.operations.policies import policies_of
from app.proposals.organizations import KINDS, LABELS

AT_ONCE, CHECKED, AS_ALL = "aussitot", "relu", "tous"
SAYS: dict[bool, LazyText] = {True: _l("publié aussitôt, relu après"), False: _l("relu avant d’être publié")}


NAMING: dict[str, LazyText] = {
    ASKED: _l("demande le nom « %(name)s »"),
    DENIED: _l("ne retient pas le nom « %(name)s »"),
    DROPPED: _l("renonce au nom « %(name)s »"),
}


@dataclass(frozen=True)
class PolicyView:
    """What becomes of a group of light fields of one structure."""

    group: str
    label: str
    fields: str
    value: str
    options: list[tuple[str, str]]


@dataclass(frozen=True)
class DoneView:
    """An act on a structure; `undo` is its number in the history when it can be put back."""

    when: str
    who: str
    what: str
    reason: str
    undo: int | None = None


def policy_views(found: Organization) -> list[PolicyView]:
    """One line for each group of light fields."""
    said = policies_of(found.uuid)
    views = []
    for group in LIGHT:
        own, usual = said.get((True, group)), said.get((False, group), False)
        options = [
            (AS_ALL, _("Comme pour toutes les structures : %(what)s", what=str(SAYS[usual]))),
            (AT_ONCE, _("Publié aussitôt, relu après")),
            (CHECKED, _("Relu avant d’être publié")),
        ]
        value = AS_ALL if own is None else AT_ONCE if own else CHECKED
        views.append(PolicyView(group.value, str(GROUPS[group]), light_fields(group), value, options))
    return views


def done_views(entries: Iterable[HistoryEntry], found: Organization | None = None) -> list[DoneView]:
    """Each act in a sentence; the last one on each thing can be put back."""
    listed = list(entries)
    names = names_of(entry.actor_id for entry in listed if entry.actor_id is not None)
    touched: set[str] = set()
    views = []
    for entry in listed:
        fields = {f"{entry.subject_kind}.{one['field']}" for one in entry.changes}
        undo = entry.id if found is not None and _can_undo(entry, found) and not fields & touched else None
        touched |= fields
        who = names.get(entry.actor_id or 0, entry.actor_name)
        views.append(DoneView(when(entry.made_at), who, _what(entry), typography(entry.reason), undo))
    return views


def _can_undo(entry: HistoryEntry, found: Organization) -> bool:
    if entry.verb == "set_policy":
        said = policies_of(found.uuid)
        return all(said.get((True, _group(one))) is one["after"] for one in entry.changes)
    known = all(one["before"] is not None for one in entry.changes)
    return entry.verb in PUT_BACK and known and all(
        getattr(found, one["field"]) == one["after"] for one in entry.changes
    )  # fmt: skip


def _group(change: dict[str, Any]) -> Group:
    return Group(change["field"].partition(".")[2])


def _what(entry: HistoryEntry) -> str:
    if entry.verb == "set_policy":
        return "\u00a0; ".join(_policy_said(one) for one in entry.changes)
    if entry.verb in ("close", "reopen"):
        return _("ferme la structure") if entry.verb == "close" else _("rouvre la structure")
    if entry.verb in NAMING:
        (change,) = entry.changes
        name = change["after"] or change["before"]
        return NAMING[entry.verb] % {"name": typography(name)}
    if any(one["before"] is None for one in entry.changes):
        return _("ajoute la structure")
    said = [
        _("%(label)s, « %(before)s » devient « %(after)s »", label=str(LABELS.get(one["field"], one["field"])),
          before=_value(one["field"], one["before"]), after=_value(one["field"], one["after"]))
        for one in entry.changes
    ]  # fmt: skip
    return "\u00a0; ".join(said)


def _policy_said(one: dict[str, Any]) -> str:
    label = str(GROUPS[_group(one)])
    if one["after"] is None:
        return _("%(group)s : comme pour toutes les structures", group=label)
    return _("%(group)s : %(what)s", group=label, what=str(SAYS[one["after"]]))


def _value(name: str, value: str) -> str:
    return str(KINDS.get(value, value)) if name == "kind" else typography(value)
