"""vCard 4.0 (RFC 6350): how to reach a listing, from its public facts alone."""

from __future__ import annotations

from app.catalogue.queries import ServicePage
from app.foundation.links import safe_email, safe_url
from app.foundation.phones import phone
from app.territory.reference import Reference

MIME = "text/vcard"
#: Octets of a line, its end left out.
LONGEST_LINE = 75


def vcard(page: ServicePage, reference: Reference, url: str) -> bytes:
    """The card of a listing; an address that is private is not there."""
    lines = ["BEGIN:VCARD", "VERSION:4.0", "KIND:org", f"UID:urn:uuid:{page.card.uuid}", f"FN:{_said(page.card.name)}"]
    if page.organization:
        lines.append(f"ORG:{_said(page.organization.name)}")
    lines += [*_place(page, reference), *_contacts(page), f"SOURCE:{url}", "END:VCARD"]
    return b"".join(folded(line) for line in lines)


def _place(page: ServicePage, reference: Reference) -> list[str]:
    place = page.facts.place
    if place is None:
        return []
    town = reference.communes[place.commune].name
    return [f"ADR;TYPE=work:;;{_said(place.address)};{_said(town)};;{_said(place.postcode)};France"]


def _contacts(page: ServicePage) -> list[str]:
    lines = []
    for one in page.facts.contacts:
        number = phone(one.value) if one.kind == "phone" else None
        if number:
            lines.append(f"TEL;TYPE=work;VALUE=uri:{number.href}")
        elif one.kind == "email" and safe_email(one.value):
            lines.append(f"EMAIL;TYPE=work:{_said(one.value)}")
        elif one.kind == "website" and (address := safe_url(one.value)):
            lines.append(f"URL:{address}")
    return lines


def _said(text: str) -> str:
    """A text value: escaped, without control characters."""
    escaped = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")
    return "".join(letter for letter in escaped if letter.isprintable() or letter in "\u00a0\u202f")


def folded(line: str) -> bytes:
    """The line in pieces of 75 octets, cut between letters, each but the first after a space."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
