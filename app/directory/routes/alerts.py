"""“Me prévenir par courriel”: no account; two steps to begin, one to stop."""

from __future__ import annotations

from typing import NoReturn
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.directory.blueprint import page
from app.directory.searching.alerting import AlertForm, wanted, wish_of
from app.directory.searching.followed import Followed
from app.following import alerts
from app.following.alerts import Asked
from app.foundation import clock
from app.foundation.csrf import csrf_exempt
from app.foundation.errors import refuse
from app.foundation.filling import opened_now, time_taken
from app.foundation.i18n import gettext as _
from app.foundation.limits import network
from app.foundation.requests import client_address
from app.foundation.unit_of_work import unit_of_work

PURPOSE = "alert"
#: Somebody who has already written may send at once.
ALREADY = 60


@page("/me-prevenir", "alert")
def alert() -> str:
    """Say where to write; the parameters are those of a search, or `fiche` and the address of a listing."""
    return _form(_wanted(), AlertForm(), opened_now(PURPOSE))


@page("/me-prevenir", "file_alert", methods=["POST"])
def file_alert() -> Response | str | tuple[str, int]:
    """Leave the letter of confirmation; the answer is the same whatever the address."""
    what, form, mark = _wanted(), AlertForm(request.form), request.form.get("ouvert", "")
    if not form.validate():
        return _form(what, form, mark), 400
    with unit_of_work():
        verdict = alerts.ask(
            form.email.data or "",
            wish_of(what),
            network=network(client_address()),
            taken=time_taken(PURPOSE, mark),
            honeypot=form.website.data or "",
        )
    if verdict is Asked.TOO_MANY:
        form.email.errors = [_("Trop de demandes viennent d’ici aujourd’hui. Recommencez demain.")]
        return _form(what, form, mark), 429
    if verdict is Asked.STALE:
        form.email.errors = [_("Cette page est restée ouverte longtemps. Rien n’est perdu : envoyez de nouveau.")]
        return _form(what, form, opened_now(PURPOSE, ago=ALREADY)), 409
    return redirect(url_for("directory.alert_asked"), 303)


@page("/me-prevenir/demande", "alert_asked")
def alert_asked() -> str:
    """What happens next."""
    return render_template("directory/alert_asked.html", heading=_("Regardez vos courriels"))


@page("/alertes/confirmer/<token>", "confirm_alert")
def confirm_alert(token: str) -> str:
    """One button: mail scanners open links, they do not press buttons."""
    found = alerts.to_confirm(token) or _over()
    return render_template(
        "directory/alert_confirm.html", heading=_("Confirmer votre alerte"), label=found.label, token=token
    )


@page("/alertes/confirmer/<token>", "alert_confirmed", methods=["POST"])
def alert_confirmed(token: str) -> Response:
    """From now on, news are told."""
    with unit_of_work():
        found = alerts.confirm(token) or _over()
        own = alerts.own_page(found.follower)
    return redirect(url_for("directory.own_alerts", token=own, fait="confirmee"), 303)


@page("/alertes/<token>", "own_alerts")
def own_alerts(token: str) -> str:
    """What is told to this address; stop one, stop all, go on for a year."""
    follower = alerts.follower_of(token)
    mine = alerts.alerts_of(follower) if follower else []
    if not mine:
        return render_template("directory/alert_none.html", heading=_("Vous n’avez plus d’alerte"))
    return render_template(
        "directory/alert_own.html",
        heading=_("Vos alertes par courriel"),
        alerts=mine,
        token=token,
        ending=[one for one in mine if one.expires_at < clock.now() + 2 * alerts.RENEWED_BEFORE],
        done=request.args.get("fait", ""),
    )


@page("/alertes/<token>/arreter", "stop_alerts", methods=["POST"])
def stop_alerts(token: str) -> Response:
    """Stop one (`alerte`), or all of them."""
    one = request.form.get("alerte", "")
    with unit_of_work():
        alerts.stop(token, _uuid(one) if one else None)
    return redirect(url_for("directory.own_alerts", token=token, fait="arretee"), 303)


@page("/alertes/<token>/continuer", "renew_alerts", methods=["POST"])
def renew_alerts(token: str) -> Response:
    """Go on for a year with all of them."""
    with unit_of_work():
        alerts.renew(token)
    return redirect(url_for("directory.own_alerts", token=token, fait="continuee"), 303)


@page("/alertes/<token>/desabonnement", "unsubscribe")
def unsubscribe(token: str) -> str:
    """The visible side of the address that mail readers call: one button."""
    return render_template("directory/alert_stop.html", heading=_("Arrêter toutes vos alertes ?"), token=token)


@page("/alertes/<token>/desabonnement", "unsubscribed", methods=["POST"])
@csrf_exempt
def unsubscribed(token: str) -> Response:
    """One click of a mail reader (RFC 8058), which holds no token but that of the letter."""
    with unit_of_work():
        alerts.stop(token)
    return redirect(url_for("directory.own_alerts", token=token), 303)


def _wanted() -> Followed:
    found = wanted(request.args)
    if found is None:
        refuse(404, _("On ne peut pas suivre cette page par courriel."))
    return found


def _over() -> NoReturn:
    refuse(410, _("Ce lien ne sert plus : il dure deux jours. Demandez de nouveau l’alerte, depuis la page à suivre."))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        refuse(400, _("Cette alerte n’existe pas."))


def _form(what: Followed, form: AlertForm, mark: str) -> str:
    return render_template(
        "directory/alert.html",
        heading=_("Me prévenir par courriel"),
        what=what,
        form=form,
        errors=form.problems,
        opened=mark,
        action=f"{url_for('directory.file_alert')}?{request.query_string.decode('ascii', 'ignore')}",
    )
