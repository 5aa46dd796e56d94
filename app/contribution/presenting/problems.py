"""Why a value is impossible, in a sentence."""

from __future__ import annotations

from app.catalogue.fields import FIELDS
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.proposals.checks import ImpossibleValue

WHY = {
    "missing": _l("écrivez une réponse"),
    "too-long": _l("c’est trop long"),
    "too-many": _l("il y a trop de lignes"),
    "characters": _l("des signes ne peuvent pas être lus"),
    "out-of-range": _l("un nombre est trop grand ou trop petit"),
    "order": _l("la fin est avant le début"),
    "overlap": _l("deux créneaux se recouvrent"),
    "no-place": _l("donnez d’abord l’adresse"),
    "unknown-type": _l("choisissez un type de la liste"),
    "unknown-commune": _l("choisissez une commune de la liste"),
    "unknown-theme": _l("choisissez un thème de la liste"),
}


def sentence_of(fault: ImpossibleValue) -> str:
    """“Horaires de la semaine : deux créneaux se recouvrent.”"""
    label = str(FIELDS[fault.field].label) if fault.field in FIELDS else fault.field
    why = str(WHY.get(fault.why, _("cette réponse ne peut pas être lue")))
    return _("%(field)s : %(why)s.", field=label, why=why)
