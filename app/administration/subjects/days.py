"""The calendar: school holidays of the territory's zone, and days that are special here."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from app.administration.fields import Field, Kind
from app.administration.rules import Impossible, Values
from app.administration.subjects.base import Subject, filled, uuid_of
from app.foundation.db import Base, session
from app.foundation.i18n import format_date
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.territory.calendar import SchoolCalendar
from app.territory.models import SchoolHolidayRange, SpecialDay
from app.territory.periods import Period
from app.territory.queries import calendar
from app.territory.reference import Reference
from app.territory.seed import holiday_key

#: From the end of one school holiday to the next there are eleven weeks at most: beyond, one of them is missing.
LONGEST_TERM = timedelta(days=80)
LONGEST_HOLIDAY = timedelta(days=75)
LAWFUL = SchoolCalendar([])


def periods(_known: Reference) -> list[tuple[str, str]]:
    """Which hours hold on those days."""
    return [
        (Period.SHORT_HOLIDAYS.value, _("Petites vacances, ou un pont")),
        (Period.SUMMER.value, _("Vacances d’été")),
    ]


HOLIDAY_FIELDS = (
    Field("name", _l("Nom"), hint=_l("« Vacances de printemps », « Pont de l’Ascension »."), required=True, most=120),
    Field("kind", _l("Les horaires qui comptent ces jours-là"), Kind.CHOICE, required=True, options=periods),
    Field("starts", _l("Premier jour sans classe"), Kind.DAY, required=True),
    Field("ends", _l("Dernier jour sans classe"), Kind.DAY, required=True),
)
DAY_FIELDS = (
    Field("day", _l("Jour"), Kind.DAY, required=True),
    Field("name", _l("Nom"), hint=_l("« Fête locale », « Lundi de Pentecôte travaillé »."), required=True, most=120),
    Field("closed", _l("Ce jour est fermé comme un jour férié"), Kind.YES_NO, required=True,
          hint=_l("Non : ce jour férié est ici un jour comme les autres.")),
)  # fmt: skip


class Holidays(Subject):
    """Days without class. A bridge of one day is a holiday of one day."""

    kind, room, title, growing = "holiday", "vacances", _l("Vacances scolaires"), True
    adding = _l("Ajouter des vacances ou un pont")
    lead = _l("Les horaires de vacances et la recherche suivent aussitôt.")

    def find(self, key: str) -> Base | None:
        uuid = uuid_of(key)
        return session().scalar(select(SchoolHolidayRange).where(SchoolHolidayRange.uuid == uuid)) if uuid else None

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        return HOLIDAY_FIELDS

    def label(self, key: str, values: Values) -> str:
        return f"{values['name']} {values['starts'][:4]}" if values.get("starts") else key

    def check(self, key: str, values: Values, known: Reference) -> None:
        starts, ends = date.fromisoformat(values["starts"]), date.fromisoformat(values["ends"])
        if not starts <= ends <= starts + LONGEST_HOLIDAY:
            raise Impossible({"ends": _("Le dernier jour est avant le premier, ou plus de deux mois et demi après.")})
        own = select(SchoolHolidayRange).where(SchoolHolidayRange.zone == known.school_zone)
        others = [one for one in session().scalars(own) if str(one.uuid) != key]
        for one in others:
            if one.starts <= ends and starts <= one.ends:
                raise Impossible({"starts": _("Ces jours sont déjà dans : %(name)s.", name=one.name)})
        last = max((one.ends for one in others), default=None)
        if last is not None and starts > last + LONGEST_TERM:
            said = _("Le calendrier s’arrête au %(day)s : ajoutez d’abord les vacances qui précèdent.",
                     day=format_date(last))  # fmt: skip
            raise Impossible({"starts": said})

    def make(self, values: Values, key: str = "") -> tuple[str, Base]:
        from app.territory.queries import reference

        days = {name: date.fromisoformat(values[name]) for name in ("starts", "ends")}
        said = {"zone": reference().school_zone, **filled(values, "name", "kind"), **days}
        name = UUID(key) if key else holiday_key(said)
        if self.find(str(name)):
            name = uuid4()
        return str(name), SchoolHolidayRange(uuid=name, **said)


class Days(Subject):
    """A day that is not what the law says."""

    kind, room, title, growing = "day", "jours", _l("Jours particuliers"), True
    adding = _l("Ajouter un jour")
    lead = _l("Ce jour-là, les horaires de la semaine comptent, ou ne comptent pas, pour toutes les fiches.")

    def find(self, key: str) -> Base | None:
        try:
            return session().get(SpecialDay, date.fromisoformat(key))
        except ValueError:
            return None

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        return DAY_FIELDS if row is None else DAY_FIELDS[1:]

    def label(self, key: str, values: Values) -> str:
        return f"{values['name']}, {key}" if values.get("name") else key

    def check(self, key: str, values: Values, known: Reference) -> None:
        day = date.fromisoformat(values.get("day") or key)
        if not key and session().get(SpecialDay, day) is not None:
            raise Impossible({"day": _("Ce jour est déjà dans la liste.")})
        lawful = LAWFUL.holiday_name(day)
        path = "closed" if key else "day"
        if values["closed"] and lawful:
            raise Impossible({path: _("Ce jour est déjà férié : %(name)s.", name=lawful)})
        if not values["closed"] and not lawful:
            raise Impossible({path: _("Ce jour n’est pas férié : il n’y a rien à corriger.")})

    def make(self, values: Values, key: str = "") -> tuple[str, Base]:
        day = date.fromisoformat(values.get("day") or key)
        return day.isoformat(), SpecialDay(day=day, **filled(values, "name", "closed"))


def known_until() -> date | None:
    """The last day whose period is known; the pages say « calendrier non publié » after it."""
    return calendar().covered_until
