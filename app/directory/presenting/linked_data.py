"""The listing for search engines: schema.org, in a data block of the page."""

from __future__ import annotations

import json
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.catalogue.hours.exports import schema_org_properties
from app.catalogue.queries import ServicePage
from app.directory.presenting.moments import Moment
from app.foundation.links import safe_url
from app.foundation.phones import phone
from app.territory.reference import Reference

#: Characters that could end a <script> element, written as JSON escapes.
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def linked_data(page: ServicePage, reference: Reference, moment: Moment) -> Markup:
    """JSON-LD, safe inside a <script> element; '' for a fictional listing."""
    if page.card.is_fictional:
        return Markup("")
    text = json.dumps(_described(page, reference, moment), ensure_ascii=False, separators=(",", ":"))
    for character, escape in ESCAPES.items():
        text = text.replace(character, escape)
    return Markup(text)  # noqa: S704  every character that could leave the element is escaped above


def _described(page: ServicePage, reference: Reference, moment: Moment) -> dict[str, Any]:
    card = page.card
    kind = reference.types[card.type].facts.get("schema_org") or "Place"
    number = phone(card.phone)
    website = next((one.value for one in page.facts.contacts if one.kind == "website" and safe_url(one.value)), "")
    said = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": url_for("directory.service", slug=card.slug, _external=True),
        "name": card.name,
        "description": card.summary,
        "telephone": number.number if number else "",
        "email": card.email,
        "url": website,
        "image": _image(page),
        "isAccessibleForFree": card.free,
        "address": _address(page, reference),
        "geo": _position(page),
        **schema_org_properties(card.hours, moment.calendar, moment.today),
    }
    return {name: value for name, value in said.items() if value not in (None, "", {})}


def _address(page: ServicePage, reference: Reference) -> dict[str, str]:
    place = page.facts.place
    if place is None:
        return {}
    said = {
        "@type": "PostalAddress",
        "streetAddress": place.address,
        "postalCode": place.postcode,
        "addressLocality": reference.communes[place.commune].name,
        "addressRegion": reference.state_province,
        "addressCountry": "FR",
    }
    return {name: value for name, value in said.items() if value}


def _image(page: ServicePage) -> str:
    photo = page.facts.photo
    return url_for("directory.photo", name=f"{photo.file}.webp", _external=True) if photo else ""


def _position(page: ServicePage) -> dict[str, Any]:
    card = page.card
    if not card.position_is_exact or card.lat is None:
        return {}
    return {"@type": "GeoCoordinates", "latitude": card.lat, "longitude": card.lon}
