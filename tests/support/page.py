"""A page as a test reads it: parsed as browsers do, asked in a few words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

INVISIBLE = frozenset({"script", "style", "template", "head", "noscript"})


@dataclass
class Page:
    """The text of an answer and its tree."""

    text: str
    address: str = ""
    parse_errors: list[str] = field(default_factory=list, init=False)
    root: Element = field(init=False)

    def __post_init__(self) -> None:
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        self.root = parser.parse(self.text)
        self.parse_errors = [f"{code} at {where} {said or ''}".strip() for where, code, said in parser.errors]

    def all(self, *names: str) -> list[Element]:
        """Every element of these names, in order; every HTML element when none is given."""
        return [each for each in self.root.iter() if is_element(each) and (not names or each.tag in names)]

    def one(self, name: str, **attributes: str) -> Element:
        """The only element of this name with these attributes (`class_`, `for_`, `data_x` are understood)."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        found = [each for each in self.all(name) if all(each.get(key) == value for key, value in wanted.items())]
        assert len(found) == 1, f"{self.address}: {len(found)} <{name}> with {wanted}"
        return found[0]

    def of_class(self, name: str) -> list[Element]:
        """Every element that has this class."""
        return [element for element in self.all() if name in (element.get("class") or "").split()]

    @property
    def title(self) -> str:
        return text_of(self.one("title"))

    @property
    def h1(self) -> str:
        return text_of(self.one("h1"))

    @property
    def visible(self) -> str:
        """The words that a person reads, spaces made single."""
        return plain("".join(text for _, text in self.visible_texts()))

    def visible_texts(self) -> Iterator[tuple[Element, str]]:
        """Each run of visible text with the element it stands in."""
        body = self.root.find("body")
        if body is not None:
            yield from _texts(body)

    def links(self) -> list[str]:
        """Where the links lead, in order."""
        return [element.get("href") or "" for element in self.all("a") if element.get("href") is not None]

    def link(self, words: str) -> str:
        """Where the first link that says these words leads."""
        for element in self.all("a"):
            if words in text_of(element):
                return element.get("href") or ""
        raise AssertionError(f"{self.address}: no link says “{words}”")


def is_element(node: Any) -> bool:
    """False for a comment, whose tag is a function."""
    return isinstance(node.tag, str)


def text_of(element: Element) -> str:
    """The words inside an element."""
    return plain("".join(element.itertext()))


def plain(text: str) -> str:
    """Line breaks and repeated spaces made one ordinary space; non-breaking spaces stay."""
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip()


def _texts(element: Element) -> Iterator[tuple[Element, str]]:
    if not is_element(element) or element.tag in INVISIBLE:
        return
    if element.text:
        yield element, element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield element, child.tail
