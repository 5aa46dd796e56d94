"""The gate: every address says whom it is for; one that does not is for nobody."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, abort, current_app, g, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from app.accounts import confirming, cookies, sessions
from app.accounts.rules import NotYourStructure, Refused
from app.foundation import clock, csrf
from app.foundation.actors import Actor, Audience
from app.foundation.db import session
from app.foundation.errors import answer, refuse, wants_json
from app.foundation.i18n import gettext as _
from app.foundation.unit_of_work import unit_of_work

log = structlog.get_logger("trait-d-union")


def init_app(app: Flask) -> None:
    """Stand before every request; say no in the name of the rules that refuse a person."""
    csrf.bind_tokens(app, cookies.session_binding)
    cookies.init_app(app)
    app.before_request(_check)
    app.register_error_handler(Refused, _refused)
    app.jinja_env.globals.update(current_actor=current_actor)


def audiences_of(view: Any) -> frozenset[Audience]:
    """Whom a view is for; empty when it does not say."""
    declared: frozenset[Audience] = getattr(view, "audience", frozenset())
    return declared


def current_session() -> sessions.SignedIn | None:
    """Who asks; None for nobody. Nothing is asked of the database without a cookie."""
    if "signed_in" not in g:
        cookie = cookies.session_cookie()
        g.signed_in = sessions.signed_in(cookie) if cookie else None
        _note_use(g.signed_in)
    found: sessions.SignedIn | None = g.signed_in
    return found


def current_actor() -> Actor | None:
    """The person who acts, with what they may do; None for nobody, and while a second factor is missing."""
    signed = current_session()
    return signed.actor if signed and not signed.must_prove else None


def forget_current() -> None:
    """The session has changed in this request: read it again."""
    g.pop("signed_in", None)


def _check() -> Response | tuple[str, int] | None:
    if request.endpoint is None:
        return None  # no such address: the 404 page answers
    view = current_app.view_functions[request.endpoint]
    allowed = audiences_of(view)
    if Audience.PUBLIC in allowed:
        return None
    if not allowed:
        abort(403)
    signed = current_session()
    if signed is None:
        return _sign_in_first()
    if Audience.SIGNED_IN not in allowed:
        if signed.must_prove:
            return _prove_first()
        if signed.actor.audiences.isdisjoint(allowed):
            _tell("audience", signed)
            abort(403)
    if getattr(view, "wants_fresh_proof", False) and signed.proved and not signed.is_fresh:
        return confirming.ask_again(signed)
    return None


def _sign_in_first() -> Response:
    if not _wants_page():
        said = _("Votre connexion est terminée. Connectez-vous de nouveau, puis recommencez.")
        refuse(401, said, template="errors/403.html")
    return redirect(url_for("accounts.sign_in", suite=request.full_path.rstrip("?")))


def _prove_first() -> Response:
    if not _wants_page():
        refuse(403, _("Donnez d’abord le code de votre application, puis recommencez."))
    return redirect(url_for("accounts.prove", suite=request.full_path.rstrip("?")))


def _wants_page() -> bool:
    return request.method in ("GET", "HEAD") and not wants_json()


def _refused(refusal: Refused) -> Response:
    """A rule said no: what belongs to another structure does not exist for this person."""
    session().rollback()
    _tell(type(refusal).__name__, current_session())
    return answer(NotFound() if isinstance(refusal, NotYourStructure) else Forbidden())


def _tell(why: str, signed: sessions.SignedIn | None) -> None:
    """The audit line: the number of the account and the pattern of the address, no name."""
    route = request.url_rule.rule if request.url_rule else "-"
    log.warning("access_refused", why=why, person=signed.person_id if signed else None, route=route)


def _note_use(signed: sessions.SignedIn | None) -> None:
    if signed is None or clock.now() - signed.last_seen_at < sessions.NOTED_EVERY:
        return
    try:
        with unit_of_work():
            sessions.touch(signed.session_id)
    except OperationalError:
        session().rollback()  # a database that only reads still answers
