"""Feeds, calendars and contact cards: valid for strict readers, without anything private."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.catalogue.facts import CampaignFacts, ContactFacts, PlaceFacts, Status
from app.catalogue.hours.model import Closure, Period, Slot, SpecialOpening
from app.foundation import clock
from tests.directory.support import MONDAY, MONTAUBAN, added, changed, paris, service_of

ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
HOSTILE = 'Ludothèque <script>alert(1)</script>]]>; \\ & fils, "ici"\r\nBEGIN:VEVENT\r\nUID:1'
CLOSED = Closure(date(2026, 12, 21), date(2027, 1, 2), "Travaux ; peinture, sol")
CAMPAIGN = CampaignFacts("Inscriptions de l’été", date(2027, 3, 1), date(2027, 3, 31), "Au guichet")
LATER = MONDAY + timedelta(minutes=5)


@pytest.fixture(scope="module")
def slug(module_app: Flask) -> str:
    """A listing whose every text is hostile, and what happened to it."""
    with clock.freeze(MONDAY - timedelta(days=2)):
        made = added(
            module_app, name=HOSTILE.splitlines()[0], type="ludotheque",
            place=PlaceFacts(MONTAUBAN, "1 rue, Basse;", "82000", 44.01, 1.35, "numero"),
            slots=tuple(Slot(Period.ALL_YEAR, day, 540, 720) for day in (0, 2)), hours_known=True,
            contacts=(ContactFacts("phone", "0563220000"), ContactFacts("phone", "0600000099", is_public=False)),
        )  # fmt: skip
    with clock.freeze(MONDAY - timedelta(days=1)):
        return changed(
            module_app, made, closures=(CLOSED,), campaigns=(CAMPAIGN,),
            slots=tuple(Slot(Period.ALL_YEAR, day, 540, 735) for day in (0, 2)),
            special_openings=(SpecialOpening(date(2026, 12, 23), 600, 1440),),
        )  # fmt: skip


def atom(client: FlaskClient, address: str) -> Xml.Element:
    """The feed, once every rule of RFC 4287 that concerns it is checked."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status}"
    assert answer.mimetype == "application/atom+xml"
    feed = Xml.fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    names = [one.text for one in feed.iter(f"{ATOM}id")]
    assert len(set(names)) == len(names) and all(
        str(name).startswith("tag:") and " " not in str(name) for name in names
    )
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert [one.get("rel") for one in feed.findall(f"{ATOM}link")] == ["self", "alternate"]
    for one in (feed, *feed.findall(f"{ATOM}entry")):
        for required in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{required}")) == 1, required
        assert RFC3339.fullmatch(one.findtext(f"{ATOM}updated", ""))
        assert one.findtext(f"{ATOM}title", "").strip()
    for entry in feed.findall(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}link[@rel='alternate']") is not None and entry.findtext(f"{ATOM}summary")
    return feed


def titles(feed: Xml.Element) -> list[str]:
    return [str(one.findtext(f"{ATOM}title")) for one in feed.findall(f"{ATOM}entry")]


def events(client: FlaskClient, address: str) -> list[icalendar.Event]:
    """The events, once the file is checked as a strict parser does."""
    answer = client.get(address)
    assert answer.status_code == 200 and answer.mimetype == "text/calendar", answer.status
    lines = answer.data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines) and not any(b"\n" in line for line in lines)
    (read,) = icalendar.Calendar.from_ical(answer.data, multiple=True)
    assert not read.errors and read["VERSION"] == "2.0" and read["PRODID"]
    found = [one for one in read.walk("VEVENT") if isinstance(one, icalendar.Event)]
    zones = {str(one["TZID"]) for one in read.walk("VTIMEZONE")}
    for one in found:
        assert not one.errors and one["UID"] and one["DTSTAMP"].dt.utcoffset() == timedelta(0)
        assert one["DTSTART"].params.get("TZID", "") in {"", *zones}
        assert one.end > one.start
    assert len({str(one["UID"]) for one in found}) == len(found)
    return found


def test_the_feed_of_a_listing_tells_what_changed(module_client: FlaskClient, slug: str):
    said = titles(atom(module_client, f"/services/{slug}/flux.atom"))
    assert [one.rpartition(" : ")[2].replace("\u00a0", " ") for one in said if "Inscriptions" not in one]
    text = "\n".join(said)
    for expected in ("nouveaux horaires", "fermeture", "Inscriptions de l’été", "nouveau dans l’annuaire"):
        assert expected in text, text
    assert "<script>" in text  # as text: it was escaped in the file


def test_a_closure_taken_back_is_no_longer_news(module_app: Flask, module_client: FlaskClient):
    mine = added(module_app, name="Ludothèque du repentir", type="ludotheque")
    with clock.freeze(LATER):
        changed(module_app, mine, closures=(CLOSED,))
        assert any("fermeture" in one for one in titles(atom(module_client, f"/services/{mine}/flux.atom")))
        changed(module_app, mine, closures=())
        assert not any("fermeture" in one for one in titles(atom(module_client, f"/services/{mine}/flux.atom")))


