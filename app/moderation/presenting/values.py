"""The value of a field as an agent reads it: lines, or a table with a name on each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.catalogue.fields import Field, Shape
from app.foundation.i18n import (
    format_age,
    format_date,
    format_list,
    format_money_cents,
    format_number,
    format_time_range,
)
from app.foundation.i18n import gettext as _
from app.foundation.phones import phone
from app.foundation.text import typography
from app.moderation.presenting import labels
from app.territory.reference import Reference


@dataclass(frozen=True)
class Words:
    """What codes are called: the territory, and the names of organizations by their stable id."""

    known: Reference
    organizations: Mapping[str, str]


def table_of(line: Field, value: Any, words: Words) -> dict[str, str]:
    """Name of the row → what it says, for hours, prices and fields of several parts."""
    if value is None:
        return {}
    if line.name == "hours":
        return {**_week(value["slots"]), **_others(value, "slots", words)}
    if line.name == "fees":
        return {**_prices(value["fees"]), **_others(value, "fees", words)}
    if line.name == "photo":
        value = {name: value[name] for name in ("alt", "credit")} | {"file": _image(value)}
    return {str(labels.PARTS.get(part, part)): _part(part, inner, words) for part, inner in value.items()}


def lines_of(line: Field, value: Any, words: Words) -> list[str]:
    """One line for each thing said; none when nobody said."""
    if is_table(line):
        return [_("%(name)s : %(value)s", name=name, value=said) for name, said in table_of(line, value, words).items()]
    if value in (None, "", []):
        return []
    if isinstance(value, list | tuple):
        say: Callable[[Any], str] = _ROWS.get(line.table, lambda row: _part(line.name, row, words))
        return [typography(say(row)) for row in value]
    return [_part(line.name, value, words)]


def is_table(line: Field) -> bool:
    """Whether before and after are compared row by row, each row having a name."""
    return line.name in ("hours", "fees") or line.shape is Shape.SET


def _image(value: Mapping[str, Any]) -> str:
    return f"{format_number(value['width'])} × {format_number(value['height'])}, n° {value['file'][:6]}"


def _others(value: Mapping[str, Any], table: str, words: Words) -> dict[str, str]:
    return {str(labels.PARTS[part]): _part(part, inner, words) for part, inner in value.items() if part != table}


def _week(slots: list[Mapping[str, Any]]) -> dict[str, str]:
    days: dict[tuple[str, int], list[str]] = {}
    order = list(labels.PERIODS)
    for slot in sorted(slots, key=lambda one: (order.index(one["period"]), one["weekday"], one["opens"])):
        said = format_time_range(slot["opens"], slot["closes"])
        days.setdefault((slot["period"], slot["weekday"]), []).append(said)
    return {
        _("%(period)s, %(day)s", period=str(labels.PERIODS[period]), day=labels.weekday(day)): format_list(said)
        for (period, day), said in days.items()
    }


def _prices(fees: list[Mapping[str, Any]]) -> dict[str, str]:
    rows: dict[str, str] = {}
    for fee in fees:
        name = format_list([text for text in (_quotient(fee), typography(fee["label"])) if text]) or _("Pour tous")
        unit = str(labels.UNITS.get(fee["unit"], fee["unit"]))
        said = _("%(amount)s %(unit)s%(dates)s", amount=format_money_cents(fee["amount_cents"]), unit=unit,
                 dates=_validity(fee))  # fmt: skip
        rows[name] = f"{rows[name]} ; {said}" if name in rows else said
    return rows


def _quotient(fee: Mapping[str, Any]) -> str:
    low, high = fee["qf_min"], fee["qf_max"]
    if low is None and high is None:
        return ""
    if high is None:
        return _("Quotient de %(low)s et plus", low=format_number(low))
    return _("Quotient de %(low)s à %(high)s", low=format_number(low or 0), high=format_number(high))


def _validity(fee: Mapping[str, Any]) -> str:
    starts, ends = fee.get("valid_from"), fee.get("valid_to")
    if starts and ends:
        return _(" (du %(starts)s au %(ends)s)", starts=_day(starts), ends=_day(ends))
    if starts:
        return _(" (dès le %(starts)s)", starts=_day(starts))
    return _(" (jusqu’au %(ends)s)", ends=_day(ends)) if ends else ""


def _part(name: str, value: Any, words: Words) -> str:
    if value is True or value is False:
        return str(labels.YES_NO["oui" if value else "non"])
    if value in (None, ""):
        return _("Inconnu")
    say = _PARTS.get(name)
    return say(value, words) if say else typography(str(value))


def _named(table: Mapping[str, Any], code: str, name: str = "label") -> str:
    return typography(getattr(table[code], name)) if code in table else code


_PARTS: dict[str, Callable[[Any, Words], str]] = {
    "type": lambda value, words: _named(words.known.types, value),
    "extra_themes": lambda value, words: _named(words.known.themes, value),
    "commune": lambda value, words: _named(words.known.communes, value, "name"),
    "communes_served": lambda value, words: _named(words.known.communes, value, "name"),
    "organization": lambda value, words: words.organizations.get(value, value),
    "status": lambda value, words: str(labels.STATUSES.get(value, value)),
    "fee_kind": lambda value, words: str(labels.FEE_KINDS.get(value, value)),
    "precision": lambda value, words: str(labels.PRECISIONS.get(value, value)),
    "contact_fallback": lambda value, words: str(labels.FALLBACKS.get(value, value)),
    "languages": lambda value, words: labels.language_name(value),
    "age_min_months": lambda value, words: format_age(value),
    "age_max_months": lambda value, words: _("Sans limite") if value >= 1200 else format_age(value),
    "lat": lambda value, words: format_number(round(value, 5)),
    "lon": lambda value, words: format_number(round(value, 5)),
    "source": lambda value, words: typography(str(value.get("name", ""))),
}


def _contact(row: Mapping[str, Any]) -> str:
    number = phone(row["value"])
    said = number.display if number else row["value"]
    who = _(" (%(label)s)", label=row["label"]) if row["label"] else ""
    return said + who + ("" if row["is_public"] else _(", non public"))


def _closure(row: Mapping[str, Any]) -> str:
    said = _("Du %(starts)s au %(ends)s", starts=_day(row["starts"]), ends=_day(row["ends"]))
    return _("%(dates)s : %(reason)s", dates=said, reason=row["reason"]) if row["reason"] else said


def _special(row: Mapping[str, Any]) -> str:
    hours = format_time_range(row["opens"], row["closes"])
    return _("%(day)s : %(hours)s", day=_day(row["day"]), hours=hours)


def _campaign(row: Mapping[str, Any]) -> str:
    dates = {"starts": _day(row["starts"]), "ends": _day(row["ends"])}
    said = _("%(label)s, du %(starts)s au %(ends)s", label=row["label"], **dates)
    return _("%(said)s : %(note)s", said=said, note=row["note"]) if row["note"] else said


def _places(row: Mapping[str, Any]) -> str:
    free = _("à demander") if row["free"] is None else format_number(row["free"])
    total = _("inconnu") if row["authorised"] is None else format_number(row["authorised"])
    who = row["label"] or _("Toutes les places")
    return _("%(who)s : libres %(free)s, en tout %(total)s, vu le %(day)s (%(source)s)", who=who, free=free,
             total=total, day=_day(row["observed_on"]), source=row["source"])  # fmt: skip


_ROWS: dict[str, Callable[[Any], str]] = {
    "closures": _closure,
    "special_openings": _special,
    "campaigns": _campaign,
    "availability": _places,
    **{f"contacts[{kind}]": _contact for kind in ("phone", "email", "website", "person")},
}


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text))
