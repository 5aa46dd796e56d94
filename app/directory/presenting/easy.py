"""A listing for whoever reads little: one drawing and one short answer a question, nothing that is not known."""

from __future__ import annotations

from dataclasses import dataclass

from app.directory.presenting.sheet import Sheet
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.territory.reference import TypeRef

#: Papers named: beyond, the whole listing has the list.
PAPERS = 4


@dataclass(frozen=True)
class EasyRow:
    """A question, its drawing, its answers, one a line."""

    id: str
    icon: str
    question: str
    answers: tuple[str, ...]


def easy_rows(sheet: Sheet, kind: TypeRef) -> list[EasyRow]:
    """What it is, for whom, where, when, how much, what to bring; a question without answer says so."""
    unknown = _("Nous ne savons pas. Appelez pour demander.")
    card = sheet.card
    rows = [
        EasyRow("quoi", "info", _("C’est quoi ?"), (typography(kind.definition),)),
        EasyRow("qui", "who", _("Pour qui ?"), (card.ages_text or unknown,)),
        EasyRow("ou", "pin", _("Où ?"), sheet.address or ((card.commune,) if card.commune else (unknown,))),
        EasyRow("quand", "clock", _("Quand ?"), _when(sheet) or (unknown,)),
        EasyRow("combien", "euro", _("Combien ça coûte ?"), (card.fee_text or unknown,)),
    ]
    if sheet.documents:
        rows.append(EasyRow("papiers", "droits", _("Quels papiers apporter ?"), sheet.documents[:PAPERS]))
    return rows


def _when(sheet: Sheet) -> tuple[str, ...]:
    card = sheet.card
    return tuple(text for text in (card.closure_text, card.open_text, card.hours_text) if text)
