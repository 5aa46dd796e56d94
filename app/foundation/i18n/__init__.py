"""Words, dates, numbers and ages in the language of the reader (Babel and gettext, no extension)."""

from __future__ import annotations

from flask import Flask

from app.foundation.i18n.ages import format_age, format_age_range
from app.foundation.i18n.catalog import (
    DEFAULT,
    LANGUAGES,
    SUPPORTED,
    Language,
    LazyText,
    current_language,
    current_locale,
    gettext,
    lazy_gettext,
    looked_up,
    looked_up_number,
    ngettext,
    set_language,
    speaking,
    text_direction,
)
from app.foundation.i18n.formats import (
    format_date,
    format_datetime,
    format_distance,
    format_list,
    format_money_cents,
    format_month,
    format_number,
    format_time,
    format_time_range,
    format_weekday,
)
from app.foundation.settings import Settings

_ = gettext

FORMATS = (
    format_age,
    format_age_range,
    format_date,
    format_datetime,
    format_distance,
    format_list,
    format_money_cents,
    format_month,
    format_number,
    format_time,
    format_time_range,
    format_weekday,
)

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "SUPPORTED",
    "Language",
    "LazyText",
    "_",
    "current_language",
    "current_locale",
    "format_age",
    "format_age_range",
    "format_date",
    "format_datetime",
    "format_distance",
    "format_list",
    "format_money_cents",
    "format_month",
    "format_number",
    "format_time",
    "format_time_range",
    "format_weekday",
    "gettext",
    "init_app",
    "lazy_gettext",
    "ngettext",
    "set_language",
    "speaking",
    "text_direction",
]


def init_app(app: Flask, settings: Settings) -> None:
    """Give templates `_`, `ngettext`, `{% trans %}` (trimmed) and every format, as a function and as a filter."""
    app.before_request(_begin_in_french)
    environment = app.jinja_env
    environment.policies["ext.i18n.trimmed"] = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(looked_up, looked_up_number, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update({function.__name__: function for function in FORMATS})
    environment.filters.update({function.__name__: function for function in FORMATS})
    environment.globals.update(current_language=current_language, text_direction=text_direction)


def _begin_in_french() -> None:
    """The language of the request that this thread answered before must not stay."""
    set_language(DEFAULT)
