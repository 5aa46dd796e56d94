"""Values of boxes as a person reads them, and as boxes show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.administration.fields import LISTS, Field, Kind
from app.administration.outlines import geojson
from app.administration.reading import NO, YES
from app.foundation.i18n import format_date
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import typography
from app.territory.reference import Reference

#: Names of a line of a list that only addresses and files read.
UNSAID = ("slug", "key", "icon")


def as_typed(field: Field, value: Any) -> list[str]:
    """What the box shows for a value: one text, or the values of the boxes that are ticked."""
    if field.kind is Kind.BOXES:
        return [str(each) for each in value or ()]
    if field.kind is Kind.YES_NO:
        return [YES if value else NO] if value is not None and value != "" else [""]
    if field.kind is Kind.SEARCHES:
        return ["\n".join(f"{one['label']} | {one['search']}" for one in value or ())]
    if field.kind is Kind.OUTLINE:
        return [geojson(value)]
    if field.kind in LISTS:
        return [(" " if field.kind is Kind.POSTCODES else "\n").join(value or ())]
    return ["" if value is None else str(value)]


def in_words(field: Field, value: Any, known: Reference) -> str:
    """A value as a person reads it; '' when there is none."""
    if value in (None, "", []) or field.kind is Kind.KEPT:
        return ""
    if field.kind is Kind.OUTLINE:
        return _("un contour")
    if field.kind in (Kind.LIST, Kind.SEARCHES):
        return typography("\n".join(line_of(one) for one in value))
    if field.kind in (Kind.CHOICE, Kind.BOXES):
        labels = dict(field.options(known))
        chosen = [value] if isinstance(value, str) else value
        return typography(", ".join(str(labels.get(each, each)) for each in chosen))
    if field.kind is Kind.YES_NO:
        return str(_YES_NO[bool(value)])
    if field.kind is Kind.DAY:
        return format_date(date.fromisoformat(value))
    return typography("\n".join(value) if isinstance(value, list) else str(value))


_YES_NO = {True: _l("Oui"), False: _l("Non")}


def line_of(item: Mapping[str, Any]) -> str:
    """One line of a list, whole, in one line of text."""
    return " · ".join(text for name, value in item.items() if name not in UNSAID for text in _texts(value))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, Mapping):
        yield f"{value.get('label', '')} ({value.get('search', '')})"
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
