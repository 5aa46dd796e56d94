"""Why something is refused: sentences ready to send, that an agent may complete."""

from __future__ import annotations

from app.foundation.i18n import LazyText
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l

#: The first one is offered when “Refuser” is chosen: a refusal always says something useful.
REASONS: dict[str, LazyText] = {
    "a-verifier": _l("Nous n’avons pas pu vérifier cette information. Dites-nous d’où elle vient."),
    "justificatif": _l("Il nous manque le document qui fixe ce changement : délibération, règlement, affiche…"),
    "deja-vrai": _l("La fiche le dit déjà, avec d’autres mots."),
    "contredit": _l("Cela contredit une autre information de la fiche. Relisez l’ensemble, puis proposez de nouveau."),
    "clair": _l("Les familles risquent de ne pas comprendre. Écrivez des phrases plus courtes, sans sigle."),
    "publicite": _l("Ce texte ressemble à une publicité. Gardez ce qui aide les familles à choisir."),
    "prive": _l("Ce texte cite une personne ou une adresse privée. Retirez-la, puis proposez de nouveau."),
    "ailleurs": _l("Ce n’est pas la bonne fiche pour cette information."),
}
DEFAULT = "a-verifier"
OWN_WORDS = ""


def options() -> list[tuple[str, str]]:
    """For a list of choices."""
    return [(key, str(said)) for key, said in REASONS.items()] + [(OWN_WORDS, _("Mes mots seulement"))]


def whole_reason(key: str, own: str) -> str:
    """The sentence chosen, and what the agent adds."""
    said = str(REASONS[key]) if key in REASONS else ""
    return f"{said} {own.strip()}".strip()
