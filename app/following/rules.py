"""What an announcement may be. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

LONGEST_TITLE, LONGEST_TEXT = 80, 500
#: News grow old: beyond three months it is a fact of the listing, or nobody looks after it any more.
LONGEST_LIFE = timedelta(days=92)
#: How far ahead it may be prepared.
FARTHEST_START = timedelta(days=366)
#: Announcements of one listing that wait or run at the same time.
MOST_AT_ONCE = 5


class Status(StrEnum):
    """Where an announcement stands."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Wanted:
    """What somebody would like to tell. It is tied to at least one of a listing, a theme and a commune."""

    title: str
    text: str
    starts_on: date
    ends_on: date
    service: UUID | None = None
    theme: str | None = None
    commune: str | None = None


class BadAnnouncement(ValueError):
    """This cannot be announced: `field` says where, `why` is `missing`, `too-long`, `past`, `order`, `too-far`,
    `unknown` or `too-many`."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(field, why)
        self.field, self.why = field, why


class Refusal(Exception):
    """This act is not possible now; the class says why. Nothing was changed."""


class AlreadyDecided(Refusal):
    """Somebody decided before, or it was taken back."""


class StaleAnnouncement(Refusal):
    """It is no longer what was shown."""


class ReasonMissing(Refusal):
    """A refusal without a reason teaches nothing."""


def checked(wanted: Wanted, today: date) -> Wanted:
    """The same, trimmed. Raises BadAnnouncement."""
    made = replace(wanted, title=wanted.title.strip(), text=wanted.text.strip())
    check_words(made.title, made.text)
    if made.ends_on < made.starts_on:
        raise BadAnnouncement("ends_on", "order")
    if made.ends_on < today:
        raise BadAnnouncement("ends_on", "past")
    if made.starts_on > today + FARTHEST_START or made.ends_on - max(made.starts_on, today) > LONGEST_LIFE:
        raise BadAnnouncement("ends_on", "too-far")
    if not (made.service or made.theme or made.commune):
        raise BadAnnouncement("commune", "missing")
    return made


def check_words(title: str, text: str) -> None:
    """Raises BadAnnouncement."""
    for field, said, longest in (("title", title, LONGEST_TITLE), ("text", text, LONGEST_TEXT)):
        if not said.strip():
            raise BadAnnouncement(field, "missing")
        if len(said) > longest:
            raise BadAnnouncement(field, "too-long")
