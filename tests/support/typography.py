"""French typography of what is read: ’ and not ', non-breaking spaces where a line must not break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.support.page import Page, plain

#: Code, keyboard keys and addresses are shown as they are typed.
AS_TYPED = frozenset({"code", "pre", "kbd", "samp", "textarea"})
READ_ATTRIBUTES = ("alt", "title", "aria-label", "placeholder")
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+")
SIGNS = (
    (re.compile(r"[^\W\d_]'[^\W\d_]"), "straight apostrophe"),
    (re.compile(r" [?!;:»€]"), "ordinary space before a sign (U+00A0 or U+202F is wanted)"),
    (re.compile(r"« "), "ordinary space after «"),
    (re.compile(r"[^\W\d_][?!;»](?:\s|$)"), "no space before a sign"),
    (re.compile(r"[^\W\d_]:\s"), "no space before a colon"),
    (re.compile(r"\.\.\."), "three dots for …"),
)


def typography_faults(page: Page) -> Iterator[str]:
    """Each fault with the words around it. Only French is looked at."""
    for text, where in _read(page):
        for sign, fault in SIGNS:
            found = sign.search(text)
            if found:
                around = text[max(0, found.start() - 30) : found.end() + 20]
                yield f"{fault} in {where}: {around!r}"


def _read(page: Page) -> Iterator[tuple[str, str]]:
    if (page.root.get("lang") or "fr").split("-")[0] != "fr":
        return
    foreign = _foreign(page.root)
    for element, text in page.visible_texts():
        if element.tag not in AS_TYPED and id(element) not in foreign:
            yield _joined(text), f"<{element.tag}>"
    for title in page.all("title"):
        yield _joined(title.text or ""), "<title>"
    for element in page.all():
        if id(element) not in foreign:
            for attribute in READ_ATTRIBUTES:
                yield _joined(element.get(attribute) or ""), f"<{element.tag} {attribute}>"


def _joined(text: str) -> str:
    """Spaces made single but kept at both ends: a sign that begins a text may follow a space there."""
    ends = " " if text[:1].isspace() and text.strip() else "", " " if text[-1:].isspace() and text.strip() else ""
    return ends[0] + ADDRESS.sub("…", plain(text)) + ends[1]


def _foreign(element: Element, inside: bool = False) -> set[int]:
    """The elements that stand in a part said in another language."""
    lang = element.get("lang")
    inside = inside if lang is None else lang.split("-")[0] != "fr"
    found = {id(element)} if inside else set()
    for child in element:
        found |= _foreign(child, inside)
    return found
