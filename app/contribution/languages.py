"""Languages that teams may speak, named in the reader's language."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from app.foundation.i18n import current_locale
from app.foundation.i18n import gettext as _

#: Those of the territory first, then the most spoken in France (ISO 639-1; fsl: French sign language).
LANGUAGES = ("fr", "fsl", "en", "es", "pt", "ar", "it", "de", "ro", "tr", "ru", "uk", "pl", "zh", "sq", "oc")


def language_name(code: str) -> str:
    """“espagnol” for es; the code itself when nobody knows it."""
    if code == "fsl":
        return _("langue des signes française")
    try:
        return Locale.parse(code, sep="-").get_language_name(current_locale().language) or code
    except (UnknownLocaleError, ValueError):
        return code
