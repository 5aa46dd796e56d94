"""Words, dates, numbers and ages in the language of the reader (Babel and gettext, no extension)."""

from __future__ import annotations

from flask import Flask
from jinja2 import Environment

from app.foundation.i18n.ages import format_age, format_age_range
from app.foundation.i18n.catalog import (
    DEFAULT,
    LANGUAGES,
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
    spoken,
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
from app.foundation.i18n.prefix import (
    LanguagePrefix,
    SpeakingFlask,
    every_language,
    in_language,
    in_languages,
    is_spoken,
    keep_desks_french,
    prefix,
)
from app.foundation.i18n.told import Told, foreign, told
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
    "Language",
    "LazyText",
    "SpeakingFlask",
    "Told",
    "_",
    "current_language",
    "current_locale",
    "every_language",
    "foreign",
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
    "give_words",
    "in_language",
    "in_languages",
    "init_app",
    "is_spoken",
    "lazy_gettext",
    "ngettext",
    "prefix",
    "set_language",
    "speaking",
    "spoken",
    "text_direction",
    "told",
]


def init_app(app: Flask, settings: Settings) -> None:
    """Serve the languages under their prefixes, in the words of each."""
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(keep_desks_french)
    give_words(app.jinja_env)


def give_words(environment: Environment) -> None:
    """Give these templates `_`, `ngettext`, `{% trans %}` (trimmed), every format as a function and as a filter, and
    what marks the words of another language."""
    environment.policies["ext.i18n.trimmed"] = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(looked_up, looked_up_number, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update({function.__name__: function for function in FORMATS})
    environment.filters.update({function.__name__: function for function in FORMATS})
    environment.filters["told"] = told
    environment.globals.update(
        current_language=current_language, text_direction=text_direction, language_prefix=prefix, foreign=foreign
    )
