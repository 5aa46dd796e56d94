"""The small buttons of the week: copy a day, one more slot, closed that day."""

from __future__ import annotations

from app.contribution.forms.week import WeekForm
from app.contribution.week import DAYS


def week_gesture(form: WeekForm, gesture: str) -> bool:
    """Do what the button says; False when it keeps the page instead."""
    verb, _, day = gesture.partition(":")
    if verb == "copier":
        form.copy_day()
        return True
    if day not in DAYS:
        return False
    if verb == "creneau":
        form.opened_more = day
        return True
    if verb == "ferme":
        form.close_day(day)
        return True
    return False
