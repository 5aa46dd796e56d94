"""Pages of administration as templates read them: boxes, lists, and the history in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from app.administration.fields import Field, Kind
from app.administration.operations import ADD, CHANGE, REMOVE
from app.administration.queries import Act
from app.administration.rules import Clash, digest
from app.administration.subjects import ListSubject
from app.administration.subjects.lists import HERE, Item
from app.administration.subjects.texts import SECTIONS
from app.administration.wording import as_typed, in_words, line_of
from app.foundation.i18n import LazyText, format_datetime
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import typography
from app.guides.queries import all_guides, publics
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
class Entry:
    """One thing in a list of them; `room` when it is not that of the list."""

    key: str
    label: str | LazyText
    said: str | LazyText = ""
    room: str = ""


#: Lists that are opened from the page of texts.
BESIDE_TEXTS = (
    Entry(HERE, _l("Numéros d’urgence"), _l("Montrés d’abord quand un mot est sensible."), "urgences"),
    Entry(HERE, _l("Questions des mots ambigus"), _l("Posées quand un mot veut dire deux choses."), "questions"),
)


def listed(room: str, known: Reference) -> list[tuple[str, list[Entry]]]:
    """(title, lines) of the groups of a list; the title is '' when there is one group only."""
    match room:
        case "types":
            return [(theme.label, _types_of(theme.slug, known)) for theme in known.themes.values()]
        case "themes":
            return [("", [Entry(one.slug, one.label, typography(one.short)) for one in known.themes.values()])]
        case "communes":
            return [("", [Entry(one.insee, one.name, ", ".join(one.postcodes)) for one in known.communes.values()])]
        case "textes":
            sections = [Entry(key, str(one.title), str(one.said)) for key, one in SECTIONS.items()]
            return [("", [*sections, *BESIDE_TEXTS])]
        case "publics":
            return [("", [Entry(one.slug, typography(one.label), typography(one.hint)) for one in publics()])]
    return [("", [Entry(one.slug, typography(one.title), typography(one.summary)) for one in all_guides()])]


def _types_of(theme: str, known: Reference) -> list[Entry]:
    found = [one for one in known.types.values() if one.theme == theme]
    return [Entry(one.slug, typography(one.label), "" if one.listable else _("Sans fiches")) for one in found]


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
    for path, was, will in act.changes:
        field = named.get(path) or Field(path, path)
        before, after = _apart(was, will) if field.kind is Kind.LIST else (was, will)
        told = str(field.label), in_words(field, before, known), in_words(field, after, known)
        if told[1] or told[2]:
            yield told


def _fields_of(act: Act, known: Reference) -> dict[str, Field]:
    subject = act.subject
    row = None if subject.growing else subject.find(act.key)
    if row is None and not subject.growing:
        return {}
    fields = [*subject.fields(act.key, row, known), *(subject.kept(known) if subject.growing else ())]
    return {field.path: field for field in fields}


def _apart(before: list[Item] | None, after: list[Item] | None) -> tuple[list[Item], list[Item]]:
    """The lines that only one of two lists has; both whole when only their order differs."""
    was, will = before or [], after or []
    gone, come = [one for one in was if one not in will], [one for one in will if one not in was]
    return (gone, come) if gone or come else (was, will)


@dataclass(frozen=True)
class LineView:
    """One line of a list, by its mark."""

    mark: str
    name: str
    said: str


def line_views(subject: ListSubject, lines: Iterable[Item]) -> list[LineView]:
    """The lines of a list, in their order."""
    return [
        LineView(digest(one), typography(subject.name(one)), typography(_rest(one, subject.name(one)))) for one in lines
    ]


def _rest(item: Item, name: str) -> str:
    """What a line says besides its name."""
    return line_of({key: value for key, value in item.items() if not isinstance(value, str) or value not in name})
