"""From the rows of the CSV files to the facts of a listing. `seed_data/README.md` explains every column."""

from __future__ import annotations

from dataclasses import replace

from app.catalogue.facts import (
    AvailabilityFacts,
    CampaignFacts,
    ContactFacts,
    DatePrecision,
    FeeFacts,
    FeeKind,
    PlaceFacts,
    ServiceFacts,
    SourceFacts,
    Status,
)
from app.catalogue.hours.model import Closure, HoursError, Period, Slot, SpecialOpening
from app.catalogue.hours.week import check_slots
from app.foundation.links import safe_email, safe_url
from app.foundation.phones import phone
from app.foundation.tables import Row, RowRefused, minutes

DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
UNITS = ("heure", "demi-journee", "jour", "semaine", "mois", "an", "repas", "seance", "sejour", "acte")
SUMMARY_MAX = 280
NAME_MAX = 200
AGE_MAX = 1200


def service_facts(row: Row, organizations: dict[str, str], *, fictional: bool) -> ServiceFacts:
    """The facts of a line of `services.csv`; hours, fees… are added by the other files. Raises RowRefused."""
    summary = row["summary"]
    if len(summary) > SUMMARY_MAX:
        raise RowRefused(f"le résumé a {len(summary)} caractères, {SUMMARY_MAX} au plus")
    ages = _ages(row)
    return ServiceFacts(
        name=name_of(row),
        type=row.required("type"),
        status=Status(row.one_of("status", [status.value for status in Status])),
        organization=_organization(row, organizations),
        extra_themes=row.items("extra_themes"),
        summary=summary,
        description=row["description"],
        place=_place(row),
        communes_served=tuple(dict.fromkeys(row.items("served_communes"))),
        age_min_months=ages[0],
        age_max_months=ages[1],
        age_note=row["age_note"],
        eligibility=row["eligibility"],
        languages=row.items("languages"),
        inclusive=row.boolean("inclusive"),
        inclusive_note=row["inclusive_note"],
        documents=row.items("documents"),
        registration=row["registration"],
        contacts=_contacts(row),
        contact_fallback=row.one_of("contact_fallback", ("", "mairie")),
        hours_reliable=row.boolean("hours_reliable") is not False,
        hours_note=row["hours_note"],
        fee_kind=FeeKind(row.one_of("fee_kind", [kind.value for kind in FeeKind])),
        fee_note=row["fee_note"],
        source=_source(row),
        internal_note=row["internal_note"],
        is_fictional=fictional,
    )


def with_slots(facts: ServiceFacts, row: Row) -> ServiceFacts:
    """The facts with this line of `hours.csv` more. Raises RowRefused, HoursError when it overlaps another."""
    slots = tuple(sorted((*facts.slots, *_slots(row))))
    check_slots(slots)
    return replace(facts, slots=slots, hours_known=True)


def closure(row: Row) -> Closure:
    """A line of `closures.csv`."""
    starts, ends = row.day("starts"), row.day("ends")
    if starts is None or ends is None or ends < starts:
        raise RowRefused("les dates sont vides ou à l’envers")
    return Closure(starts, ends, row["reason"])


def special_opening(row: Row) -> SpecialOpening:
    """A line of `special_openings.csv`."""
    day = row.day("day")
    if day is None:
        raise RowRefused("« day » est vide")
    return SpecialOpening(day, minutes(row["opens"]), minutes(row["closes"]))


def fee(row: Row) -> FeeFacts:
    """A line of `fees.csv`; amounts are cents of euro."""
    amount, qf_min, qf_max = row.integer("amount_cents"), row.integer("qf_min"), row.integer("qf_max")
    if amount is None or amount < 0:
        raise RowRefused("« amount_cents » est vide ou négatif")
    if qf_min is not None and qf_max is not None and qf_min > qf_max:
        raise RowRefused("le quotient minimum dépasse le quotient maximum")
    return FeeFacts(
        amount_cents=amount,
        unit=row.one_of("unit", UNITS),
        label=row["label"],
        qf_min=qf_min,
        qf_max=qf_max,
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
    )


def availability(row: Row) -> AvailabilityFacts:
    """A line of `availability.csv`; it is always dated."""
    observed_on = row.day("observed_on")
    if observed_on is None:
        raise RowRefused("« observed_on » est vide : des places sans date ne veulent rien dire")
    authorised, free = row.integer("authorised"), row.integer("free")
    if min(authorised or 0, free or 0) < 0:
        raise RowRefused("un nombre de places est négatif")
    ages = _ages(row)
    return AvailabilityFacts(observed_on, row.required("source"), row["label"], *ages, authorised, free)


