"""Ages in the words of families: months under three years (but “2 ans”), then years.

Bounds are completed months, both included (DESIGN §7), so 143 means “until the day before twelve”. The words stay true:

- 36–143 → “De 3 à 11 ans”, 24–71 → “De 2 à 5 ans”: children who are three, four… eleven;
- 2–47 → “De 2 mois à moins de 4 ans”: beside months, “jusqu’à 3 ans” would be read as “until the third birthday”;
- 2–36 → “De 2 à 36 mois”; 0–311 → “Jusqu’à 25 ans”; 192–1200 → “À partir de 16 ans”.
"""

from __future__ import annotations

from app.foundation.i18n.catalog import gettext as _
from app.foundation.i18n.catalog import ngettext

YEAR = 12
#: From here on families count in years; just two years old is said so.
IN_YEARS, TWO_YEARS = 36, 24
#: Up to here the upper bound is said as “less than”, the way nurseries and crèches say it.
YOUNG = 72
NO_LIMIT = 1200


def format_age(months: int) -> str:
    """One age in completed months: 18 mois, 3 ans, 3 ans et demi."""
    if months < IN_YEARS and months != TWO_YEARS:
        return _months(months)
    years, rest = divmod(months, YEAR)
    if not rest:
        return _years(years)
    if rest == YEAR // 2:
        return _("%(years)s et demi", years=_years(years))
    return _("%(years)s et %(months)s", years=_years(years), months=_months(rest))


def format_age_range(minimum: int | None, maximum: int | None) -> str | None:
    """The ages served, as a phrase that begins with a capital; None when nothing is known."""
    if minimum is None and maximum is None:
        return None
    low = minimum or 0
    if maximum is None or maximum >= NO_LIMIT:
        return _("À partir de %(age)s", age=format_age(low)) if low else _("Tous les âges")
    if not low:
        return _up_to(maximum)
    return _between(low, maximum)


def _up_to(maximum: int) -> str:
    if _is_last_of_year(maximum):
        if maximum < YOUNG:
            return _("Moins de %(age)s", age=_years((maximum + 1) // YEAR))
        return _("Jusqu’à %(age)s", age=_years(maximum // YEAR))
    return _("Jusqu’à %(age)s", age=_exact(maximum))


def _between(low: int, maximum: int) -> str:
    if not _is_last_of_year(maximum):
        return _two_exact_ages(low, maximum)
    if low >= TWO_YEARS and low % YEAR == 0:
        if maximum - low < YEAR:
            return _("À %(age)s", age=_years(low // YEAR))
        return _("De %(low)s à %(high)s", low=low // YEAR, high=_years(maximum // YEAR))
    if maximum < YOUNG:
        return _("De %(low)s à moins de %(high)s", low=format_age(low), high=_years((maximum + 1) // YEAR))
    return _("De %(low)s à %(high)s", low=format_age(low), high=_years(maximum // YEAR))


def _two_exact_ages(low: int, maximum: int) -> str:
    if maximum <= IN_YEARS:
        if low == maximum:
            return _("À %(age)s", age=_months(low))
        return _("De %(low)s à %(high)s", low=low, high=_months(maximum))
    return _("De %(low)s à %(high)s", low=format_age(low), high=_exact(maximum))


def _exact(maximum: int) -> str:
    """An upper bound that is not the end of a year."""
    if maximum <= IN_YEARS:
        return _months(maximum)
    if maximum % YEAR == 0:
        return _("%(age)s tout juste", age=format_age(maximum))
    return format_age(maximum)


def _is_last_of_year(months: int) -> bool:
    """Whether a whole year of age ends with this month: 11, 23, 35…"""
    return (months + 1) % YEAR == 0


def _months(count: int) -> str:
    return ngettext("%(num)s mois", "%(num)s mois", count)


def _years(count: int) -> str:
    return ngettext("%(num)s an", "%(num)s ans", count)
