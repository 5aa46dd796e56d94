"""The language of the answer, and the sentences in that language. French is the source of every catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale

from app.foundation.i18n.files import is_served, sentences_of
from app.foundation.settings import PROJECT_ROOT

TRANSLATIONS = PROJECT_ROOT / "translations"
DEFAULT = "fr"
# Not `flask.g`: it is read hundreds of times a page. Every request begins by setting it (see `init_app`).
_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


@dataclass(frozen=True)
class Language:
    """A language the interface may speak: its code, its own name, its locale for dates and prices, its direction.

    `hours` is the CLDR pattern of a time of day, on 24 hours everywhere: it is what is written on the doors.
    """

    code: str
    name: str
    locale: str
    direction: str = "ltr"
    hours: str = "HH:mm"


LANGUAGES = {
    language.code: language
    for language in (
        Language("fr", "Français", "fr"),
        Language("en", "English", "en_GB"),
        Language("es", "Español", "es_ES", hours="H:mm"),
        Language("pt", "Português", "pt_PT"),
        Language("ar", "العربية", "ar", "rtl", "H:mm"),
    )
}
#: What fills a sentence is set apart from it where it could be read from the other side: U+2068 … U+2069.
_HOLE = re.compile(r"%\(\w+\)[sd]")


def spoken() -> tuple[str, ...]:
    """The codes of the languages whose pages are served, French first: those whose catalog is there."""
    return (DEFAULT, *(code for code in LANGUAGES if code != DEFAULT and is_served(code, TRANSLATIONS)))


def current_language() -> str:
    """The code of the language of this answer; French unless somebody chose another."""
    return _language.get()


def current_locale() -> Locale:
    """The Babel locale of this answer."""
    return _locale(current_language())


@lru_cache(maxsize=len(LANGUAGES))
def _locale(language: str) -> Locale:
    return Locale.parse(LANGUAGES[language].locale)


def text_direction() -> str:
    """`ltr` or `rtl`, for the `dir` attribute."""
    return LANGUAGES[current_language()].direction


def set_language(code: str) -> None:
    """Choose the language of this answer. Raises KeyError for a language nobody prepared."""
    _language.set(LANGUAGES[code].code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Another language for a while, for instance that of the reader of a mail."""
    before = current_language()
    set_language(code)
    try:
        yield
    finally:
        set_language(before)


def looked_up(message: str) -> str:
    """The sentence in the current language, its `%(name)s` not filled (what Jinja asks for)."""
    return _set_apart(sentences_of(current_language(), TRANSLATIONS).gettext(message))


def looked_up_number(singular: str, plural: str, num: int) -> str:
    """The same, for a number."""
    return _set_apart(sentences_of(current_language(), TRANSLATIONS).ngettext(singular, plural, num))


def _set_apart(sentence: str) -> str:
    return _isolated(sentence) if "%(" in sentence and text_direction() == "rtl" else sentence


@lru_cache(maxsize=4096)
def _isolated(sentence: str) -> str:
    return _HOLE.sub("\u2068\\g<0>\u2069", sentence)


def gettext(message: str, **values: Any) -> str:
    """The sentence in the current language; `%(name)s` are filled only when values are given."""
    said = looked_up(message)
    return said % values if values else said


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """The sentence for that number, which is also `%(num)s` in it. In French zero is singular."""
    return looked_up_number(singular, plural, num) % {"num": num, **values}


class LazyText:
    """A sentence said later, in the language of whoever will read it: labels of forms, constants of modules."""

    __slots__ = ("_message", "_values")

    def __init__(self, message: str, **values: Any) -> None:
        self._message = message
        self._values = values

    def __str__(self) -> str:
        return gettext(self._message, **self._values)

    def __repr__(self) -> str:
        return f"LazyText({self._message!r})"

    def __mod__(self, values: Any) -> str:
        return str(str(self) % values)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str | LazyText) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(self._message)


def lazy_gettext(message: str, **values: Any) -> LazyText:
    """See LazyText."""
    return LazyText(message, **values)
