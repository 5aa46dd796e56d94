"""Everything that administrators change on screen, by its name in addresses and by its name in the history."""

from __future__ import annotations

from app.administration.subjects.base import Subject
from app.administration.subjects.communes import Communes
from app.administration.subjects.days import Days, Holidays
from app.administration.subjects.guides import Guides
from app.administration.subjects.texts import Texts
from app.administration.subjects.types import Themes, Types
from app.administration.subjects.words import Words

SUBJECTS: tuple[Subject, ...] = (Words(), Types(), Themes(), Texts(), Guides(), Communes(), Holidays(), Days())
BY_ROOM = {one.room: one for one in SUBJECTS}
BY_KIND = {one.kind: one for one in SUBJECTS}

__all__ = ["BY_KIND", "BY_ROOM", "SUBJECTS", "Subject"]
