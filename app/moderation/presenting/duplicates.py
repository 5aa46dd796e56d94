"""Two listings side by side, and what an agent keeps of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from app.catalogue.facts import ServiceFacts
from app.catalogue.fields import FIELDS, PROPOSABLE
from app.catalogue.models import Service
from app.foundation.i18n import LazyText, format_distance, format_list
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import typography
from app.moderation.presenting import labels
from app.moderation.presenting.moments import when
from app.moderation.presenting.values import Words, lines_of
from app.moderation.queries.duplicates import Merged
from app.proposals.duplicates.queries import Pair
from app.proposals.duplicates.rules import Likeness, Sign
from app.proposals.values import read_all
from app.territory.queries import reference

FIRST, SECOND = "1", "2"
SIGNS: dict[Sign, LazyText] = {
    Sign.NAME: _l("noms semblables"),
    Sign.ADDRESS: _l("même adresse"),
    Sign.PHONE: _l("même téléphone"),
    Sign.EMAIL: _l("même courriel"),
    Sign.TYPE: _l("même type"),
}


@dataclass(frozen=True)
class PairView:
    """A pair to compare: both names, why, where."""

    href: str
    names: tuple[str, str]
    why: str
    where: str
    is_fictional: bool


@dataclass(frozen=True)
class SideView:
    """One of the two listings: what families know of it."""

    key: str
    uuid: UUID
    name: str
    status: str
    made: str
    version: int
    path: str


@dataclass(frozen=True)
class FieldPair:
    """A field that both say differently; `kept` is the side whose value stays as the page opens."""

    name: str
    label: str
    said: tuple[list[str], list[str]]
    kept: str


@dataclass(frozen=True)
class MergeView:
    """A merge that can be undone."""

    uuid: UUID
    sentence: str
    reason: str
    href: str


def pair_views(pairs: Iterable[Pair]) -> list[PairView]:
    """The lines of the list."""
    return [_pair(pair) for pair in pairs]


def _pair(pair: Pair) -> PairView:
    known, first = reference(), pair.first
    kind = known.types.get(first.type)
    town = known.communes[first.commune].name if first.commune and first.commune in known.communes else ""
    where = [typography(kind.label) if kind else first.type, town]
    return PairView(
        url_for("moderation.duplicate", uuid=UUID(pair.first.uuid), autre=UUID(pair.second.uuid)),
        (typography(pair.first.name), typography(pair.second.name)),
        signs_sentence(pair.likeness),
        ", ".join(part for part in where if part),
        first.is_fictional,
    )


def signs_sentence(found: Likeness) -> str:
    """“noms semblables, même téléphone et tout près (40 m)”."""
    if not found.signs:
        return ""
    near = _("à %(distance)s l’une de l’autre", distance=format_distance(found.metres or 0))
    said = [near if sign is Sign.DISTANCE else str(SIGNS[sign]) for sign in found.signs]
    return _("En commun : %(signs)s.", signs=format_list(said))


def side_view(key: str, service: Service) -> SideView:
    """One listing at the head of its column."""
    status = str(labels.STATUSES[service.status])
    made = _("Écrite le %(when)s", when=when(service.created_at))
    path = url_for("directory.service", slug=service.slug)
    return SideView(key, service.uuid, typography(service.name), status, made, service.version, path)


def differences(
    first: ServiceFacts, second: ServiceFacts, words: Words, chosen: Mapping[str, str]
) -> tuple[list[FieldPair], list[str]]:
    """The fields that differ, and the names of those that both say alike."""
    one, other = read_all(first), read_all(second)
    fields, alike = [], []
    for name, line in PROPOSABLE.items():
        if one[name] == other[name]:
            alike.append(str(line.label))
            continue
        said = (lines_of(line, one[name], words), lines_of(line, other[name], words))
        fields.append(FieldPair(name, str(line.label), said, chosen.get(name) or _fuller(one[name], other[name])))
    return fields, alike


def _fuller(one: Any, other: Any) -> str:
    """The older listing’s value stays, unless it says nothing and the other does."""
    return SECOND if _says_nothing(one) and not _says_nothing(other) else FIRST


def _says_nothing(value: Any) -> bool:
    if isinstance(value, Mapping):
        return not any(inner for inner in value.values() if inner is not True)
    return not value


def wanted_of(keep: ServiceFacts, drop: ServiceFacts, taken: Iterable[str]) -> dict[str, Any]:
    """The values that the listing that stays takes from the other; `taken` are names of fields."""
    mine, theirs = read_all(keep), read_all(drop)
    return {name: theirs[name] for name in taken if name in FIELDS and mine[name] != theirs[name]}


def merge_views(found: Iterable[Merged]) -> list[MergeView]:
    """The merges, in sentences."""
    return [_merge(one) for one in found]


def _merge(one: Merged) -> MergeView:
    said = _(
        "« %(drop)s » mène à « %(keep)s » depuis le %(when)s.",
        drop=typography(one.drop[1]), keep=typography(one.keep[1]), when=when(one.merged_at),
    )  # fmt: skip
    return MergeView(one.uuid, said, typography(one.reason), url_for("moderation.listing", uuid=one.keep[0]))
