"""Names of languages in the reader's language."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from app.foundation.i18n import current_locale
from app.foundation.i18n import gettext as _


def language_name(code: str) -> str:
    """“espagnol” for es, “langue des signes française” for fsl; the code itself when nobody knows it."""
    if code == "fsl":
        return _("langue des signes française")
    try:
        return Locale.parse(code, sep="-").get_language_name(current_locale().language) or code
    except (UnknownLocaleError, ValueError):
        return code