def campaign(row: Row) -> CampaignFacts:
    """A line of `campaigns.csv`."""
    starts, ends = row.day("starts"), row.day("ends")
    if starts is None or ends is None or ends < starts:
        raise RowRefused("les dates sont vides ou à l’envers")
    return CampaignFacts(row.required("label"), starts, ends, row["note"])


def contact(row: Row) -> ContactFacts:
    """A line of `contacts.csv`."""
    kind = row.one_of("kind", ("phone", "email", "website", "person"))
    return _contact(kind, row.required("value"), row["label"], is_public=row.boolean("is_public") is not False)


def checked_contact(kind: str, value: str) -> str:
    """The contact, when it is one. Raises RowRefused: what a page turns into a link is checked before it is kept."""
    if kind == "phone" and phone(value) is None:
        raise RowRefused(f"« {value} » n’est pas un numéro de téléphone")
    if kind == "website" and safe_url(value) is None:
        raise RowRefused(f"« {value} » n’est pas une adresse de site")
    if kind == "email" and safe_email(value) is None:
        raise RowRefused(f"« {value} » n’est pas une adresse électronique")
    return value


def name_of(row: Row) -> str:
    """What it is called. Raises RowRefused when that is empty or too long."""
    name = row.required("name")
    if len(name) > NAME_MAX:
        raise RowRefused(f"le nom a {len(name)} caractères, {NAME_MAX} au plus")
    return name


def _ages(row: Row) -> tuple[int | None, int | None]:
    low, high = row.integer("age_min_months"), row.integer("age_max_months")
    if any(age is not None and not 0 <= age <= AGE_MAX for age in (low, high)):
        raise RowRefused(f"un âge n’est pas entre 0 et {AGE_MAX} mois")
    if low is not None and high is not None and low > high:
        raise RowRefused("l’âge minimum dépasse l’âge maximum")
    return low, high


def _organization(row: Row, organizations: dict[str, str]) -> str | None:
    key = row["organization"]
    if key and key not in organizations:
        raise RowRefused(f"l’organisation « {key} » n’existe pas")
    return organizations[key] if key else None


def _place(row: Row) -> PlaceFacts | None:
    if not row["commune"]:
        return None
    lat, lon = row.decimal("lat"), row.decimal("lon")
    if (lat is None) != (lon is None):
        raise RowRefused("il manque la latitude ou la longitude")
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise RowRefused("la position n’est pas sur la Terre")
    return PlaceFacts(
        commune=row["commune"],
        address=row["address"],
        postcode=row["postcode"],
        lat=lat,
        lon=lon,
        precision=row.one_of("position_precision", ("", "numero", "rue", "commune")),
        address_is_private=row.boolean("address_is_private") is True,
        transport=row["transport"],
        accessible=row.boolean("accessible"),
        accessibility_note=row["accessibility_note"],
    )


def _contacts(row: Row) -> tuple[ContactFacts, ...]:
    return tuple(_contact(kind, row[kind], "") for kind in ("phone", "email", "website") if row[kind])


def _contact(kind: str, value: str, label: str, *, is_public: bool = True) -> ContactFacts:
    return ContactFacts(kind, checked_contact(kind, value), label, is_public)


def _source(row: Row) -> SourceFacts:
    return SourceFacts(
        name=row.required("source"),
        url=row["source_url"],
        dated=row.day("source_date"),
        precision=_precision(row),
        read_on=row.day("read_on"),
        confidence=row.one_of("confidence", ("", "A", "B", "C")),
        licence=row["licence"],
    )


def _precision(row: Row) -> DatePrecision:
    known = [precision.value for precision in DatePrecision]
    return DatePrecision(row.one_of("source_date_precision", ("", *known)) or DatePrecision.UNKNOWN)


def _slots(row: Row) -> list[Slot]:
    period = Period(row.one_of("period", [period.value for period in Period]))
    opens, closes = minutes(row["opens"]), minutes(row["closes"])
    try:
        return [Slot(period, weekday, opens, closes) for weekday in _weekdays(row["days"])]
    except HoursError:
        raise RowRefused(f"la fermeture {row['closes']} n’est pas après l’ouverture {row['opens']}") from None


def _weekdays(text: str) -> list[int]:
    found: list[int] = []
    for part in text.replace(",", ";").split(";"):
        first, _, last = part.strip().partition("-")
        if first not in DAYS or (last or first) not in DAYS[DAYS.index(first) :]:
            raise RowRefused(f"« {text} » : jours inconnus ou à l’envers (lun, mar, mer, jeu, ven, sam, dim)")
        found += range(DAYS.index(first), DAYS.index(last or first) + 1)
    return found
