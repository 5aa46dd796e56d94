"""What is missing or late, whom to call, what families look for in vain."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request, url_for

from app.catalogue.queries import organization_names
from app.foundation.actors import Audience, audience
from app.foundation.i18n import format_date, ngettext
from app.foundation.i18n import gettext as _
from app.foundation.phones import phone
from app.foundation.text import typography
from app.moderation.blueprint import agent, blueprint
from app.moderation.presenting.links import link_notes, visited_sentence
from app.moderation.presenting.listings import list_views
from app.moderation.presenting.needs import need_views
from app.moderation.presenting.sought import TITLES, sought_views
from app.moderation.queries.listings import rows_of
from app.moderation.queries.quality import DEAD_LINK, FAULTS, faulty
from app.needs import rules
from app.needs.queries import sought_in_vain
from app.needs.stating import stated_needs
from app.proposals.freshness.figures import rounds
from app.proposals.freshness.queries import ToConfirm, call_sheet
from app.proposals.freshness.rules import STEPS
from app.territory.queries import now, reference

MONTHS = 90


@blueprint.get("/qualite")
@audience(Audience.AGENT)
def quality() -> str:
    """How many listings lack what, and which."""
    known, today = reference(), now().date()
    found = {key: faulty(agent(), fault, known, today) for key, fault in FAULTS.items()}
    chosen = request.args.get("manque", "")
    return render_template(
        "moderation/quality.html",
        heading=_("Qualité des fiches"),
        counts=[
            (url_for("moderation.quality", manque=key), str(fault.label), len(found[key]))
            for key, fault in FAULTS.items()
        ],
        chosen=str(FAULTS[chosen].label) if chosen in FAULTS else "",
        rows=list_views(found[chosen], link_notes() if chosen == DEAD_LINK else None) if chosen in FAULTS else [],
        visited=visited_sentence(),
    )


@blueprint.get("/appels")
@audience(Audience.AGENT)
def calls() -> str:
    """The listings to confirm by telephone, to print."""
    found = call_sheet(agent().scopes, now().date())
    names = organization_names({one.organization for one in found if one.organization})
    return render_template(
        "moderation/calls.html",
        heading=ngettext("%(num)s fiche à confirmer", "%(num)s fiches à confirmer", len(found)),
        rows=[_call(one, names.get(one.organization, "") if one.organization else "") for one in found],
        day=format_date(now().date()),
    )


@blueprint.get("/fraicheur")
@audience(Audience.AGENT)
def freshness() -> str:
    """How fresh the listings of one's scope are, and what reminders brought, for three months."""
    done = rounds(MONTHS, {row.id for row in rows_of(agent())})
    return render_template(
        "moderation/freshness.html",
        heading=_("Fraîcheur des fiches"),
        since=format_date(done.since),
        now_rows=[
            (url_for("moderation.quality", manque="en-retard"), _("En retard aujourd’hui"), done.waiting),
            ("", _("Masquées faute de confirmation"), done.hidden),
        ],
        rows=[
            (_("Arrivées à leur date de confirmation"), done.due),
            (_("Confirmées par une personne"), done.confirmed),
            (_("Masquées faute de réponse"), done.delisted),
            (_("Montrées de nouveau après une confirmation"), done.relisted),
        ],
        steps=[(_step(step), done.reminded[step], done.after[step]) for step in STEPS],
    )


def _step(step: int) -> str:
    return ngettext("%(num)s jour après", "%(num)s jours après", step) if step else _("Le jour dit")


def _call(one: ToConfirm, organization: str) -> dict[str, str]:
    card, known = one.card, reference()
    number = phone(card.phone)
    town = known.communes[card.commune].name if card.commune and card.commune in known.communes else ""
    late = card.next_due is not None
    return {
        "href": url_for("moderation.listing", uuid=card.uuid),
        "name": typography(card.name),
        "said": ", ".join(part for part in (typography(organization), town) if part),
        "phone": number.display if number else _("Téléphone inconnu"),
        "why": _("À confirmer depuis le %(day)s", day=format_date(card.next_due))
        if card.next_due
        else _("Jamais confirmée"),
        "late": "1" if late else "",
    }


@blueprint.get("/recherches-vaines")
@audience(Audience.AGENT)
def sought() -> str:
    """What families looked for and did not find, for three months, without anybody in it."""
    today = now().date()
    found = sought_in_vain(today - timedelta(days=MONTHS), today)
    return render_template(
        "moderation/sought.html",
        heading=_("Ce que les familles cherchent sans trouver"),
        tables=sought_views(found),
        added=str(TITLES[rules.UNKNOWN_WORD]) if Audience.ADMIN in agent().audiences else "",
        needs=need_views(stated_needs(), reference()),
    )
