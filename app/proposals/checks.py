"""What a listing can say: the bounds that every database keeps, told by field before anything is written. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.catalogue.facts import PhotoFacts, PlaceFacts, ServiceFacts
from app.catalogue.hours.model import HoursError
from app.catalogue.hours.rules import check_slots

#: Signs a text may have, by the last part of its name inside its field (`fees.label`); see the columns of the models.
LENGTHS = {
    "name": 200,
    "type": 60,
    "summary": 280,
    "ages.age_note": 300,
    "place.commune": 5,
    "place.address": 300,
    "place.postcode": 5,
    "place.precision": 20,
    "access.transport": 300,
    "closures.reason": 300,
    "fees.label": 160,
    "fees.unit": 20,
    "campaigns.label": 200,
    "availability.label": 160,
    "availability.source": 200,
    **{f"{field}.value": 500 for field in ("phones", "emails", "websites", "people")},
    **{f"{field}.label": 160 for field in ("phones", "emails", "websites", "people")},
    "contact_fallback": 20,
    "photo.file": 32,
    "photo.alt": 300,
    "photo.credit": 160,
    "source.name": 400,
    "source.url": 1000,
    "source.licence": 120,
    "source.confidence": 1,
}
#: A description of 10,000 words fits.
USUAL_LENGTH = 100_000
MOST_ROWS = 400
LARGEST = 2**31 - 1
OLDEST = 1200
#: Pixels of a side, once made smaller (`catalogue.photos`).
LARGEST_PHOTO = 4000


class ImpossibleValue(ValueError):
    """These values cannot be facts: `field` says where, `why` is `missing`, `shape`, `too-long`, `too-many`,
    `characters`, `out-of-range`, `order`, `overlap`, `no-place`, `unknown-type`, `unknown-commune`, `out-of-scope`."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(field, why)
        self.field, self.why = field, why


def check_value(name: str, value: Any) -> None:
    """Lengths, sizes and signs of one field's value. Raises ImpossibleValue."""
    for path, leaf in _leaves(name, value):
        if isinstance(leaf, str):
            if len(leaf) > LENGTHS.get(path, USUAL_LENGTH):
                raise ImpossibleValue(name, "too-long")
            if "\x00" in leaf or not _is_text(leaf):
                raise ImpossibleValue(name, "characters")
        elif isinstance(leaf, list | tuple):
            if len(leaf) > MOST_ROWS:
                raise ImpossibleValue(name, "too-many")
        elif isinstance(leaf, int) and abs(leaf) > LARGEST:
            raise ImpossibleValue(name, "out-of-range")


def check_facts(facts: ServiceFacts) -> ServiceFacts:
    """The same facts, if they hold together. Raises ImpossibleValue."""
    if not facts.name.strip():
        raise ImpossibleValue("name", "missing")
    _check_ages(facts)
    _check_hours(facts)
    _check_tables(facts)
    if facts.place is not None:
        _check_position(facts.place)
    if facts.photo is not None:
        _check_photo(facts.photo)
    return facts


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}", inner)
        return
    yield path, value
    if isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(path, inner)


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_ages(facts: ServiceFacts) -> None:
    low, high = facts.age_min_months, facts.age_max_months
    if any(age is not None and not 0 <= age <= OLDEST for age in (low, high)):
        raise ImpossibleValue("ages", "out-of-range")
    if low is not None and high is not None and low > high:
        raise ImpossibleValue("ages", "order")


def _check_hours(facts: ServiceFacts) -> None:
    try:
        check_slots(facts.slots)
    except HoursError as fault:
        raise ImpossibleValue("hours", "overlap") from fault


def _check_tables(facts: ServiceFacts) -> None:
    for fee in facts.fees:
        if fee.amount_cents < 0:
            raise ImpossibleValue("fees", "out-of-range")
        if fee.qf_min is not None and fee.qf_max is not None and fee.qf_min > fee.qf_max:
            raise ImpossibleValue("fees", "order")
    if any(campaign.ends < campaign.starts for campaign in facts.campaigns):
        raise ImpossibleValue("campaigns", "order")
    for band in facts.availability:
        if any(count is not None and count < 0 for count in (band.authorised, band.free)):
            raise ImpossibleValue("availability", "out-of-range")


def _check_position(place: PlaceFacts) -> None:
    if (place.lat is None) != (place.lon is None):
        raise ImpossibleValue("place", "shape")
    if place.lat is not None and place.lon is not None and not (abs(place.lat) <= 90 and abs(place.lon) <= 180):
        raise ImpossibleValue("place", "out-of-range")


def _check_photo(photo: PhotoFacts) -> None:
    if not photo.alt.strip():
        raise ImpossibleValue("photo", "missing")
    if not re.fullmatch(r"[0-9a-f]{32}", photo.file):
        raise ImpossibleValue("photo", "shape")
    if not (0 < photo.width <= LARGEST_PHOTO and 0 < photo.height <= LARGEST_PHOTO):
        raise ImpossibleValue("photo", "out-of-range")
