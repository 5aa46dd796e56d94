"""The week of one period, a line a day, up to four slots a day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import wtforms
from wtforms import validators
from wtforms.fields import SelectChoice

from app.catalogue.hours.model import Period
from app.contribution.forms.base import SectionForm, Values, words
from app.contribution.week import DAYS, MOST_SLOTS, closed_in, of_period, read_minutes, with_period, written
from app.foundation.i18n import _, format_weekday
from app.foundation.i18n import lazy_gettext as _l

WORKING_DAYS = ("mar", "mer", "jeu", "ven")


def slot_name(day: str, rank: int, side: str) -> str:
    """The name of one of the two times of a slot: lun-0-de, lun-0-a."""
    return f"{day}-{rank}-{side}"


class _WeekForm(SectionForm):
    names: ClassVar[tuple[str, ...]] = ("hours", "hours_note")
    hours_note = words(_l("Précision sur les horaires"), _l("Par exemple : sur rendez-vous le jeudi."), rows=2)
    not_fixed = wtforms.BooleanField(_l("Nos horaires changent : les familles doivent nous appeler"))
    all_closed = wtforms.BooleanField(_l("Fermé pendant toute cette période"))
    copied = wtforms.SelectField(
        _l("Copier"), choices=[SelectChoice(slug, slug) for slug in DAYS], default=DAYS[0], validate_choice=False
    )
    onto = wtforms.SelectMultipleField(
        _l("Sur ces jours"), choices=[SelectChoice(slug, slug) for slug in DAYS], validate_choice=False
    )
    period: Period = Period.TERM
    #: The day that shows one line more than it has.
    opened_more: str = ""

    def prepare(self) -> None:
        named = [SelectChoice(slug, format_weekday(rank)) for rank, slug in enumerate(DAYS)]
        self.copied.choices = self.onto.choices = named
        if self.onto.data is None:
            self.onto.data = list(WORKING_DAYS)

    def show(self, days: Iterable[Iterable[tuple[int, int]]]) -> None:
        """Fill the lines with these slots."""
        for slug, day in zip(DAYS, days, strict=True):
            for rank, (opens, closes) in enumerate(list(day)[:MOST_SLOTS]):
                self[slot_name(slug, rank, "de")].data = written(opens)
                self[slot_name(slug, rank, "a")].data = written(closes)

    def typed_slots(self, slug: str) -> list[tuple[int, str, str]]:
        """What was typed for that day: (rank, opens, closes), blank slots left out."""
        typed = [(rank, self._time(slug, rank, "de"), self._time(slug, rank, "a")) for rank in range(MOST_SLOTS)]
        return [slot for slot in typed if slot[1] or slot[2]]

    def _time(self, slug: str, rank: int, side: str) -> str:
        return self[slot_name(slug, rank, side)].data or ""

    def shown_slots(self, slug: str) -> int:
        """How many lines the page shows for that day: those that are filled, one at least."""
        typed = self.typed_slots(slug)
        more = slug == self.opened_more
        return min(max(typed[-1][0] + 1 if typed else 1, 1) + more, MOST_SLOTS)

    def copy_day(self) -> None:
        """Write the chosen day over the ticked ones."""
        source = self.copied.data if self.copied.data in DAYS else DAYS[0]
        for slug in set(self.onto.data or ()) & set(DAYS) - {source}:
            for rank in range(MOST_SLOTS):
                for side in ("de", "a"):
                    self[slot_name(slug, rank, side)].data = self[slot_name(source, rank, side)].data

    def close_day(self, slug: str) -> None:
        """Empty that day."""
        for rank in range(MOST_SLOTS):
            for side in ("de", "a"):
                self[slot_name(slug, rank, side)].data = ""

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        days = [self._check_day(rank, slug) for rank, slug in enumerate(DAYS)]
        return right and all(days)

    def _check_day(self, weekday: int, slug: str) -> bool:
        before = -1
        for rank, opens, closes in sorted(self.typed_slots(slug), key=lambda typed: typed[1].zfill(5)):
            said = _slot_fault(opens, closes, before)
            if said:
                side = "de" if not opens or "recouvre" in said[0] else "a"
                self[slot_name(slug, rank, side)].errors = [
                    _("%(day)s : %(what)s", day=format_weekday(weekday).capitalize(), what=said[1])
                ]
                return False
            before = read_minutes(closes, closes=True)
        return True

    def days(self) -> list[list[tuple[int, int]]]:
        """The slots of the seven days, once validated."""
        return [sorted(self._slots(slug)) for slug in DAYS]

    def _slots(self, slug: str) -> list[tuple[int, int]]:
        typed = self.typed_slots(slug)
        return [(read_minutes(opens), read_minutes(closes, closes=True)) for _rank, opens, closes in typed]

    def wanted(self, before: Values) -> Values:
        hours = before["hours"]
        if self.not_fixed.data:
            made = {"slots": [], "hours_known": False, "hours_reliable": hours["hours_reliable"]}
        else:
            slots = (
                closed_in(hours["slots"], self.period)
                if self.all_closed.data
                else with_period(hours["slots"], self.period, self.days())
            )
            same = slots == sorted(hours["slots"], key=lambda slot: (slot["period"], slot["weekday"], slot["opens"]))
            known = bool(slots) or bool(hours["hours_known"]) or bool(self.all_closed.data)
            made = {"slots": slots, "hours_known": known, "hours_reliable": hours["hours_reliable"] if same else True}
        return {"hours": made, "hours_note": self.hours_note.data or ""}


def _slot_fault(opens: str, closes: str, before: int) -> tuple[str, str] | None:
    """What is wrong with a slot: a key, and a sentence; None when it is right."""
    try:
        start, end = read_minutes(opens), read_minutes(closes, closes=True)
    except ValueError:
        return ("illisible", _("écrivez les deux heures, comme 7 h 30"))
    if end <= start:
        return ("ordre", _("la fermeture est avant l’ouverture"))
    if start < before:
        return ("recouvre", _("deux créneaux se recouvrent"))
    return None


def _times() -> dict[str, Any]:
    bounded = validators.Length(max=10)
    return {
        slot_name(slug, rank, side): wtforms.StringField("", [bounded])
        for slug in DAYS for rank in range(MOST_SLOTS) for side in ("de", "a")
    }  # fmt: skip


class WeekForm(_WeekForm):
    """The whole form: its 56 times are declared from the days."""


for _name, _field in _times().items():
    setattr(WeekForm, _name, _field)


def opened_week(values: Values, period: Period, posted: Any = None) -> WeekForm:
    """The form of that period, on these values or on what was just typed."""
    hours = values["hours"]
    said = {"hours_note": values["hours_note"], "not_fixed": False}
    form = WeekForm(posted, data=said)
    form.period = period
    form.prepare()
    if not posted:
        form.show(of_period(hours["slots"], period))
    return form
