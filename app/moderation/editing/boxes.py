"""The boxes of a field: its parts as texts to type or choices to make, and the value that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.catalogue.fields import Field
from app.foundation.i18n import LazyText
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import fold
from app.moderation.editing import lines
from app.moderation.presenting import labels
from app.moderation.presenting.values import Words
from app.proposals.values import part_name

LONG = ("summary", "description", "eligibility", "registration", "hours_note", "fee_note", "internal_note",
        "accessibility_note", "inclusive_note")  # fmt: skip
NUMBERS, DECIMALS = ("age_min_months", "age_max_months", "width", "height"), ("lat", "lon")
#: What the image itself says: an agent corrects the words around it.
KEPT = ("file", "width", "height")
SURE, THREE_STATES = (
    ("hours_known", "hours_reliable", "address_is_private", "is_fictional"),
    ("accessible", "inclusive"),
)
CODED = ("extra_themes", "communes_served", "languages", "documents")

HINTS: dict[str, LazyText] = {
    "slots": _l("Une ligne par jour : Pendant l’école | lundi | 7:30-12:00, 13:30-18:30"),
    "closures": _l("Une ligne par fermeture : 21/12/2026 | 03/01/2027 | Vacances de Noël"),
    "special_openings": _l("Une ligne par date : 24/12/2026 | 8:00 | 12:00"),
    "fees": _l(
        "Quotient de | à | prix | unité | libellé | du | au. Par exemple : 0 | 400 | 4,20 | jour | Repas compris"
    ),
    "campaigns": _l("Libellé | premier jour | dernier jour | précision"),
    "contacts": _l("Valeur | libellé | public, ou non public"),
    "availability": _l("Vu le | source | libellé | âge de (mois) | à (mois) | places en tout | places libres"),
    "list": _l("Une réponse par ligne."),
    "decimal": _l("En degrés, par exemple 44,0176."),
}


@dataclass(frozen=True)
class Box:
    """One thing to type or choose: `kind` is `text`, `area`, `select` or `hidden`; `rows` of an area."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    rows: int = 3


class Unreadable(ValueError):
    """What was typed is not a value of this field; the sentence says what to write."""


def boxes_of(line: Field, value: Any, words: Words) -> list[Box]:
    """The boxes that show this value."""
    return [_box(line, part, _inner(line, part, value), words) for part in _parts(line)]


def value_of(line: Field, typed: Callable[[str], str], words: Words) -> Any:
    """The value that these boxes make; `typed` gives the text of one, by its name. Raises Unreadable."""
    made = {part: _read(line, part, typed(part), words) for part in _parts(line)}
    if len(made) == 1:
        return next(iter(made.values()))
    is_there = {"place": "commune", "photo": "file"}.get(line.name)
    return None if is_there and not made[is_there] else made


def _parts(line: Field) -> list[str]:
    return [line.table] if line.table and len(line.parts) == 1 else [part_name(part) for part in line.parts]


def _inner(line: Field, part: str, value: Any) -> Any:
    if len(line.parts) == 1:
        return value
    return value.get(part) if isinstance(value, Mapping) else None


def _box(line: Field, part: str, value: Any, words: Words) -> Box:
    label = str(labels.PARTS.get(part, line.label)) if len(line.parts) > 1 else str(line.label)
    if part == line.table:
        text = lines.write(part, value or [])
        return Box(
            part, label, "area", text, hint=str(HINTS[part.partition("[")[0]]), rows=max(3, text.count("\n") + 2)
        )
    if part in CODED:
        return Box(part, label, "area", "\n".join(_said(part, code, words) for code in value or []),
                   hint=str(HINTS["list"]), rows=max(3, len(value or []) + 1))  # fmt: skip
    options = _options(part, words)
    if options:
        return Box(part, label, "select", _slug(part, value), options=options)
    if part in KEPT:
        return Box(part, "", "hidden", str(value or ""))
    if part in DECIMALS:
        return Box(
            part, label, "text", "" if value is None else str(value).replace(".", ","), hint=str(HINTS["decimal"])
        )
    text = "" if value is None else str(value)
    return Box(part, label, "area" if part in LONG else "text", text, rows=min(14, 3 + len(text) // 80))


def _slug(part: str, value: Any) -> str:
    if part in SURE and value is None:
        return "oui" if part == "hours_reliable" else "non"
    if part in SURE or part in THREE_STATES:
        return "" if value is None else "oui" if value else "non"
    return value or ""


def _options(part: str, words: Words) -> tuple[tuple[str, str], ...]:
    known = words.known
    tables: dict[str, Mapping[str, Any]] = {
        "status": labels.STATUSES,
        "fee_kind": labels.FEE_KINDS,
        "precision": labels.PRECISIONS,
        "contact_fallback": labels.FALLBACKS,
        "type": {"": _("À choisir")} | {kind.slug: kind.label for kind in known.types.values() if kind.listable},
        "commune": {"": _("Aucune"), **{code: one.name for code, one in known.communes.items()}},
        "organization": {"": _("Aucun"), **words.organizations},
        **dict.fromkeys(SURE, labels.YES_NO),
        **dict.fromkeys(THREE_STATES, labels.THREE),
    }
    return tuple((code, str(said)) for code, said in tables.get(part, {}).items())


def _read(line: Field, part: str, text: str, words: Words) -> Any:
    if part == line.table:
        try:
            return lines.read(part, text)
        except lines.BadLine as fault:
            raise Unreadable(_("Ligne %(number)s : écrivez-la comme l’exemple.", number=fault.number)) from fault
    if part in CODED:
        return [_code(part, said, words) for said in text.splitlines() if said.strip()]
    options = dict(_options(part, words))
    if options:
        return _chosen(part, text, options)
    if part in NUMBERS:
        return _number(text, int)
    return _number(text.replace(",", "."), float) if part in DECIMALS else text.strip()


def _chosen(part: str, text: str, options: Mapping[str, str]) -> Any:
    if text not in options:
        raise Unreadable(_("Choisissez une réponse de la liste."))
    if part in SURE or part in THREE_STATES:
        return {"oui": True, "non": False, "": None}[text]
    return text or None if part == "organization" else text


def _number(text: str, kind: type[int] | type[float]) -> Any:
    if not text.strip():
        return None
    try:
        return kind(text.strip())
    except ValueError as fault:
        raise Unreadable(_("Écrivez un nombre.")) from fault


def _said(part: str, code: str, words: Words) -> str:
    return _named(part, words).get(code, code)


def _code(part: str, said: str, words: Words) -> str:
    said = said.strip()
    if part in ("documents", "languages"):
        return said
    named = _named(part, words)
    for code, name in named.items():
        if fold(said) in (fold(name), fold(code)):
            return code
    raise Unreadable(_("« %(said)s » n’est pas dans la liste.", said=said))


def _named(part: str, words: Words) -> dict[str, str]:
    if part == "extra_themes":
        return {theme.slug: theme.label for theme in words.known.themes.values()}
    if part == "communes_served":
        return {code: commune.name for code, commune in words.known.communes.items()}
    return {}
