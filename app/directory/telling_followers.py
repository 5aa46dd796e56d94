"""The letters of alerts: what they say, from ids, at the moment they leave."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app

from app.directory.presenting.news import headline, sentences
from app.following.alerts import CONFIRM, NEWS, RENEW, alerts_of, confirm_token, own_page
from app.following.digests import news_in
from app.following.models import Alert, Digest, Follower
from app.following.news import News
from app.foundation import mail
from app.foundation.db import session
from app.foundation.i18n import DEFAULT, format_date, speaking


def init_app(app: Flask) -> None:
    """Complete the letters when they leave."""
    mail.complete(app, CONFIRM, confirm_context)
    mail.complete(app, NEWS, news_context)
    mail.complete(app, RENEW, renew_context)


def confirm_context(context: dict[str, Any]) -> dict[str, Any]:
    """The link of one alert; nothing once it is gone."""
    found = session().get(Alert, context["alert"])
    if found is None:
        raise mail.NothingToSay
    return {"label": found.label, "url": _url(found.language, f"/alertes/confirmer/{confirm_token(found)}")}


def news_context(context: dict[str, Any]) -> dict[str, Any]:
    """The news of each alert, and how to stop; nothing once they are stopped."""
    digest = session().get(Digest, context["digest"])
    told = news_in(digest) if digest else []
    if digest is None or not told:
        raise mail.NothingToSay
    with speaking(digest.language):
        parts = [_part(alert, news) for alert, news in told]
    return {"parts": parts, **_stopping(digest.follower, digest.language)}


def renew_context(context: dict[str, Any]) -> dict[str, Any]:
    """What ends soon; nothing once it is stopped or goes on."""
    follower = session().get(Follower, context["follower"])
    ending = [one for one in alerts_of(follower) if one.renewal_asked_at] if follower else []
    if follower is None or not ending:
        raise mail.NothingToSay
    language = ending[0].language
    with speaking(language):
        said = [(one.label, format_date(one.expires_at.date())) for one in ending]
    return {"ending": said, **_stopping(follower, language)}


def _part(alert: Alert, news: list[News]) -> dict[str, Any]:
    told = [(headline(one), sentences(one), _link(alert, one)) for one in news]
    return {"label": alert.label, "url": _url(alert.language, alert.path), "news": told}


def _link(alert: Alert, one: News) -> str:
    return _url(alert.language, f"/services/{one.service_slug}" if one.service_slug else alert.path)


def _stopping(follower: Follower, language: str) -> dict[str, str]:
    own = f"/alertes/{own_page(follower)}"
    return {"manage": _url(language, own), "unsubscribe": _url(language, f"{own}/desabonnement")}


def _url(language: str, path: str) -> str:
    base = current_app.extensions["settings"].base_url
    return f"{base}{path}" if language == DEFAULT else f"{base}/{language}{path}"
