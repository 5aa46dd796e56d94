"""“Dites-nous ce que vous cherchiez”: no account, nothing of the person; what happens next is said before (U6)."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.directory.blueprint import page
from app.directory.searching.needing import NeedForm, known_of, need_form
from app.foundation.filling import opened_now, time_taken
from app.foundation.i18n import gettext as _
from app.foundation.limits import network
from app.foundation.requests import client_address
from app.foundation.unit_of_work import unit_of_work
from app.needs.stated import Verdict
from app.needs.stating import Recognisable, state_need
from app.territory.queries import local_reference, now

PURPOSE = "need"
#: Somebody who has already written may send at once.
ALREADY = 60


@page("/besoin", "need")
def need() -> str:
    """Say what was sought; opened on the search one comes from."""
    known = local_reference()
    return _page(need_form(known, None, **known_of(request.args, known)), opened_now(PURPOSE))


@page("/besoin", "file_need", methods=["POST"])
def file_need() -> Response | str | tuple[str, int]:
    """Hand it to those who steer the convention."""
    form, mark = need_form(local_reference(), request.form), request.form.get("ouvert", "")
    if not form.validate():
        return _page(form, mark), 400
    if not form.stated().says_something:
        form.text.errors = [_("Dites au moins un thème, un type de service, ou quelques mots.")]
        return _page(form, mark), 400
    try:
        with unit_of_work():
            verdict = state_need(
                form.stated(),
                now().date(),
                network=network(client_address()),
                taken=time_taken(PURPOSE, mark),
                honeypot=form.website.data or "",
            )
    except Recognisable as trace:
        form.text.errors = [_recognised(str(trace.args[0]))]
        return _page(form, mark), 400
    return _answered(form, verdict, mark)


@page("/besoin/merci", "need_said")
def need_said() -> str:
    """What happens next."""
    return render_template("directory/need_said.html", heading=_("Merci, c’est noté"))


def _answered(form: NeedForm, verdict: Verdict, mark: str) -> Response | tuple[str, int]:
    if verdict is Verdict.TOO_MANY:
        form.text.errors = [_("Vous avez déjà dit plusieurs besoins : ils sont notés. Recommencez dans une heure.")]
        return _page(form, mark), 429
    if verdict is Verdict.STALE:
        form.text.errors = [_("Cette page est restée ouverte longtemps. Rien n’est perdu : envoyez de nouveau.")]
        return _page(form, opened_now(PURPOSE, ago=ALREADY)), 409
    return redirect(url_for("directory.need_said"), 303)


def _recognised(trace: str) -> str:
    return {
        "mail": _("Retirez l’adresse de courriel : ce message doit rester sans nom."),
        "link": _("Retirez l’adresse de site : quelques mots suffisent."),
        "phone": _("Retirez le numéro : ce message doit rester sans nom."),
        "address": _("Retirez l’adresse : dites seulement la commune, plus haut."),
        "name": _("Retirez le nom de la personne : ce message doit rester sans nom."),
    }[trace]


def _page(form: NeedForm, mark: str) -> str:
    return render_template(
        "directory/need.html",
        heading=_("Dites-nous ce que vous cherchiez"),
        form=form,
        errors=form.problems,
        opened=mark,
    )
