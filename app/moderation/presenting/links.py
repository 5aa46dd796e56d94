"""Web addresses that do not answer, in sentences."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from app.catalogue.links.queries import DeadLink, dead_links, last_round
from app.foundation.i18n import LazyText, format_date, ngettext
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.visiting import Why
from app.territory.queries import reference

WHY: dict[str, LazyText] = {
    Why.NO_NAME.value: _l("ce nom de site n’existe plus"),
    Why.NO_ANSWER.value: _l("le site ne répond pas"),
    Why.CERTIFICATE.value: _l("le certificat du site n’est pas valable"),
    Why.ROUND.value: _l("l’adresse tourne en rond"),
    Why.FORBIDDEN.value: _l("cette adresse ne mène pas à un site public"),
}


def link_notes() -> dict[int, tuple[str, ...]]:
    """What is wrong with the addresses of each listing, by its key."""
    notes: dict[int, tuple[str, ...]] = {}
    for one in dead_links():
        notes[one.service_id] = (*notes.get(one.service_id, ()), _sentence(one))
    return notes


def visited_sentence() -> str:
    """“Sites internet vérifiés le 23 novembre 2026 : 97 adresses.”"""
    count, last = last_round()
    if last is None:
        return _("Les sites internet n’ont pas encore été vérifiés.")
    day = format_date(last.astimezone(ZoneInfo(reference().time_zone)).date())
    said = ngettext("%(num)s adresse", "%(num)s adresses", count)
    return _("Sites internet vérifiés le %(day)s : %(what)s.", day=day, what=said)


def _sentence(one: DeadLink) -> str:
    zone = ZoneInfo(reference().time_zone)
    why = WHY.get(one.why)
    said = str(why) if why else _("la page n’est plus là (réponse %(status)s)", status=one.status or "")
    return _(
        "%(address)s : %(why)s. Depuis le %(since)s, vu le %(day)s.",
        address=one.address, why=said, since=format_date(one.failing_since.astimezone(zone).date()),
        day=format_date(one.checked_at.astimezone(zone).date()),
    )  # fmt: skip
