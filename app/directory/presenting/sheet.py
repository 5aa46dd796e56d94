"""A listing on its own page: what it says, in the order families need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from markupsafe import Markup

from app.catalogue.cards import Card
from app.catalogue.facts import AvailabilityFacts, CampaignFacts, PhotoFacts, ServiceFacts
from app.catalogue.hours import rules
from app.catalogue.hours.model import Closure, Hours
from app.catalogue.queries import ServicePage
from app.directory.presenting.card import CardView, Reach, card_view, now_words, reach_of
from app.directory.presenting.languages import language_name
from app.directory.presenting.moments import Moment, closure_words, week_words
from app.directory.presenting.prices import FeeTable, explained, fee_tables, fee_words
from app.directory.presenting.scale import ScaleView, scale_view
from app.directory.presenting.trust import by_words, source_words
from app.directory.presenting.week import PeriodView, week_views
from app.foundation.i18n import format_age_range, format_date, format_list, ngettext, told
from app.foundation.i18n import gettext as _
from app.foundation.links import safe_email, safe_url
from app.foundation.phones import phone
from app.foundation.text import french, markdown, typography
from app.territory.reference import Reference


@dataclass(frozen=True)
class PhoneView:
    """A number of the contact block."""

    href: str
    text: str
    of: str = ""
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """Everything the page of a listing shows."""

    card: CardView
    description: Markup
    essentials: tuple[tuple[str, list[str]], ...]
    more: tuple[tuple[str, list[str]], ...]
    periods: tuple[PeriodView, ...]
    current_period: str
    hours_note: str
    hours_old: bool
    closures: tuple[str, ...]
    fee_tables: tuple[FeeTable, ...]
    scale: ScaleView | None
    fee_note: str
    fee_explained: str
    registration: Markup
    campaigns: tuple[str, ...]
    documents: tuple[str, ...]
    phones: tuple[PhoneView, ...]
    address: tuple[str, ...]
    access: tuple[str, ...]
    itinerary: str
    email: str
    website: str
    nothing: str
    call: Reach
    photo: PhotoFacts | None
    source: str
    source_url: str
    changed: str


def sheet_of(page: ServicePage, reference: Reference, moment: Moment) -> Sheet:
    """The page of one listing, at this moment."""
    facts, card = page.facts, page.card
    call = reach_of(card, reference)
    phones = _phones(facts, call)
    emails = [contact.value for contact in facts.contacts if contact.kind == "email" and safe_email(contact.value)]
    sites = [url for contact in facts.contacts if contact.kind == "website" and (url := safe_url(contact.value))]
    hours = card.hours
    usable = rules.usable(hours, moment.today)
    period = moment.calendar.period(moment.today)
    return Sheet(
        card=card_view(card, reference, moment),
        description=markdown(facts.description),
        essentials=_essentials(page, reference, moment),
        more=_more(facts),
        periods=week_views(hours, moment) if hours.known else (),
        current_period=period.value if period else "",
        hours_note=french(facts.hours_note),
        hours_old=hours.known and not usable,
        closures=_closures(hours, moment.today),
        fee_tables=tuple(fee_tables(facts.fees, moment.today)),
        scale=scale_view(facts.fee_kind, reference),
        fee_note=french(facts.fee_note),
        fee_explained=explained(facts.fee_kind),
        registration=markdown(facts.registration),
        campaigns=tuple(_campaign(one, moment.today) for one in facts.campaigns if one.ends >= moment.today),
        documents=tuple(french(paper) for paper in facts.documents),
        phones=phones,
        address=_address(facts, reference),
        access=(french(facts.place.transport),) if facts.place and facts.place.transport else (),
        itinerary=_itinerary(page),
        email=emails[0] if emails else "",
        website=sites[0] if sites else "",
        nothing="" if phones or emails else _("Aucun contact n’est connu pour ce lieu."),
        call=call,
        photo=facts.photo,
        source=typography(source_words(facts.source)),
        source_url=safe_url(facts.source.url) or "",
        changed=format_date(page.changed_at.date()),
    )


def _phones(facts: ServiceFacts, call: Reach) -> tuple[PhoneView, ...]:
    own = [
        PhoneView(number.href, number.display, note=french(contact.label))
        for contact in facts.contacts
        if contact.kind == "phone" and (number := phone(contact.value))
    ]
    if own or not call.href:
        return tuple(own)
    note = _("Nous n’avons pas le numéro du lieu. La mairie peut vous renseigner.")
    return (PhoneView(call.href, call.text, call.of, note),)


def _essentials(page: ServicePage, reference: Reference, moment: Moment) -> tuple[tuple[str, list[str]], ...]:
    facts, card = page.facts, page.card
    rows = [
        (_("Pour qui"), _who(page)),
        (_("Où"), _where(facts, reference)),
        (_("Quand"), _when(card, moment)),
        (_("Combien"), _how_much(facts, moment.today)),
        (_("Places"), [_places(band) for band in facts.availability]),
    ]
    return tuple((question, answers) for question, answers in rows if answers)


def _who(page: ServicePage) -> list[str]:
    card, facts = page.card, page.facts
    ages = format_age_range(card.age_min, card.age_max)
    usual = _("%(ages)s (âges habituels pour ce type de lieu)", ages=ages) if ages else ""
    said = [usual if card.ages_are_usual else ages or "", french(facts.age_note), french(facts.eligibility)]
    return [text for text in said if text] or [_("Non communiqué")]


def _where(facts: ServiceFacts, reference: Reference) -> list[str]:
    said = list(_address(facts, reference))
    if facts.place and facts.place.address_is_private:
        said.append(_("L’adresse n’est pas publique : appelez pour la connaître."))
    served = [reference.communes[code].name for code in facts.communes_served if code in reference.communes]
    if served:
        everywhere = len(served) == len(reference.communes)
        names = _("toutes les communes de %(name)s", name=reference.full_name) if everywhere else format_list(served)
        said.append(_("Communes servies : %(names)s.", names=names))
    return said or [_("Non communiqué")]


def _when(card: Card, moment: Moment) -> list[str]:
    hours = card.hours
    if not hours.known:
        return [_("Jours et horaires : non communiqués")]
    if not rules.usable(hours, moment.today):
        return [_("Horaires à vérifier avant de venir : voir plus bas")]
    now = now_words(card, moment)
    period = moment.calendar.period(moment.today)
    week = week_words(hours, period) if period else ""
    return [text for text in (now, week) if text] or [_("Fermé en ce moment de l’année")]


def _how_much(facts: ServiceFacts, today: date) -> list[str]:
    line = fee_words(facts.fee_kind, facts.fees, today)
    said = [line, explained(facts.fee_kind) if line else ""]
    return [text for text in said if text] or [_("Non communiqué")]


def _places(band: AvailabilityFacts) -> str:
    when = format_date(band.observed_on)
    label = _("%(label)s : ", label=typography(band.label)) if band.label else ""
    if band.free is None:
        said = _("places à demander")
    else:
        said = ngettext("%(num)d place libre", "%(num)d places libres", band.free)
    total = ngettext(" sur %(num)d", " sur %(num)d", band.authorised) if band.authorised else ""
    text, who = f"{label}{said}{total}", by_words(band.source)
    return _("%(text)s, au %(when)s (%(source)s)", text=text[:1].upper() + text[1:], when=when, source=who)


def _more(facts: ServiceFacts) -> tuple[tuple[str, list[str]], ...]:
    building = facts.place.accessible if facts.place else None
    note = facts.place.accessibility_note if facts.place else ""
    welcome = {True: _("Oui"), False: _("Non"), None: _("Non communiqué")}[facts.inclusive]
    rows = [
        (_("Accueil d’un enfant ou d’un adulte handicapé"), [welcome, french(facts.inclusive_note)]),
        (_("Bâtiment accessible en fauteuil"), [_three(building), french(note)]),
        (_("Langues parlées"), [format_list([language_name(code) for code in facts.languages])]),
    ]
    said = ((question, [text for text in answers if text]) for question, answers in rows)
    return tuple((question, answers) for question, answers in said if answers)


def _three(value: bool | None) -> str:
    return {True: _("Oui"), False: _("Non"), None: _("Non communiqué")}[value]


def _address(facts: ServiceFacts, reference: Reference) -> tuple[str, ...]:
    place = facts.place
    if place is None:
        return ()
    town = f"{place.postcode} {reference.communes[place.commune].name}".strip()
    return tuple(french(line) for line in (place.address, town) if line)


def _itinerary(page: ServicePage) -> str:
    place = page.facts.place
    if place is None or not page.card.position_is_exact or place.lat is None:
        return ""
    return f"https://www.openstreetmap.org/directions?to={quote(f'{place.lat},{place.lon}')}"


def _closures(hours: Hours, today: date) -> tuple[str, ...]:
    return tuple(_closed(closure) for closure in hours.closures if closure.ends >= today)


def _closed(closure: Closure) -> str:
    said, reason = closure_words(closure), french(closure.reason.rstrip(". "))
    return Markup("{} ({})").format(said, told(reason)) if reason else said


def _campaign(campaign: CampaignFacts, today: date) -> str:
    dates = {"starts": format_date(campaign.starts), "ends": format_date(campaign.ends)}
    said = _("%(label)s : du %(starts)s au %(ends)s.", label=typography(campaign.label), **dates)
    running = _(" C’est en ce moment.") if campaign.starts <= today else ""
    return Markup("{}{} {}").format(said, running, told(french(campaign.note))).strip()
