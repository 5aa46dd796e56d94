"""Calendars, contact cards and feeds of a listing whose every text is written to break them: no line, no event, no card
that it dictates, and nothing that the formats cannot hold."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree as Xml

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.catalogue.facts import CampaignFacts, ContactFacts, PlaceFacts
from app.catalogue.hours.model import Closure
from app.foundation import clock
from tests.directory.support import MONDAY, MONTAUBAN, added, changed, weekly

BREAKS = (
    "a\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:volé",
    "a\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:volé",
    "a\rATTENDEE:mailto:x@evil.example",
    "a\u2028X-VOLE:1\u2029X-VOLE:2\x85X-VOLE:3\x0bX-VOLE:4\x0cX-VOLE:5\x1cX-VOLE:6",
    "\x00\x01\x1b[31m\x7f\ufffe\uffff\ufeff",
    "\\nX-VOLE:1\\,\\;\\\\",
    "=HYPERLINK(\"http://evil.example\")",
    "+1+1",
    "@SUM(1)",
    "\tX-VOLE:1",
    " ;CN=volé:mailto:x@evil.example",
    "]]><entry><title>volé</title></entry>",
    "é" * 200 + "\U0001f600" * 50,
)  # fmt: skip
VCARD = {"BEGIN", "VERSION", "KIND", "UID", "FN", "ORG", "ADR", "TEL", "EMAIL", "URL", "SOURCE", "END"}
ICS = {"BEGIN", "END", "PRODID", "VERSION", "X-WR-CALNAME", "REFRESH-INTERVAL", "UID", "DTSTAMP", "SUMMARY", "DTSTART", "DTEND",
       "TRANSP", "DESCRIPTION", "URL", "RRULE", "EXDATE", "LOCATION", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RDATE",
       "COMMENT"}  # fmt: skip


@pytest.fixture(scope="module")
def slugs(module_app: Flask) -> list[str]:
    with clock.freeze(MONDAY - timedelta(days=2)):
        made = [_written(module_app, number, bad) for number, bad in enumerate(BREAKS)]
    with clock.freeze(MONDAY - timedelta(days=1)):
        return [
            changed(module_app, slug, closures=(Closure(date(2026, 12, 21), date(2026, 12, 24), bad),))
            for slug, bad in zip(made, BREAKS, strict=True)
        ]


def _written(app: Flask, number: int, bad: str) -> str:
    place = PlaceFacts(MONTAUBAN, bad, "82000", 44.01, 1.35, "numero")
    contacts = tuple(ContactFacts(kind, bad, bad) for kind in ("phone", "email", "website"))
    return added(
        app, name=f"{bad} {number}", type="ludotheque", place=place, summary=bad, description=bad, hours_note=bad,
        contacts=(ContactFacts("phone", "0563220000", bad), *contacts), slots=weekly(540, 720), hours_known=True,
        campaigns=(CampaignFacts(bad, date(2026, 11, 1), date(2027, 1, 31), bad),),
    )  # fmt: skip


def lines_of(data: bytes) -> list[str]:
    """The lines of RFC 5545 and 6350, once each was looked at: 75 octets, its end, no control character."""
    assert data.endswith(b"\r\n")
    raw = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in raw)
    assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", b"".join(raw))
    return re.sub(r"\r\n[ \t]", "", data.decode())[:-2].split("\r\n")


def names(lines: list[str]) -> set[str]:
    return {re.split("[;:]", line)[0] for line in lines}


@pytest.mark.parametrize("number", range(len(BREAKS)))
def test_no_text_writes_a_line(module_client: FlaskClient, slugs: list[str], number: int):
    address = f"/services/{slugs[number]}"
    card = lines_of(module_client.get(f"{address}.vcf").data)
    assert names(card) <= VCARD and [card.count(one) for one in ("BEGIN:VCARD", "END:VCARD")] == [1, 1]
    answer = module_client.get(f"{address}.ics")
    events = lines_of(answer.data)
    assert names(events) <= ICS and events.count("BEGIN:VEVENT") == events.count("END:VEVENT")
    read = icalendar.Calendar.from_ical(answer.data)
    assert not [each for each in read.walk() if "ATTENDEE" in each]
    feed = Xml.fromstring(module_client.get(f"{address}/flux.atom").data)
    assert {each.tag.rpartition("}")[2] for each in feed.iter()} <= {
        "feed", "title", "id", "updated", "link", "author", "name", "entry", "summary"
    }  # fmt: skip
    assert not [each for each in feed.iter() if each.text and each.text.strip() == "volé"]


def test_the_file_that_is_saved_has_a_name_of_ours(module_client: FlaskClient, slugs: list[str]):
    for slug in slugs:
        for ending in ("vcf", "ics"):
            said = module_client.get(f"/services/{slug}.{ending}").headers["Content-Disposition"]
            assert re.fullmatch(rf'attachment; filename="[a-z0-9-]+\.{ending}"', said)


def test_every_listing_at_once(module_client: FlaskClient, slugs: list[str]):
    for ending in ("calendrier.ics", "flux.atom"):
        assert module_client.get(f"/{ending}?type=ludotheque").status_code == 200
    assert names(lines_of(module_client.get("/calendrier.ics?type=ludotheque").data)) <= ICS
