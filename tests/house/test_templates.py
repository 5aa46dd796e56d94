"""Templates: none is forgotten, each room keeps to its own, an unknown name is an error."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from jinja2 import Environment, nodes
from jinja2.exceptions import UndefinedError

from tests.support.sources import APP, TEMPLATES, python_files, shown, template_files, tree

#: Folders that every room may use.
SHARED = {"layouts", "components", "errors", "forms", "mails"}
#: A template name as it stands in Python: a whole literal, or the fixed beginning of an f-string.
NAME = re.compile(r"[\w/-]+\.(?:html|txt|xml|svg|json|ics|vcf)(?:\.jinja)?$")


def test_no_template_is_orphan():
    used = {name for _, name in (*python_uses(), *template_uses())}
    orphans = [
        name for name in (path.relative_to(TEMPLATES).as_posix() for path in template_files())
        if name not in used and not any(name.startswith(start) for start in computed_starts())
    ]  # fmt: skip
    assert not orphans, f"nobody renders, extends, includes or imports: {orphans}"


def test_every_template_named_exists():
    missing = [f"{where} names {name}" for where, name in (*python_uses(), *template_uses())
               if not (TEMPLATES / name).is_file()]  # fmt: skip
    assert not missing, "\n".join(missing)


def test_a_room_renders_only_its_own_templates():
    wrong = []
    for where, name in python_uses():
        room = where.split("/")[1]
        if name.split("/")[0] not in SHARED | {room} and room != "foundation":
            wrong.append(f"{where} renders {name}")
    assert not wrong, "\n".join(wrong)


def test_a_template_uses_only_its_room_and_what_is_shared():
    wrong = []
    for where, name in template_uses():
        room, used = where.split("/")[1], name.split("/")[0]
        if used not in SHARED | {room} or (room in SHARED and used not in SHARED):
            wrong.append(f"{where} uses {name}")
    assert not wrong, "\n".join(wrong)


def test_an_unknown_name_in_a_template_is_an_error(app: Flask):
    with app.test_request_context("/"), pytest.raises(UndefinedError):
        render_template_string("{{ nobody_ever_gave_this }}")


@cache
def python_uses() -> tuple[tuple[str, str], ...]:
    """(file, template) for each template name that stands in Python: rendered, or simply the name of a template."""
    found = []
    for path in python_files():
        rendered = set(_rendered(path))
        for node in ast.walk(tree(path)):
            name = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if NAME.fullmatch(name) and (name in rendered or (TEMPLATES / name).is_file()):
                found.append((shown(path), name))
    return tuple(found)


def _rendered(path: Path) -> Iterator[str]:
    """The literals that render_template() and its like are given."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("render_template", "render", "get_template", "stream_template"):
                yield repr(node.args[0].value).strip("'")


@cache
def computed_starts() -> tuple[str, ...]:
    """The fixed beginnings of the template names that Python computes: f"errors/{code}.html" gives "errors/"."""
    starts = []
    for path in python_files(APP):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start, end = str(node.values[0].value), node.values[-1]
                if "/" in start and isinstance(end, ast.Constant) and NAME.search(f"x{end.value!s}"):
                    starts.append(start)
    return tuple(starts)


@cache
def template_uses() -> tuple[tuple[str, str], ...]:
    """(file, template) for each extends, include, import and from of a template."""
    return tuple(_template_uses())


def _template_uses() -> Iterator[tuple[str, str]]:
    parser = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    for path in template_files():
        parsed = parser.parse(path.read_text(encoding="utf-8"))
        for node in parsed.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            named: nodes.Expr = getattr(node, "template")  # noqa: B009  the four kinds share no declared ancestor
            constants = [named] if isinstance(named, nodes.Const) else list(named.find_all(nodes.Const))
            yield from ((shown(path), constant.value) for constant in constants if isinstance(constant.value, str))
