"""What families say they did not find, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.foundation.i18n import format_date, format_list, format_weekday
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.needs.models import Need
from app.search.telling import WEEKDAYS
from app.territory.reference import Reference


@dataclass(frozen=True)
class NeedView:
    """One line of the agents' page."""

    number: int
    day: str
    what: str
    where: str
    who: str
    when: str
    text: str


def need_views(needs: Iterable[Need], known: Reference) -> list[NeedView]:
    """The lines, in the order given; a code that the territory has lost is shown as it is."""
    return [_view(need, known) for need in needs]


def _view(need: Need, known: Reference) -> NeedView:
    kind, theme, commune = known.types.get(need.type), known.themes.get(need.theme), known.communes.get(need.commune)
    days = [format_weekday(WEEKDAYS.index(code)) for code in need.weekdays.split(",") if code in WEEKDAYS]
    said = [kind.label if kind else need.type, theme.label if theme else need.theme]
    return NeedView(
        number=need.id,
        day=format_date(need.day),
        what=typography(", ".join(part for part in said if part)),
        where=commune.name if commune else need.commune,
        who=_("%(band)s ans", band=need.age_band) if need.age_band else "",
        when=", ".join(part for part in (format_list(days), need.period) if part),
        text=typography(need.text),
    )
