"""Pages of administration as templates read them: boxes, lists, and the history in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from app.administration.fields import Field, Kind, as_typed, in_words
from app.administration.operations import ADD, CHANGE, REMOVE
from app.administration.queries import Act
from app.administration.rules import Clash
from app.administration.subjects.texts import SECTIONS
from app.foundation.i18n import LazyText, format_datetime
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import typography
from app.guides.queries import all_guides
from app.territory.reference import Reference

VERBS: dict[str, LazyText] = {ADD: _l("a ajouté"), CHANGE: _l("a changé"), REMOVE: _l("a retiré")}
TYPES_OF_INPUT = {Kind.PHONE: "tel", Kind.EMAIL: "email", Kind.URL: "url", Kind.DAY: "date"}
#: A text longer than this gets more room.
LONG = 240


@dataclass(frozen=True)
class Box:
    """One box of a form, as it is drawn."""

    field: Field
    typed: tuple[str, ...]
    error: str
    options: tuple[tuple[str, str], ...]

    @property
    def value(self) -> str:
        return self.typed[0] if self.typed else ""

    @property
    def rows(self) -> int:
        return 8 if len(self.value) > LONG or self.field.kind is Kind.LINES else 4

    @property
    def input(self) -> str:
        return TYPES_OF_INPUT.get(self.field.kind, "text")


def boxes(
    fields: Iterable[Field], typed: Mapping[str, Sequence[str]], errors: Mapping[str, str], known: Reference
) -> list[Box]:
    """The boxes of a form with what was typed in them."""
    return [
        Box(field, tuple(typed.get(field.path, ())), errors.get(field.path, ""), tuple(field.options(known)))
        for field in fields
    ]


def typed_of(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, list[str]]:
    """What boxes show for these values."""
    return {field.path: as_typed(field, values.get(field.path, field.empty)) for field in fields}


def clash_rows(clashes: Iterable[Clash], fields: Iterable[Field], known: Reference) -> list[tuple[str, str, str]]:
    """(label, the other's version, mine) of each field that two people changed."""
    named = {field.path: field for field in fields}
    return [
        (str(named[one.path].label), in_words(named[one.path], one.theirs, known),
         in_words(named[one.path], one.mine, known))
        for one in clashes
    ]  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One line of a list."""

    key: str
    label: str
    said: str = ""


def listed(room: str, known: Reference) -> list[tuple[str, list[Item]]]:
    """(title, lines) of the groups of a list; the title is '' when there is one group only."""
    match room:
        case "types":
            return [(theme.label, _types_of(theme.slug, known)) for theme in known.themes.values()]
        case "themes":
            return [("", [Item(one.slug, one.label, typography(one.short)) for one in known.themes.values()])]
        case "communes":
            return [("", [Item(one.insee, one.name, ", ".join(one.postcodes)) for one in known.communes.values()])]
        case "textes":
            return [("", [Item(key, str(one.title), str(one.said)) for key, one in SECTIONS.items()])]
    return [("", [Item(one.slug, typography(one.title), typography(one.summary)) for one in all_guides()])]


def _types_of(theme: str, known: Reference) -> list[Item]:
    found = [one for one in known.types.values() if one.theme == theme]
    return [Item(one.slug, typography(one.label), "" if one.listable else _("Sans fiches")) for one in found]


@dataclass(frozen=True)
class ActView:
    """One act of the history in words. `rows` are (field, before, after)."""

    number: int
    when: str
    said: str
    room: str
    key: str
    reason: str
    rows: tuple[tuple[str, str, str], ...]
    stuck: str


def act_views(acts: Iterable[Act], known: Reference) -> list[ActView]:
    """Each act, its author and what moved."""
    zone = ZoneInfo(known.time_zone)
    return [
        ActView(
            number=one.number,
            when=format_datetime(one.made_at.astimezone(zone)),
            said=_("%(who)s %(verb)s : %(what)s", who=one.who, verb=VERBS.get(one.verb, one.verb), what=_what(one)),
            room=one.subject.room,
            key=one.key,
            reason=typography(one.reason),
            rows=tuple(_rows(one, known)),
            stuck=one.stuck,
        )
        for one in acts
    ]


def _what(one: Act) -> str:
    return f"{typography(one.label)} ({one.subject.title})"


def _rows(act: Act, known: Reference) -> Iterable[tuple[str, str, str]]:
    named = _fields_of(act, known)
    for path, before, after in act.changes:
        field = named.get(path) or Field(path, path)
        told = str(field.label), in_words(field, before, known), in_words(field, after, known)
        if told[1] or told[2]:
            yield told


def _fields_of(act: Act, known: Reference) -> dict[str, Field]:
    subject = act.subject
    row = None if subject.growing else subject.find(act.key)
    fields = subject.fields(act.key, row, known) if row is not None or subject.growing else ()
    return {field.path: field for field in fields}
