"""Sensitive acts ask again for the second factor when it was given more than fifteen minutes ago.

The page that asks keeps everything that was typed and sends it, with the proof, to the very address that was refused:
the act is done in that one step. Nothing is asked of somebody without a second factor (a structure that wanted none).
"""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.accounts import cookies, passkeys, second_factor
from app.accounts.sessions import SignedIn
from app.foundation import csrf
from app.foundation.actors import View
from app.foundation.i18n import gettext as _
from app.foundation.unit_of_work import unit_of_work

#: What the page that asks adds to the form it keeps.
CODE, KEY = "preuve-code", "preuve-cle"


def fresh_proof(view: View) -> View:
    """Have the gate ask for a recent second factor before this view."""
    view.wants_fresh_proof = True  # type: ignore[attr-defined]
    return view


def ask_again(signed: SignedIn) -> Response | tuple[str, int] | None:
    """None once the proof has come with the form; otherwise the page that asks for it."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.prove", suite=request.full_path.rstrip("?")))
    code, key = request.form.get(CODE, "")[:40], request.form.get(KEY, "")
    if not code.strip() and not key:
        return _page(signed, _("Donnez le code, puis confirmez.") if CODE in request.form else ""), 403
    with unit_of_work():
        proof = second_factor.prove(code, key=key, person_id=signed.person_id, session_id=signed.session_id)
    if proof.wait:
        raise TooManyRequests(retry_after=proof.wait)
    if not proof.token:
        return _page(signed, second_factor.wrong(key=bool(key))), 403
    cookies.renew(proof.token)
    g.pop("signed_in", None)
    return None


def _page(signed: SignedIn, problem: str) -> str:
    ours = (csrf.FIELD, CODE, KEY)
    return render_template(
        "accounts/confirm.html",
        errors=[(CODE, problem)] if problem else [],
        action=request.full_path.rstrip("?"),
        typed=[pair for pair in request.form.items(multi=True) if pair[0] not in ours],
        signed=signed,
        with_keys=signed.passkeys > 0 and passkeys.are_possible(),
    )
