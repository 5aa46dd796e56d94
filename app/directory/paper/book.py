"""The guide as a book: parts by theme then commune, numbered listings, plans, and an index of names and types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from app.catalogue.cards import Card
from app.directory.paper.contents import Chosen, title_of
from app.directory.paper.drawings import Plan, plan_of, qr_figure
from app.directory.paper.entries import Entry, entry_of
from app.directory.presenting.card import town_hall_name
from app.directory.presenting.emergencies import emergencies
from app.directory.presenting.moments import Moment
from app.foundation.i18n import format_date, ngettext
from app.foundation.i18n import gettext as _
from app.foundation.phones import phone
from app.foundation.text import fold, french, typography
from app.paper.rules import Wanted
from app.territory.reference import CommuneRef, Reference

#: With no more listings than this, each one has a QR code of its own.
FEW = 40
#: With no more listings than this, the legend of a plan stands beside it.
BESIDE = 18


@dataclass(frozen=True)
class Group:
    """The listings of one theme in one commune."""

    anchor: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Part:
    """A theme."""

    slug: str
    icon: str
    title: str
    definition: str
    count: str
    groups: tuple[Group, ...]
    href: str
    qr: Markup


@dataclass(frozen=True)
class Town:
    """A commune: its plan, what each letter stands for, its town hall, its page."""

    anchor: str
    name: str
    plan: Plan | None
    legend: tuple[tuple[str, tuple[Entry, ...]], ...]
    placeless: tuple[Entry, ...]
    hall: str
    hall_address: str
    hall_phone: tuple[str, str]
    href: str
    qr: Markup

    @property
    def roomy(self) -> bool:
        """Whether the legend has room beside the plan."""
        return sum(len(entries) for _letter, entries in self.legend) + len(self.placeless) <= BESIDE


@dataclass(frozen=True)
class IndexLine:
    """A name and its listing, or a type and the places of the book where it stands."""

    title: str
    is_type: bool
    targets: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Book:
    """Everything the template lays out."""

    title: str
    territory: str
    count: str
    dated: str
    large: bool
    left_out: bool
    parts: tuple[Part, ...]
    towns: tuple[Town, ...]
    index: tuple[tuple[str, tuple[IndexLine, ...]], ...]
    emergencies: tuple[tuple[str, str, str], ...]
    home: str
    home_qr: Markup

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every listing, in the order of its number."""
        return tuple(entry for part in self.parts for group in part.groups for entry in group.entries)


def book_of(wanted: Wanted, chosen: Chosen, reference: Reference, moment: Moment) -> Book:
    """The guide of these listings, at this moment."""
    parts = _parts(wanted, chosen.cards, reference, moment)
    entries = [entry for part in parts for group in part.groups for entry in group.entries]
    home = url_for("directory.home", _external=True)
    return Book(
        title=title_of(wanted, reference),
        territory=typography(reference.full_name),
        count=ngettext("%(num)d service", "%(num)d services", len(entries)),
        dated=format_date(moment.today),
        large=wanted.large,
        left_out=chosen.left_out,
        parts=parts,
        towns=tuple(_towns(entries, reference, wanted)),
        index=_index(parts, reference),
        emergencies=tuple(emergencies(reference)),
        home=home,
        home_qr=qr_figure(home, _("Code QR du site")),
    )


def _parts(wanted: Wanted, cards: Iterable[Card], reference: Reference, moment: Moment) -> tuple[Part, ...]:
    cards = sorted(cards, key=lambda card: (fold(card.name), card.id))
    shelves: dict[str, dict[str, list[Card]]] = defaultdict(lambda: defaultdict(list))
    for card in cards:
        theme = wanted.theme if wanted.theme in card.themes else card.themes[0]
        shelves[theme][_shelf(card, wanted)].append(card)
    number, parts = 0, []
    for slug in reference.themes:
        groups = []
        for insee, commune in (*((one.insee, one.name) for one in _by_name(reference)), ("", _("Plusieurs communes"))):
            held = shelves.get(slug, {}).get(insee, [])
            entries = []
            for card in held:
                number += 1
                href = url_for("directory.service", slug=card.slug, _external=True)
                entries.append(entry_of(card, number, reference, moment, href, qr=len(cards) <= FEW))
            if entries:
                groups.append(Group(f"g-{slug}-{insee or 'autres'}", commune, tuple(entries)))
        if groups:
            parts.append(_part(slug, tuple(groups), wanted, reference))
    return tuple(parts)


