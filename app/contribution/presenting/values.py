"""Any value of the field guide in plain French, line by line: what stands before and after on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.catalogue.facts import Status
from app.catalogue.fields import FIELDS
from app.contribution.forms.fees import KINDS, UNITS
from app.contribution.languages import language_name
from app.contribution.presenting.hours import closure_line, hours_changes, hours_lines, opening_line
from app.foundation.i18n import format_age_range, format_date, format_money_cents, format_number, ngettext
from app.foundation.i18n import gettext as _
from app.foundation.phones import phone
from app.foundation.text import typography
from app.territory.queries import reference


@dataclass(frozen=True)
class Changed:
    """A field before and after, in words; `section` is the page that changes it."""

    field: str
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    section: str = ""


def said(name: str, value: Any) -> tuple[str, ...]:
    """The lines that say this value; “Non communiqué” when nobody said."""
    say = _SAYERS.get(name, _text)
    lines = [typography(text) for text in say(value) if text]
    return tuple(lines) or (_("Non communiqué"),)


def changes(pairs: Iterable[tuple[str, Any, Any]], section_of: Mapping[str, str] | None = None) -> list[Changed]:
    """One or several changes a field: hours are told day by day."""
    pages = section_of or {}
    return [each for name, was, now in pairs for each in _changes_of(name, was, now, pages.get(name, ""))]


def _changes_of(name: str, before: Any, after: Any, section: str) -> list[Changed]:
    if name == "hours" and before:
        days = hours_changes(before, after)
        if days:
            return [Changed(name, day, (was,), (now,), section) for day, was, now in days]
    return [Changed(name, str(FIELDS[name].label), said(name, before), said(name, after), section)]


def _text(value: Any) -> list[str]:
    return str(value or "").splitlines()


def _ages(value: Any) -> list[str]:
    if not value:
        return []
    return [format_age_range(value["age_min_months"], value["age_max_months"]) or "", value["age_note"]]


def _type(value: Any) -> list[str]:
    kind = reference().types.get(value)
    return [kind.label if kind else ""]


def _themes(value: Any) -> list[str]:
    known = reference().themes
    return [known[slug].label for slug in value or () if slug in known]


def _communes(value: Any) -> list[str]:
    known = reference().communes
    return [known[code].name for code in value or () if code in known]


def _place(value: Any) -> list[str]:
    if not value:
        return [_("Pas de lieu fixe")]
    town = " ".join(each for each in (value["postcode"], *_communes([value["commune"]])) if each)
    secret = _("Adresse secrète : les familles ne voient que la commune") if value["address_is_private"] else ""
    return [value["address"], town, secret, _point(value)]


def _point(value: Mapping[str, Any]) -> str:
    if value["lat"] is None:
        return _("Sans point sur la carte")
    if value["precision"] == "commune":
        return _("Point sur la carte : centre de la commune, à préciser")
    lat, lon = (format_number(round(value[name], 5)) for name in ("lat", "lon"))
    return _("Point sur la carte : %(lat)s ; %(lon)s", lat=lat, lon=lon)


def _access(value: Any) -> list[str]:
    if not value:
        return []
    told = {True: _("Un fauteuil roulant peut entrer"), False: _("Un fauteuil roulant ne peut pas entrer"), None: ""}
    return [value["transport"], told[value["accessible"]], value["accessibility_note"]]


def _inclusive(value: Any) -> list[str]:
    if not value:
        return []
    return [{True: _("Oui"), False: _("Non"), None: ""}[value["inclusive"]], value["inclusive_note"]]


def _fees(value: Any) -> list[str]:
    if not value:
        return []
    kind = dict(KINDS).get(value["fee_kind"] or "", "") if value["fee_kind"] else ""
    return [str(kind), *(fee_line(fee) for fee in value["fees"])]


def fee_line(fee: Mapping[str, Any]) -> str:
    """“Journée, QF de 401 à 700 : 6,20 € la journée”."""
    unit = str(dict(UNITS).get(fee["unit"], fee["unit"]))
    price = _("%(amount)s %(unit)s", amount=format_money_cents(fee["amount_cents"]), unit=unit)
    what = ", ".join(each for each in (fee["label"], bracket(fee)) if each)
    dated = _valid(fee)
    line = _("%(what)s : %(price)s", what=what[:1].upper() + what[1:], price=price) if what else price
    return f"{line} ({dated})" if dated else line


def bracket(fee: Mapping[str, Any]) -> str:
    """“QF de 401 à 700”; '' when the price is for everybody."""
    low, high = fee["qf_min"], fee["qf_max"]
    if low is None and high is None:
        return ""
    if high is None:
        return _("QF %(low)s et plus", low=format_number(low))
    if not low:
        return _("QF jusqu’à %(high)s", high=format_number(high))
    return _("QF de %(low)s à %(high)s", low=format_number(low), high=format_number(high))


def _valid(fee: Mapping[str, Any]) -> str:
    starts, ends = (date.fromisoformat(fee[name]) if fee[name] else None for name in ("valid_from", "valid_to"))
    if starts and ends:
        return _("du %(starts)s au %(ends)s", starts=format_date(starts), ends=format_date(ends))
    if ends:
        return _("jusqu’au %(ends)s", ends=format_date(ends))
    return _("à partir du %(starts)s", starts=format_date(starts)) if starts else ""


def _contacts(value: Any) -> list[str]:
    return [_contact(contact) for contact in value or ()]


def _contact(contact: Mapping[str, Any]) -> str:
    number = phone(contact["value"])
    parts = [number.display if number else contact["value"], contact["label"]]
    parts.append("" if contact["is_public"] else _("caché aux familles"))
    return ", ".join(part for part in parts if part)


def _campaigns(value: Any) -> list[str]:
    lines = []
    for one in value or ():
        when = closure_line({"starts": one["starts"], "ends": one["ends"]})
        note = f" ({one['note']})" if one["note"] else ""
        lines.append(_("%(label)s : %(when)s", label=one["label"], when=when[:1].lower() + when[1:]) + note)
    return lines


def _places(value: Any) -> list[str]:
    return [vacancy_line(band) for band in value or ()]


def vacancy_line(band: Mapping[str, Any]) -> str:
    """“Bébés : 2 places libres sur 12, le 18 novembre 2026”."""
    free = band["free"]
    places = _("places à demander") if free is None else ngettext("%(num)d place libre", "%(num)d places libres", free)
    total = ngettext(" sur %(num)d", " sur %(num)d", band["authorised"]) if band["authorised"] else ""
    day = format_date(date.fromisoformat(band["observed_on"]))
    text = _("%(places)s, le %(day)s", places=places + total, day=day)
    return _("%(label)s : %(text)s", label=band["label"], text=text) if band["label"] else text[:1].upper() + text[1:]


def _photo(value: Any) -> list[str]:
    if not value:
        return [_("Pas de photo")]
    credit = _("Photo : %(credit)s", credit=value["credit"]) if value["credit"] else ""
    size = {"width": format_number(value["width"]), "height": format_number(value["height"]), "name": value["file"][:6]}
    return [value["alt"], credit, _("Image de %(width)s sur %(height)s points, n° %(name)s", **size)]


def status_words(status: str) -> str:
    """The state of a listing, as its structure reads it."""
    words = {
        Status.DRAFT: _("Pas encore publiée"),
        Status.PUBLISHED: _("Publiée"),
        Status.TEMPORARILY_CLOSED: _("Fermée pour un temps"),
        Status.CLOSED: _("Fermée"),
        Status.ARCHIVED: _("Archivée"),
    }
    return words[Status(status)]


_SAYERS: dict[str, Callable[[Any], list[str]]] = {
    "type": _type,
    "extra_themes": _themes,
    "ages": _ages,
    "place": _place,
    "access": _access,
    "communes_served": _communes,
    "hours": hours_lines,
    "closures": lambda value: [closure_line(one) for one in value or ()],
    "special_openings": lambda value: [opening_line(one) for one in value or ()],
    "fees": _fees,
    "campaigns": _campaigns,
    "phones": _contacts,
    "emails": _contacts,
    "websites": _contacts,
    "people": _contacts,
    "languages": lambda value: [language_name(code) for code in value or ()],
    "inclusive": _inclusive,
    "documents": lambda value: list(value or ()),
    "availability": _places,
    "photo": _photo,
    "status": lambda value: [status_words(value)] if value else [],
}
