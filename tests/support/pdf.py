"""Reading a PDF as a checker of PDF/UA does: its catalog, its structure tree, its links, its words."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NullObject

#: An element as the library gives it; its types say less than what stands in it.
Element = Any


def reader(data: bytes) -> PdfReader:
    """The document; a broken one fails the test."""
    return PdfReader(BytesIO(data), strict=True)


def elements(pdf: PdfReader) -> Iterator[Element]:
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


def faults(pdf: PdfReader) -> list[str]:
    """What PDF/UA-1 would refuse, among what can be read without a validator; empty when all is well."""
    root: Any = pdf.root_object
    found: list[str] = []
    tree = list(elements(pdf))
    if not root.get("/MarkInfo", {}).get("/Marked"):
        found.append("not marked")
    if root.get("/Lang") != "fr":
        found.append(f"language {root.get('/Lang')}")
    if not (pdf.metadata and pdf.metadata.title):
        found.append("no title")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        found.append("the title is not displayed")
    if b"pdfuaid:part" not in root["/Metadata"].get_object().get_data():
        found.append("does not say that it is PDF/UA")
    found += [
        f"figure without alternative: {dict(one)}" for one in tree if one["/S"] == "/Figure" and not one.get("/Alt")
    ]
    found += _headings(tree) + _links(pdf, tree) + _fonts(pdf)
    return found


def _headings(tree: list[Element]) -> list[str]:
    """One H1, first; no level skipped on the way down."""
    levels = [int(one["/S"][2:]) for one in tree if one["/S"][1:2] == "H" and one["/S"][2:].isdecimal()]
    skipped = [f"H{a} then H{b}" for a, b in pairwise(levels) if b > a + 1]
    return skipped + ([] if levels[:1] == [1] and levels.count(1) == 1 else [f"H1: {levels[:3]}"])


def _links(pdf: PdfReader, tree: list[Element]) -> list[str]:
    """Every link is announced: it belongs to the structure, and says where it leads."""
    found: list[str] = []
    annotations = 0
    for each in pdf.pages:
        page: Any = each
        for one in page.get("/Annots", ()):
            link = one.get_object()
            annotations += 1
            if "/StructParent" not in link or not ("/Contents" in link or "/A" in link or "/Dest" in link):
                found.append(f"link out of the structure: {dict(link)}")
        if page.get("/Annots") and page.get("/Tabs") != "/S":
            found.append("the order of the links is not that of the text")
    tied = sum(kid.get("/Type") == "/OBJR" for one in tree for kid in _kids(one) if isinstance(kid, DictionaryObject))
    return found if tied >= annotations else [*found, f"{annotations} links, {tied} in the structure"]


def _fonts(pdf: PdfReader) -> list[str]:
    found: set[str] = set()
    for each in pdf.pages:
        page: Any = each
        for font in page["/Resources"].get_object().get("/Font", {}).get_object().values():
            kids = font.get_object().get("/DescendantFonts", [font])
            if not any(
                key.startswith("/FontFile") for kid in kids for key in kid.get_object()["/FontDescriptor"].get_object()
            ):
                found.add(f"font not embedded: {font.get_object().get('/BaseFont')}")
    return sorted(found)


def words(pdf: PdfReader, first: int = 0) -> str:
    """What is read from that page on, on one line, its spaces plain, its hyphens at line ends undone."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages[first:]).split())
