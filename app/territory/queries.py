"""Reads of the territory."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import current_app, g
from sqlalchemy import select, update

from app.foundation import clock, commits
from app.foundation.db import quick_rows, session
from app.foundation.i18n import DEFAULT, current_language
from app.foundation.unit_of_work import is_acting
from app.territory.calendar import SchoolCalendar, SchoolHoliday
from app.territory.local import Say, localized, sayer
from app.territory.models import (
    Commune,
    SchoolHolidayRange,
    ServiceType,
    SpecialDay,
    Territory,
    Theme,
    VocabularyEntry,
    Wording,
)
from app.territory.periods import Period
from app.territory.reference import (
    CommuneRef,
    HolidayRef,
    Reference,
    SpecialDayRef,
    ThemeRef,
    TownHall,
    TypeRef,
    VocabularyRef,
)

_VERSION = "SELECT version FROM territory"


class NoTerritory(LookupError):
    """The database holds no territory yet: load a `seed_data` folder first."""


def reference() -> Reference:
    """The territory, read again only when its version has moved. Raises NoTerritory on an empty database."""
    known: Reference | None = g.get("reference")
    if known is None:
        known = g.reference = _fresh()
    return known


def local_reference() -> Reference:
    """The territory in the words of the reader: for what is shown. What is read or compared uses `reference()`.

    Every text that may be translated is then a `Told`; those that are not translated are French.
    """
    known, language = reference(), current_language()
    if language == DEFAULT:
        return known
    kept: dict[str, Reference] = current_app.extensions.setdefault("local_references", {})
    if language not in kept or kept[language].version != known.version:
        kept[language] = localized(known, words_in(language))
    return kept[language]


def local_words() -> Say:
    """What puts one text of the territory’s files in the language of the reader."""
    language = current_language()
    return words_in(language) if language != DEFAULT else str


def words_in(language: str) -> Say:
    """What puts a text in that language, from the translations of the territory."""
    kept: dict[str, tuple[int, Say]] = current_app.extensions.setdefault("wordings", {})
    version = reference().version
    if language not in kept or kept[language][0] != version:
        rows = session().execute(select(Wording.source, Wording.text).where(Wording.language == language))
        kept[language] = version, sayer({row.source: row.text for row in rows}, language)
    return kept[language][1]


def forget() -> None:
    """Have the next `reference()` of this request look at the version again."""
    g.pop("reference", None)
    commits.forget()


def moved() -> None:
    """A row of this room has changed in this act: every process will read the reference again.

    Until the act is committed, only this request reads what it wrote: a version that is rolled back must never stay in
    the memory of the process under the number that another act will take.
    """
    session().flush()
    session().execute(update(Territory).values(version=Territory.version + 1))
    g.reference = _read()


def _fresh() -> Reference:
    seen = None if is_acting() else commits.last_commit()
    kept: tuple[int | None, Reference] | None = current_app.extensions.get("reference")
    if kept and seen is not None and kept[0] == seen:
        return kept[1]
    rows = quick_rows(_VERSION)
    if not rows:
        raise NoTerritory
    known = kept[1] if kept and kept[1].version == rows[0][0] else _read()
    current_app.extensions["reference"] = seen, known
    return known


def _read() -> Reference:
    row = session().scalars(select(Territory).execution_options(populate_existing=True)).one()
    same = ("version", "slug", "name", "full_name", "epci_siren", "state_province", "school_zone", "time_zone")
    return Reference(
        **{name: getattr(row, name) for name in same},
        tagline=row.tagline,
        facts=row.facts,
        communes={commune.insee: commune for commune in _communes()},
        themes={theme.slug: theme for theme in _themes()},
        types={kind.slug: kind for kind in _types()},
        vocabulary=_vocabulary(),
        holidays=_holidays(row.school_zone),
        special_days=_special_days(),
    )


def _communes() -> list[CommuneRef]:
    return [_commune(row) for row in session().scalars(select(Commune).order_by(Commune.slug))]


def _commune(row: Commune) -> CommuneRef:
    return CommuneRef(
        insee=row.insee,
        name=row.name,
        slug=row.slug,
        postcodes=tuple(row.postcodes),
        lat=row.lat,
        lon=row.lon,
        centre=(row.centre_lat, row.centre_lon),
        town_hall=TownHall(**row.town_hall),
        neighbours=tuple(row.neighbours),
        population=row.population,
        population_year=row.population_year,
        ctg_signatory=row.ctg_signatory,
        outline=_frozen(row.outline),
    )


def _frozen(outline: list[Any]) -> tuple[Any, ...]:
    return tuple(_frozen(part) if isinstance(part, list) else part for part in outline)


def _themes() -> list[ThemeRef]:
    rows = session().scalars(select(Theme).order_by(Theme.position))
    return [ThemeRef(row.slug, row.label, row.short, row.definition, row.icon) for row in rows]


def _types() -> list[TypeRef]:
    return [_type(row) for row in session().scalars(select(ServiceType).order_by(ServiceType.position))]


def _type(row: ServiceType) -> TypeRef:
    same = ("slug", "label", "plural", "acronym", "acronym_meaning", "definition", "listable", "leads_to", "sensitive")
    values: dict[str, Any] = {name: getattr(row, name) for name in same}
    return TypeRef(
        **values,
        theme=row.theme_slug,
        secondary_themes=tuple(row.secondary_themes),
        age_min=row.age_min_months,
        age_max=row.age_max_months,
        verify_every_months=row.verify_every_months,
        facts=row.facts,
    )


def _vocabulary() -> tuple[VocabularyRef, ...]:
    rows = session().scalars(select(VocabularyEntry).order_by(VocabularyEntry.position, VocabularyEntry.id))
    return tuple(VocabularyRef(row.term, row.type_slug, row.kind, row.note, row.language) for row in rows)


def _holidays(zone: str) -> tuple[HolidayRef, ...]:
    wanted = select(SchoolHolidayRange).where(SchoolHolidayRange.zone == zone).order_by(SchoolHolidayRange.starts)
    return tuple(HolidayRef(row.name, row.kind, row.starts, row.ends) for row in session().scalars(wanted))


def _special_days() -> tuple[SpecialDayRef, ...]:
    rows = session().scalars(select(SpecialDay).order_by(SpecialDay.day))
    return tuple(SpecialDayRef(row.day, row.name, row.closed) for row in rows)


def calendar() -> SchoolCalendar:
    """The school and public holidays of the territory, made once per version."""
    known = reference()
    kept: tuple[int, SchoolCalendar] | None = current_app.extensions.get("calendar")
    if kept is None or kept[0] != known.version:
        ranges = [SchoolHoliday(one.name, one.starts, one.ends, Period(one.kind)) for one in known.holidays]
        kept = current_app.extensions["calendar"] = (
            known.version,
            SchoolCalendar(
                ranges,
                closed={one.day: one.name for one in known.special_days if one.closed},
                ordinary={one.day for one in known.special_days if not one.closed},
            ),
        )
    return kept[1]


class LiveCalendar:
    """The calendar as it is at the moment of asking, for engines that outlive a version of the territory."""

    def period(self, day: date) -> Period | None:
        """See SchoolCalendar."""
        return calendar().period(day)

    def is_public_holiday(self, day: date) -> bool:
        """See SchoolCalendar."""
        return calendar().is_public_holiday(day)


def now() -> datetime:
    """The present moment on the wall clocks of the territory."""
    return clock.local_now(reference().time_zone)
