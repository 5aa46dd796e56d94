"""“Signaler une erreur”: for everybody, without an account (U19)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app.catalogue.queries import redirected_slug
from app.contribution.blueprint import blueprint
from app.contribution.forms.base import choices
from app.contribution.forms.messages import ReportForm
from app.contribution.presenting.problems import sentence_of
from app.contribution.queries import service_reported
from app.foundation import clock
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.i18n import every_language
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.limits import network
from app.foundation.requests import client_address
from app.foundation.unit_of_work import unit_of_work
from app.proposals.checks import ImpossibleValue
from app.proposals.operations import NoService, report
from app.proposals.rules import Spam

#: What a family may point at, among the fields of the guide.
ABOUT = (
    ("", _l("Je ne sais pas, ou autre chose")), ("hours", _l("Les horaires")), ("phones", _l("Le téléphone")),
    ("place", _l("L’adresse")), ("fees", _l("Les prix")), ("ages", _l("Les âges")),
    ("registration", _l("L’inscription")), ("status", _l("Le lieu est fermé, ou n’existe plus")),
)  # fmt: skip


@blueprint.get("/services/<slug>/signaler")
@audience(Audience.PUBLIC)
@every_language
def reporting(slug: str) -> str | Response:
    """Say that something is wrong on a listing."""
    found = service_reported(slug)
    if found is None:
        return _elsewhere(slug)
    form = _form()
    if request.args.get("sujet", "") in dict(ABOUT):
        form.about.data = request.args.get("sujet", "")
    return _page(slug, found[1], form, _opened_now())


@blueprint.post("/services/<slug>/signaler")
@audience(Audience.PUBLIC)
@every_language
def file_report(slug: str) -> Response | str | tuple[str, int]:
    """Hand it to the agents."""
    found = service_reported(slug)
    if found is None:
        return _elsewhere(slug)
    form = _form()
    if not form.validate():
        return _page(slug, found[1], form, request.form.get("ouvert", "")), 400
    try:
        with unit_of_work(found[0]):
            verdict = _report(found[0], form)
    except ImpossibleValue as fault:
        form.message.errors = [sentence_of(fault)]
        return _page(slug, found[1], form, request.form.get("ouvert", "")), 400
    except NoService:
        return _elsewhere(slug)
    if verdict is Spam.TOO_MANY:
        form.message.errors = [
            _("Vous avez déjà envoyé plusieurs messages. Recommencez dans une heure : ils sont arrivés.")
        ]
        return _page(slug, found[1], form, request.form.get("ouvert", "")), 429
    if verdict is Spam.STALE:
        form.message.errors = [_("Cette page est restée ouverte longtemps. Rien n’est perdu : envoyez de nouveau.")]
        return _page(slug, found[1], form, _opened_before()), 409
    return redirect(url_for("contribution.reported", slug=slug), 303)


@blueprint.get("/services/<slug>/signaler/merci")
@audience(Audience.PUBLIC)
@every_language
def reported(slug: str) -> str | Response:
    """What happens next."""
    found = service_reported(slug)
    if found is None:
        return _elsewhere(slug)
    return render_template("contribution/reported.html", slug=slug, name=found[1])


def _report(uuid: UUID, form: ReportForm) -> Spam:
    verdict, _proposal = report(
        uuid,
        form.message.data,
        network=network(client_address()),
        taken=_taken(request.form.get("ouvert", "")),
        honeypot=form.website.data or "",
        about=form.about.data or "",
        reply_to=form.reply_to.data or "",
    )
    return verdict


def _form() -> ReportForm:
    form = ReportForm(request.form if request.method == "POST" else None)
    form.about.choices = choices(ABOUT)
    return form


def _page(slug: str, name: str, form: ReportForm, opened: str) -> str:
    return render_template(
        "contribution/report.html", slug=slug, name=name, form=form, errors=form.problems, opened=opened
    )


def _elsewhere(slug: str) -> Response:
    moved = redirected_slug(slug)
    if moved is None:
        refuse(404, _("Cette fiche n’existe pas."))
    return redirect(url_for("contribution.reporting", slug=moved), 301)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="report")


def _opened_now() -> str:
    """When the page was opened, signed: the time taken tells a machine from a person."""
    return str(_signer().dumps(int(clock.now().timestamp())))


def _opened_before() -> str:
    """A page shown again to somebody who has already written: they may send at once."""
    return str(_signer().dumps(int(clock.now().timestamp()) - 60))


def _taken(opened: str) -> timedelta:
    try:
        began = int(_signer().loads(opened))
    except (BadSignature, ValueError, TypeError):
        return timedelta(days=30)
    return timedelta(seconds=clock.now().timestamp() - began)
