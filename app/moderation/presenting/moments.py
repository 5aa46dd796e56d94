"""When things happened, and how long they have waited."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from app.foundation import clock
from app.foundation.i18n import format_datetime, ngettext
from app.foundation.i18n import gettext as _
from app.territory.queries import reference


def when(moment: datetime) -> str:
    """“19 novembre 2026 à 18 h 42”, on the wall clocks of the territory."""
    return format_datetime(moment.astimezone(ZoneInfo(reference().time_zone)))


def since(moment: datetime) -> str:
    """“aujourd’hui”, “depuis 3 jours”."""
    days = (clock.now() - moment).days
    return ngettext("depuis %(num)s jour", "depuis %(num)s jours", days) if days else _("depuis moins d’un jour")
