"""The small buttons: in the week, copy a day, one more slot, closed that day; on the drawing, push the point."""

from __future__ import annotations

from app.contribution.forms.place import PlaceForm
from app.contribution.forms.week import WeekForm
from app.contribution.week import DAYS
from app.foundation.i18n import gettext as _
from app.territory.outlines import moved
from app.territory.places import position_of


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


#: What the buttons under the drawing may do: a side and a number of metres.
SIDES = {"nord": (1, 0), "sud": (-1, 0), "est": (0, 1), "ouest": (0, -1)}
STEPS = (20, 200)
WHOLE, CLOSELY = "commune", "pres"


def place_gesture(form: PlaceForm, gesture: str) -> bool:
    """Push the point, put it at the address, look closer; False when the button keeps the page instead."""
    verb, _colon, what = gesture.partition(":")
    if verb == "vue" and what in (WHOLE, CLOSELY):
        form.view.data = what
        return True
    if verb == "placer":
        _put_at_address(form)
        return True
    side, _dash, metres = what.partition("-")
    if verb != "pousser" or side not in SIDES or metres not in map(str, STEPS):
        return False
    start = form.point or (form.here.centre if form.here else None)
    if start is not None:
        north, east = SIDES[side]
        form.put(moved(start, north=north * int(metres), east=east * int(metres)))
    return True


def _put_at_address(form: PlaceForm) -> None:
    if form.here is None:
        form.commune.errors = [_("Choisissez d’abord la commune.")]
        return
    found = position_of(form.address.data or "", form.here)
    if found is None:
        form.address.errors = [_("Nous ne trouvons pas cette adresse. Placez le point avec les flèches.")]
    else:
        form.put(found)
        form.view.data = CLOSELY
