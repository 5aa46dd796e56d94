"""Everything that administrators change on screen, by its name in addresses and by its name in the history."""

from __future__ import annotations

from app.administration.subjects.base import Subject
from app.administration.subjects.communes import Communes
from app.administration.subjects.days import Days, Holidays
from app.administration.subjects.guides import Guides, Publics
from app.administration.subjects.lists import Emergencies, ListSubject, Needs, Questions, Steps
from app.administration.subjects.policies import Policies
from app.administration.subjects.texts import Texts
from app.administration.subjects.types import Themes, Types
from app.administration.subjects.words import Words

LISTS: tuple[ListSubject, ...] = (Emergencies(), Questions(), Steps(), Needs())
SUBJECTS: tuple[Subject, ...] = (
    Words(), Types(), Themes(), Texts(), Guides(), Publics(), *LISTS, Communes(), Holidays(), Days(),
    Policies(),
)  # fmt: skip
BY_ROOM = {one.room: one for one in SUBJECTS}
BY_KIND = {one.kind: one for one in SUBJECTS}

LIST_ROOMS = {one.room: one for one in LISTS}

__all__ = ["BY_KIND", "BY_ROOM", "LIST_ROOMS", "SUBJECTS", "ListSubject", "Subject"]
