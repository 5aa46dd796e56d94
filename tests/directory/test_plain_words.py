"""Words that everybody reads: short sentences, none of the law's; foreign words told as such (U22, U23)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from app.guides.queries import all_guides
from app.territory.queries import reference
from tests.support.page import Page, text_of
from tests.support.strict_client import StrictClient

STATIC = (
    "/facile-a-lire", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/eco-conception", "/ctg",
    "/contact", "/guide-papier", "/situations",
)  # fmt: skip
#: Words of a sentence, on average, on a page and in a definition; on the page that is easy to read.
MOST, EASY = 20, 12
HEAVY = re.compile(
    r"\b(nonobstant|susmentionn|susvis|afférent|ledit|ladite|ci-après|aux fins de|en sus|dûment|au titre de)", re.I
)
FOREIGN = re.compile(r"\b(smartphone|cookies?|newsletter|e-?mails?|web|mail|online|feedback|burn-?out|baby-?sitt\w*)\b", re.I)  # fmt: skip
END = re.compile(r"[.!?…](?=\s|$)")


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence."""
    return [words for said in END.split(text) if (words := re.findall(r"[\w’'-]+", said))]


def average(texts: list[str]) -> float:
    lengths = [len(words) for text in texts for words in sentences(text)]
    return sum(lengths) / len(lengths)


def paragraphs(page: Page) -> list[str]:
    return [text_of(one) for one in page.one("main").iter() if one.tag in ("p", "li")]


@pytest.mark.parametrize("address", STATIC)
def test_sentences_of_pages_are_short_and_plain(client: StrictClient, address: str):
    said = paragraphs(client.page(address))
    assert average(said) <= (EASY if address == "/facile-a-lire" else MOST), address
    assert [text for text in said if HEAVY.search(text)] == []


def test_definitions_are_short_and_plain(app: Flask):
    with app.app_context():
        known = reference()
        said = [theme.definition for theme in known.themes.values()]
        said += [kind.definition for kind in known.types.values() if kind.definition]
        said += [text for guide in all_guides() for text in (guide.summary, *(step.text for step in guide.steps))]
    assert len(said) > 80
    assert [text for text in said if average([text]) > MOST or HEAVY.search(text)] == []


def test_somebody_who_reads_little_is_shown_how_to_use_the_site(client: StrictClient):
    assert "/facile-a-lire" in client.page("/").links()
    page = client.page("/facile-a-lire")
    assert max(len(words) for text in paragraphs(page) for words in sentences(text)) <= 25
    assert [text_of(one) for one in page.all("span") if one.get("lang") == "en"] == ["smartphone"]


@pytest.mark.parametrize("address", ["/", *STATIC])
def test_foreign_words_say_that_they_are(client: StrictClient, address: str):
    unmarked = list(_in_french(client.page(address).one("main")))
    assert [found[0] for text in unmarked for found in FOREIGN.finditer(text)] == []


def _in_french(element: Element) -> Iterator[str]:
    """The text of that element that no part of it says to be in another language."""
    yield element.text or ""
    for child in element:
        if child.get("lang") in (None, "fr") and isinstance(child.tag, str):
            yield from _in_french(child)
        yield child.tail or ""
