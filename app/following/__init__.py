"""What changes and whom it concerns: short dated announcements (alerts will stand beside them).

Desks call the verbs inside `unit_of_work()`; `by` is the Actor and every verb checks it.

  operations.announce(wanted, by=, as_agent=, key=) -> Announcement   a structure about its listing (an agent decides,
      or at once where the policy trusts it), an agent about any listing, theme or commune of their scope;
      BadAnnouncement(field, why), NotYourStructure, OutOfScope; the same `key` twice is one announcement
  operations.decide(uuid, publish, by=, reason=, title=, text=, expected=)  AlreadyDecided, StaleAnnouncement,
      ReasonMissing, OutOfScope
  operations.withdraw(uuid, by=, as_agent=, reason=)
Reading
  queries.current_announcements(today, service_id=, theme=, commune=, limit=) -> what families read, the last first:
      nothing said means the whole territory; what is tied to a listing that is hidden is not there
  queries.announcements_of(service_id), queries.waiting(by), queries.running(by, today)
Events (`events`): AnnouncementSubmitted, AnnouncementPublished, AnnouncementDecided, AnnouncementWithdrawn.
The roof gives `init_app` the policy: whether this structure publishes at once.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Flask


def init_app(app: Flask, trusts: Callable[[UUID], bool]) -> None:
    """Keep the policy: whether the announcements of this structure are public before anybody reads them."""
    app.extensions["announcements_trusted"] = trusts
