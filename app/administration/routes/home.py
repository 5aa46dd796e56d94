"""The first page of administration: what needs doing, then every section."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, url_for

from app.administration.blueprint import blueprint
from app.administration.presenting import act_views
from app.administration.queries import acts, missed_words
from app.administration.subjects import BY_KIND
from app.administration.subjects.days import known_until
from app.administration.subjects.lists import HERE
from app.administration.subjects.policies import EVERYBODY
from app.administration.subjects.texts import PUBLISHER
from app.foundation.actors import Audience, audience
from app.foundation.i18n import format_date, ngettext
from app.foundation.i18n import gettext as _
from app.territory.queries import now, reference

#: School calendars are published about a year before.
AHEAD = timedelta(days=240)
LATEST = 3


@blueprint.get("")
@audience(Audience.ADMIN)
def home() -> str:
    """What needs doing, the sections, the last changes."""
    found, _total = acts(BY_KIND, per_page=LATEST)
    return render_template(
        "administration/home.html",
        heading=_("Administration"),
        duties=_duties(),
        sections=_sections(),
        acts=act_views(found, reference()),
    )


def _duties() -> list[tuple[str, str]]:
    """(address, sentence) of what waits for an administrator."""
    told, until = [], known_until()
    empty = sum(not reference().facts.get("publisher", {}).get(field.path.rpartition(".")[2]) for field in PUBLISHER)
    if empty:
        said = ngettext("%(num)s mention légale à compléter", "%(num)s mentions légales à compléter", empty)
        told.append((url_for("administration.edit", room="textes", key="editeur"), said))
    if until is None:
        told.append((url_for("administration.calendars"), _("Aucun calendrier scolaire n’est connu")))
    elif until < now().date() + AHEAD:
        said = _("Le calendrier scolaire s’arrête au %(day)s", day=format_date(until))
        told.append((url_for("administration.calendars"), said))
    if missed := len(missed_words(now().date())):
        said = ngettext("%(num)s mot que la recherche ne connaît pas", "%(num)s mots que la recherche ne connaît pas",
                        missed)  # fmt: skip
        told.append((url_for("administration.vocabulary"), said))
    return told


def _sections() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(title, links) of the sections; a link is (address, label, what for)."""

    def room(name: str, label: str, said: str) -> tuple[str, str, str]:
        return url_for("administration.listing", room=name), label, said

    words = (url_for("administration.vocabulary"), _("Vocabulaire"), _("Les mots des familles, et où ils mènent"))
    days = (url_for("administration.calendars"), _("Calendriers"), _("Vacances, ponts, jours fériés d’ici"))
    people = (url_for("accounts.all_people"), _("Comptes"), _("Qui peut quoi, invitations"))
    urgent = (url_for("administration.lines", room="urgences", key=HERE), _("Numéros d’urgence"),
              _("Montrés d’abord quand un mot est sensible"))  # fmt: skip
    policies = (url_for("administration.edit", room="publication", key=EVERYBODY), _("Publication"),
                _("Ce que toutes les structures publient aussitôt"))  # fmt: skip
    past = (url_for("administration.history"), _("Historique"), _("Qui a changé quoi, et annuler"))
    return [
        (_("Trouver"), [words, room("types", _("Types de service"), _("Définitions, âges, thèmes, délais")),
                        room("themes", _("Thèmes"), _("Leurs noms et leurs définitions"))]),
        (_("Lire"), [room("textes", _("Textes et contacts"), _("Aide, éditeur, convention")), urgent,
                     room("situations", _("Situations de vie"), _("Les étapes et les papiers à prendre")),
                     room("publics", _("Trois questions"), _("Pour qui, quoi : les réponses proposées"))]),
        (_("Le territoire"), [room("communes", _("Communes"), _("Codes postaux, mairies")), days]),
        (_("Les personnes et les actes"), [people, policies, past]),
    ]  # fmt: skip
