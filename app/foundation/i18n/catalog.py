"""The language of the answer, and the sentences in that language. French is the source of every catalog."""

from __future__ import annotations

import gettext as standard
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale

from app.foundation.settings import PROJECT_ROOT

TRANSLATIONS = PROJECT_ROOT / "translations"
DEFAULT = "fr"
# Not `flask.g`: it is read hundreds of times a page. Every request begins by setting it (see `init_app`).
_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


@dataclass(frozen=True)
class Language:
    """A language the interface may speak: its code, its own name, its direction of reading."""

    code: str
    name: str
    direction: str = "ltr"


LANGUAGES = {
    language.code: language
    for language in (
        Language("fr", "Français"),
        Language("en", "English"),
        Language("es", "Español"),
        Language("pt", "Português"),
        Language("ar", "العربية", "rtl"),
    )
}
#: The languages whose pages are served today; the others are prepared.
SUPPORTED = ("fr",)


class _French(standard.NullTranslations):
    """The source itself: sentences stay as they are written, and zero is singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if -2 < n < 2 else msgid2


@lru_cache(maxsize=len(LANGUAGES))
def _catalog(language: str, folder: Path) -> standard.NullTranslations:
    """The compiled catalog of a language; sentences it lacks stay in French."""
    file = folder / language / "LC_MESSAGES" / "messages.mo"
    if not file.is_file():
        return _French()
    with file.open("rb") as opened:
        catalog = standard.GNUTranslations(opened)
    catalog.add_fallback(_French())
    return catalog


def current_language() -> str:
    """The code of the language of this answer; French unless somebody chose another."""
    return _language.get()


def current_locale() -> Locale:
    """The Babel locale of this answer."""
    return _locale(current_language())


@lru_cache(maxsize=len(LANGUAGES))
def _locale(language: str) -> Locale:
    return Locale.parse(language)


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
    return _catalog(current_language(), TRANSLATIONS).gettext(message)


def looked_up_number(singular: str, plural: str, num: int) -> str:
    """The same, for a number."""
    return _catalog(current_language(), TRANSLATIONS).ngettext(singular, plural, num)


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
