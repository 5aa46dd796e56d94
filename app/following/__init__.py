"""What changes and whom it concerns: short dated announcements, news of listings, alerts by mail without an account.

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
  news.news_of(reach, since, until) -> what became public meanwhile; dates.dates_in(reach, today) -> days to come
Alerts: alerts.ask -> letter of confirmation, alerts.confirm, alerts.stop, alerts.renew, alerts.tidy;
  digests.leave_digests, digests.leave_renewals (`flask following digest`)
Events (`events`): AnnouncementSubmitted, AnnouncementPublished, AnnouncementDecided, AnnouncementWithdrawn.
The roof gives `init_app` the policy: whether this structure publishes at once; and what an alert reaches.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Flask

from app.following.alerts import tidy
from app.following.cli import following_cli
from app.following.digests import ReachOf
from app.foundation.retention import forget_in_time


def init_app(app: Flask, trusts: Callable[[UUID], bool], reach_of: ReachOf) -> None:
    """Keep the policy (whether the announcements of this structure are public before anybody reads them) and what an
    alert reaches."""
    app.extensions["announcements_trusted"] = trusts
    app.extensions["alert_reach"] = reach_of
    app.cli.add_command(following_cli)
    forget_in_time(app, "alertes", tidy)
