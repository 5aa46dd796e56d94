"""A family's selection and its comparison: no account, everything in the address."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.cards import Card
from app.directory.blueprint import page
from app.directory.paper.entries import hours_lines, where_lines
from app.directory.presenting.card import card_view
from app.directory.presenting.comparison import comparison
from app.directory.presenting.moments import Moment
from app.directory.presenting.sharing import qr_code
from app.directory.searching.answers import moment_now
from app.directory.searching.selection import (
    COMPARED,
    Selection,
    added,
    carried,
    carrying,
    pick,
    read_selection,
    selection_address,
)
from app.foundation.i18n import format_date, ngettext
from app.foundation.i18n import gettext as _
from app.foundation.text import french, typography
from app.territory.queries import local_reference
from app.territory.reference import Reference


@page("/ma-selection", "selection")
def selection() -> str | Response:
    """The listings of this address, to keep, to send, to print; the button of a list adds one to it."""
    if slug := added():
        return redirect(pick(slug))
    if "~" in request.args.get("fiches", ""):
        return redirect(carried().address)
    chosen, known, moment = read_selection(request.args), local_reference(), moment_now()
    slugs = chosen.slugs
    whole = url_for("directory.selection", _external=True) + f"?fiches={','.join(slugs)}"
    return render_template(
        "directory/selection.html",
        heading=_("Ma sélection"),
        count=ngettext("%(num)d service gardé", "%(num)d services gardés", len(slugs)) if slugs else "",
        rows=[
            (card_view(card, known, moment), card.slug, _without(card.slug, slugs), _lasting(card, known, moment))
            for card in chosen.cards
        ],
        today=format_date(moment.today),
        notes=notes(chosen),
        closed=[(url_for("directory.results", type=one.type), french(one.name)) for one in chosen.gone],
        fiches=",".join(slugs),
        whole=whole,
        mail=_mail(chosen, whole),
        qr=qr_code(whole) if slugs else "",
        compared=COMPARED,
        compare=selection_address(slugs, "directory.compare") if 1 < len(slugs) <= COMPARED else "",
        further=carrying(url_for("directory.results")),
    )  # fmt: skip


def _lasting(card: Card, known: Reference, moment: Moment) -> list[str]:
    """Where and when, in words that still hold after the page is printed."""
    hours = " · ".join(hours_lines(card, moment)) or _("Jours et horaires : non communiqués")
    return [typography(one) for one in (*where_lines(card, known), hours)]


@page("/comparer", "compare")
def compare() -> str:
    """Up to four listings side by side."""
    chosen = read_selection(request.args, COMPARED)
    return render_template(
        "directory/compare.html",
        heading=_("Comparer"),
        table=comparison(chosen.cards, local_reference(), moment_now()),
        notes=notes(chosen, COMPARED),
        back=selection_address(chosen.slugs),
        alone=[_without(slug, chosen.slugs, "directory.compare") for slug in chosen.slugs],
    )


def _without(slug: str, slugs: Sequence[str], endpoint: str = "directory.selection") -> str:
    return selection_address([other for other in slugs if other != slug], endpoint)


def notes(chosen: Selection, most: int = 20) -> list[str]:
    """What could not be shown, said in sentences."""
    said = []
    if chosen.unknown:
        said.append(
            ngettext(
                "Une fiche de cette adresse n’existe pas, ou plus.",
                "%(num)d fiches de cette adresse n’existent pas, ou plus.",
                chosen.unknown,
            )
        )
    if chosen.left_out:
        said.append(_("Cette page montre %(most)s fiches au plus : les autres n’y sont pas.", most=most))
    return said


def _mail(chosen: Selection, whole: str) -> str:
    """A letter ready to be sent from one's own mailbox; the site sends nothing."""
    names = "\n".join(f"- {card.name}" for card in chosen.cards)
    body = f"{names}\n\n{whole}"
    return f"mailto:?subject={quote(_('Ma sélection de services'))}&body={quote(body)}"