def test_what_is_hidden_or_fictional_is_in_no_feed(
    module_app: Flask, module_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    hidden = added(module_app, name="Ludothèque cachée", type="ludotheque", status=Status.DRAFT)
    example = added(module_app, name="Ludothèque inventée", type="ludotheque", is_fictional=True)
    shown = titles(atom(module_client, f"/services/{example}/flux.atom"))
    assert shown and all(one.startswith("[Exemple fictif]") for one in shown)
    settings = replace(module_app.extensions["settings"], demonstration=False)
    monkeypatch.setitem(module_app.extensions, "settings", settings)
    for address in ("/flux.atom", "/flux.atom?type=ludotheque", f"/services/{example}/flux.atom"):
        text = "\n".join(titles(atom(module_client, address)))
        assert "Ludothèque cachée" not in text and "Ludothèque inventée" not in text, address
    assert module_client.get(f"/services/{hidden}/flux.atom").status_code == 404
    assert module_client.get(f"/services/{example}.ics").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/flux.atom", "/flux.atom?q=xyzzy", "/flux.atom?inconnu=1&theme=rien&age_mois=beaucoup&page=-3",      "/flux.atom?q=%3Cb%3E%26%07", "/themes/petite-enfance/flux.atom", "/communes/montauban/flux.atom"],
)  # fmt: skip
def test_every_feed_is_valid_and_bounded(module_client: FlaskClient, address: str):
    assert len(atom(module_client, address).findall(f"{ATOM}entry")) <= 50


def test_names_never_change_and_readers_are_spared(module_client: FlaskClient, slug: str):
    first = module_client.get(f"/services/{slug}/flux.atom")
    again = module_client.get(f"/services/{slug}/flux.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert re.findall(rb"<id>[^<]+", first.data) == re.findall(
        rb"<id>[^<]+", module_client.get(f"/services/{slug}/flux.atom").data
    )


@pytest.mark.parametrize("address", ["/themes/rien/flux.atom", "/communes/rien/flux.atom", "/services/rien.ics"])
def test_what_does_not_exist_has_no_feed(module_client: FlaskClient, address: str):
    assert module_client.get(address).status_code == 404


def test_the_calendar_of_a_listing_has_its_week_without_its_closed_days(module_client: FlaskClient, slug: str):
    found = events(module_client, f"/services/{slug}.ics")
    weekly = [one for one in found if "RRULE" in one]
    assert {one["RRULE"]["BYDAY"][0] for one in weekly} == {"MO", "WE"}
    monday = next(one for one in weekly if one["RRULE"]["BYDAY"] == ["MO"])
    assert monday.start == paris(2026, 11, 23, 9) and monday.end == paris(2026, 11, 23, 12, 15)
    gone = {one.dt.date() for each in _several(monday.get("EXDATE", [])) for one in each.dts}
    assert {date(2026, 12, 21), date(2026, 12, 28), date(2027, 3, 29)} <= gone  # the closure, Easter Monday
    whole = [one for one in found if "RRULE" not in one]
    special = next(one for one in whole if one.start == paris(2026, 12, 23, 10))
    assert special.end == paris(2026, 12, 24, 0)
    closure = next(one for one in whole if one.start == CLOSED.starts)
    assert closure.end == CLOSED.ends + timedelta(days=1) and "Travaux\u202f; peinture, sol" in closure["DESCRIPTION"]
    assert any(one.start == CAMPAIGN.starts for one in whole)


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_the_names_of_events_last_all_the_school_year(module_client: FlaskClient, slug: str):
    now = {str(one["UID"]) for one in events(module_client, f"/services/{slug}.ics") if "RRULE" in one}
    with clock.freeze(paris(2027, 2, 10)):
        later = {str(one["UID"]) for one in events(module_client, f"/services/{slug}.ics") if "RRULE" in one}
    assert now & later


def test_the_calendar_of_a_search_has_its_dates(module_client: FlaskClient, slug: str):
    for asked in ("?commune=82121", "?theme=parentalite&theme=enfance&type=ludotheque", ""):
        assert any(one.start == CLOSED.starts for one in events(module_client, f"/calendrier.ics{asked}")), asked
    assert events(module_client, "/calendrier.ics?q=xyzzy&jour=rien") == []


def test_nothing_private_is_in_a_contact_card(module_app: Flask, module_client: FlaskClient, slug: str):
    card = module_client.get(f"/services/{slug}.vcf").data
    assert b"tel:+33563220000" in card and b"0600000099" not in card and b"33600000099" not in card
    assert all(len(line) <= 75 for line in card.split(b"\r\n")) and card.count(b"BEGIN:") == 1
    changed(module_app, slug, place=PlaceFacts(MONTAUBAN, "3 rue Secrète", "82000", 44.0, 1.3, "numero", True))
    for kind in ("vcf", "ics"):
        assert "Secrète" not in module_client.get(f"/services/{slug}.{kind}").text
    with module_app.app_context():
        assert service_of(slug).location is not None


def test_pages_say_where_they_are_followed(module_client: FlaskClient):
    for page, feed in (("/communes/montauban", "/communes/montauban/flux.atom"), ("/recherche?theme=enfance&page=1",
                       "/flux.atom?theme=enfance")):  # fmt: skip
        text = module_client.get(page).text
        assert f'type="application/atom+xml" title="Nouvelles" href="{feed}"' in text
