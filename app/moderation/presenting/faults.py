"""Why a value cannot be kept, in a sentence."""

from __future__ import annotations

from app.catalogue.fields import FIELDS
from app.foundation.i18n import LazyText
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.proposals.checks import ImpossibleValue

WHY: dict[str, LazyText] = {
    "missing": _l("il manque une réponse"),
    "shape": _l("cette réponse ne peut pas être enregistrée telle quelle"),
    "too-long": _l("c’est trop long"),
    "too-many": _l("il y a trop de lignes"),
    "characters": _l("des signes ne peuvent pas être enregistrés"),
    "out-of-range": _l("un nombre est trop grand ou trop petit"),
    "order": _l("le début vient après la fin"),
    "overlap": _l("deux créneaux se chevauchent"),
    "no-place": _l("il faut d’abord une adresse"),
    "unknown-type": _l("ce type n’existe pas"),
    "unknown-commune": _l("cette commune n’est pas de ce territoire"),
    "closed-organization": _l("cette structure est fermée"),
    "out-of-scope": _l("la fiche sortirait de votre périmètre, un collègue qui suit les deux décidera"),
    "unknown-theme": _l("ce thème n’existe pas"),
}


def fault_sentence(fault: ImpossibleValue) -> str:
    """“Horaires de la semaine : deux créneaux se chevauchent.”"""
    label = str(FIELDS[fault.field].label) if fault.field in FIELDS else fault.field
    return _("%(field)s : %(why)s.", field=label, why=str(WHY.get(fault.why, WHY["shape"])))
