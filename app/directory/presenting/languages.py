"""Names of languages in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from app.foundation.i18n import current_locale
from app.foundation.i18n import gettext as _


def language_name(code: str) -> str:
    """“espagnol” for es, “langue des signes française” for fsl; the code itself when nobody knows it."""
    if code == "fsl":
        return _("langue des signes française")
    return _named(code, current_locale().language)


@lru_cache(maxsize=512)
def _named(code: str, reader: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_language_name(reader) or code
    except (UnknownLocaleError, ValueError):
        return code