def _shelf(card: Card, wanted: Wanted) -> str:
    """The commune under which a listing stands; '' for one that serves several and has no place of its own."""
    return card.commune or (card.communes[0] if len(card.communes) == 1 else "")


def _by_name(reference: Reference) -> list[CommuneRef]:
    return sorted(reference.communes.values(), key=lambda one: fold(one.name))


def _part(slug: str, groups: tuple[Group, ...], wanted: Wanted, reference: Reference) -> Part:
    theme = reference.themes[slug]
    filters = {"theme": slug, **({"commune": wanted.commune} if wanted.commune else {})}
    href = url_for("directory.results", _external=True, **filters)
    return Part(
        slug=slug,
        icon=theme.icon,
        title=typography(theme.label),
        definition=typography(theme.definition),
        count=ngettext("%(num)d service", "%(num)d services", sum(len(group.entries) for group in groups)),
        groups=groups,
        href=href,
        qr=qr_figure(href, _("Code QR de la page du thème %(theme)s", theme=theme.label)),
    )


def _towns(entries: Iterable[Entry], reference: Reference, wanted: Wanted) -> Iterable[Town]:
    by_commune: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.card.commune:
            by_commune[entry.card.commune].append(entry)
    for commune in _by_name(reference):
        if held := by_commune.get(commune.insee):
            yield _town(commune, held, reference)


def _town(commune: CommuneRef, held: list[Entry], reference: Reference) -> Town:
    placed = [one for one in held if one.card.position_is_exact and one.card.lat is not None]
    places = [(one.number, (one.card.lat or 0.0, one.card.lon or 0.0)) for one in placed]
    plan = plan_of(reference, commune, places)
    by_number = {one.number: one for one in held}
    marks = plan.marks if plan else ()
    marked = {number for mark in marks for number in mark.numbers}
    hall, href = phone(commune.town_hall.phone), url_for("directory.commune", slug=commune.slug, _external=True)
    return Town(
        anchor=f"c-{commune.insee}",
        name=commune.name,
        plan=plan,
        legend=tuple((mark.letter, tuple(by_number[number] for number in mark.numbers)) for mark in marks),
        placeless=tuple(one for one in held if one.number not in marked),
        hall=town_hall_name(commune.name),
        hall_address=french(commune.town_hall.address),
        hall_phone=(hall.href, hall.display) if hall else ("", ""),
        href=href,
        qr=qr_figure(href, _("Code QR de la page de %(commune)s", commune=commune.name)),
    )


def _index(parts: tuple[Part, ...], reference: Reference) -> tuple[tuple[str, tuple[IndexLine, ...]], ...]:
    """Names and types by their first letter; a type leads to each place of the book that has some of it."""
    lines, types = [], defaultdict(dict)  # type: ignore[var-annotated]
    for part in parts:
        for group in part.groups:
            for entry in group.entries:
                lines.append(IndexLine(entry.name, False, ((entry.anchor, ""),)))
                types[entry.card.type].setdefault(group.anchor, group.title)
    for slug, targets in types.items():
        lines.append(IndexLine(typography(reference.types[slug].plural), True, tuple(targets.items())))
    letters: dict[str, list[IndexLine]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (fold(line.title), not line.is_type)):
        initial = fold(line.title)[:1].upper()
        letters[initial if initial.isalpha() else "0–9"].append(line)
    return tuple((letter, tuple(held)) for letter, held in letters.items())
