"""Reading a PDF as a checker of PDF/UA does: its catalog, its structure tree, its links, its words."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import page
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NullObject

#: An element as the library gives it; its types say less than what stands in it.
Element = Any


def reader(data: bytes) -> PdfReader:
    """The document; a broken one fails the test."""
    return PdfReader(BytesIO(data), strict=True)


def elements(pdf: PdfReader | PdfWriter) -> Iterator[Element]:
    """Every element of the structure tree, in the order in which it is read aloud."""
    root: Any = pdf.root_object
    stack: list[Any] = [root["/StructTreeRoot"].get_object()]
    while stack:
        node = stack.pop()
        if "/S" in node:
            yield node
        stack += [child for child in reversed(_kids(node)) if isinstance(child, DictionaryObject)]


def _kids(node: Element) -> list[Any]:
    kids = node.get("/K", NullObject()).get_object()
    return [kid.get_object() for kid in (kids if isinstance(kids, ArrayObject) else [kids])]


def faults(data: bytes) -> list[str]:
    """What a validator of PDF/UA-1 refuses, then what it does not look at; empty when all is well."""
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    pdf = reader(data)
    tree = list(elements(pdf))
    refused = [f"{one.rule_id}: {one.message}" for one in report.failures]
    return refused + _language(pdf) + _headings(tree) + _nameless_links(tree) + _bookmarks(pdf)


def _language(pdf: PdfReader) -> list[str]:
    root: Any = pdf.root_object
    return [] if root.get("/Lang") == "fr" else [f"language {root.get('/Lang')}"]


def _headings(tree: list[Element]) -> list[str]:
    """One H1, first; no level skipped on the way down."""
    levels = [int(one["/S"][2:]) for one in tree if one["/S"][1:2] == "H" and one["/S"][2:].isdecimal()]
    skipped = [f"H{a} then H{b}" for a, b in pairwise(levels) if b > a + 1]
    return skipped + ([] if levels[:1] == [1] and levels.count(1) == 1 else [f"H1: {levels[:3]}"])


def _nameless_links(tree: list[Element]) -> list[str]:
    """Links of which nothing is read aloud: no words of the page, none of their own."""
    links = [one for one in tree if one["/S"] == "/Link" and not one.get("/Alt")]
    return [f"link without words: {dict(one)}" for one in links if not any(map(_is_read, _kids(one)))]


def _is_read(kid: Any) -> bool:
    """Whether this kid is words of the page, or holds some: numbers are marked content, OBJR the link itself."""
    if not isinstance(kid, DictionaryObject):
        return isinstance(kid, int)
    return kid.get("/Type") == "/MCR" or any(map(_is_read, _kids(kid)))


def _bookmarks(pdf: PdfReader) -> list[str]:
    """A long document is walked by its bookmarks: one, and none empty, from five pages."""
    titles = list(_titles(pdf.outline))
    return ["no bookmark"] if len(pdf.pages) >= 5 and not titles else ["empty bookmark"] * ("" in titles)


def _titles(outline: Any) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from _titles(one)
        else:
            yield str(one.title).strip()


def words(pdf: PdfReader, first: int = 0) -> str:
    """What is read from that page on, on one line, its spaces plain, its hyphens at line ends undone."""
    return " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages[first:]).split())
