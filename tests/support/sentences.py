"""Finding sentences that people read but that do not go through the catalog, in templates and in Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

from tests.support.sources import shown, tree

WORD = re.compile(r"[^\W\d_]{2,}")
READ_ATTRIBUTES = frozenset({"alt", "aria-label", "aria-description", "label", "placeholder", "title", "value"})
#: Written the same in every language: units, signs, names of formats.
UNIVERSAL = frozenset({"km", "CSV", "JSON", "PDF", "GeoJSON", "SMS", "FALC", "SIREN", "SIRET", "CTG", "HTML", "iCal"})
HOLE = "\ue000"
#: What a macro that gives attributes to its caller looks like.
ATTRIBUTES = re.compile(r"""\s*(?:[\w-]+="[^"]*"\s*)+""")


class _Reader(HTMLParser):
    """Collects (line, words) of what is read; an element with translate="no" is left alone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._open.append((tag, tag in ("script", "style") or given.get("translate") == "no"))
        for name, value in attrs:
            # The value of an <input> button is its words; that of a <button> is only sent.
            button = tag == "input" and given.get("type") in ("submit", "button")
            is_read = name in READ_ATTRIBUTES and (name != "value" or button)
            if is_read or (tag == "meta" and name == "content" and given.get("name") == "description"):
                self._look(value or "")

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if not any(left_alone for _, left_alone in self._open):
            self._look(data)

    def _look(self, text: str) -> None:
        if not ATTRIBUTES.fullmatch(text) and any(word not in UNIVERSAL for word in WORD.findall(text)):
            self.found.append((self.getpos()[0], " ".join(text.replace(HOLE, "…").split())[:70]))


def untranslated_in_template(source: str) -> list[tuple[int, str]]:
    """(line, words) of the literal text of a template, outside {{ }} and {% trans %}."""
    reader = _Reader()
    reader.feed("".join(_literal_parts(source)))
    reader.close()
    return reader.found


def _literal_parts(source: str) -> Iterator[str]:
    """The template's own text; what Jinja computes becomes a hole, lines keep their numbers."""
    in_block, in_trans, block = False, False, ""
    for _, kind, value in Environment(trim_blocks=False).lex(source):
        if kind == "data":
            yield "\n" * value.count("\n") if in_trans else value
            continue
        yield "\n" * value.count("\n")
        if kind == "block_begin":
            in_block, block = True, ""
        elif kind == "name" and in_block and not block:
            block = value
        elif kind == "block_end":
            in_block = False
            in_trans = block == "trans" or (in_trans and block != "endtrans")
        elif kind == "variable_begin":
            yield HOLE


#: The name of the product is the same everywhere.
NAMES = frozenset({"Trait d’union"})
CATALOG = frozenset({"_", "gettext", "ngettext", "lazy_gettext", "_l", "LazyText", "pgettext"})
#: A literal that says this on its line, or just above, is not shown to the public; the reason follows.
EXCUSE = "not for the catalog:"
FRENCH = re.compile(
    r"[’«»àâçéèêëîïôùûœ]|\b(?:le|la|les|des|une|un|est|pour|dans|vous|votre|sur|avec|par|pas|aux|du|de|et|ou)\b", re.I
)


def untranslated_in_python(path: Path) -> Iterator[str]:
    """Each literal that looks like a French sentence and is not given to the catalog."""
    lines = path.read_text(encoding="utf-8").splitlines()
    passed_by = _passed_by(tree(path))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_by:
            around = "\n".join(lines[max(0, node.lineno - 2) : node.end_lineno])
            if _looks_french(node.value) and node.value not in NAMES and EXCUSE not in around:
                yield f"{shown(path)}:{node.lineno} {node.value[:60]!r}"


def _looks_french(text: str) -> bool:
    return len(WORD.findall(text)) > 1 and " " in text and bool(FRENCH.search(text))


def _passed_by(module: ast.Module) -> set[int]:
    """The literals that are docstrings, given to the catalog, raised at programmers, or compared with data."""
    found: set[int] = set()
    for node in ast.walk(module):
        inner: list[ast.AST] = []
        if isinstance(node, ast.Expr | ast.Raise):
            inner = [node] if isinstance(node, ast.Raise) or isinstance(node.value, ast.Constant) else []
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            inner = [node] if name in CATALOG or name == "compile" else []
        found |= {id(each) for part in inner for each in ast.walk(part) if isinstance(each, ast.Constant)}
    return found
