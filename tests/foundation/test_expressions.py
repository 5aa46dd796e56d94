"""No regular expression of ours takes long on a long hostile text: the cost grows as the text does, never faster (T40).

Every expression that the code compiles, wherever it stands, is tried with every verb on texts that make careless ones
explore every way to match.
"""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest

from scripts.common import ROOT

#: Letters of a text, and milliseconds that one verb may take on it: what is linear takes one.
LENGTH, MOST_MS = 5_000, 20
#: Verbs that go through the whole text, as `sub` does.
WALKS = {"finditer", "findall", "split", "subn"}
#: Read on our own style sheet alone.
OURS = ("app/foundation/styles.py",)
SEEDS = (
    "a", " ", "\t", "\n", "0", "1", ".", "-", "_", "/", "@", "'", "’", '"', "\\", "<", ">", "&", "%", "#", "(", ")", "[", "]",
    "{", "}", ";", ",", ":", "=", "+", "*", "é", "\u00a0", "\u0300", "\ud83d\ude42".encode("utf-16", "surrogatepass").decode("utf-16"),
    "a ", "a.", "a-", "a@", "a'", "0 ", "0.", "0,", "1h", "1 h ", "06 ", "+33", "://", "a/", "a:", "<a", "<a ", "&a;", "%a0", "( ",
    "a\n", "\r\n", " \n", "aé", "Aa", "qf", "ans ", "12 ans ", "de 3 ", "n° ", "a=b&", "5.1.1 ", "[a](", "ab", "aab", "$1", "http://a",
)  # fmt: skip
ENDS = ("", "!", "\x00", "\n!", "é", "a", "0", "@a.fr")
FLAGS = {
    name: getattr(re, name)
    for name in ("IGNORECASE", "MULTILINE", "DOTALL", "VERBOSE", "ASCII", "I", "M", "S", "X", "A")
}


def expressions() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Where each stands, and what it is; one that is made from parts is taken from its module."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (found := _read(node)) is not None:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", found
        yield from _made(path)


def _read(call: ast.Call) -> re.Pattern[str] | None:
    name = call.func
    if not (
        isinstance(name, ast.Attribute) and isinstance(name.value, ast.Name) and name.value.id == "re" and call.args
    ):
        return None
    first = call.args[0]
    if name.attr == "escape" or not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return None
    said = {each.attr for each in ast.walk(call) if isinstance(each, ast.Attribute)} & FLAGS.keys()
    return re.compile(first.value, sum(FLAGS[one] for one in said))


def _made(path: Path) -> Iterator[tuple[str, re.Pattern[str]]]:
    import importlib

    if "re.compile(" not in path.read_text(encoding="utf-8"):
        return
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    for name, value in vars(module).items():
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            yield f"{path.relative_to(ROOT)}:{name}", value


def used(where: str) -> set[str]:
    """The verbs of an expression that has a name; every verb for one that has none."""
    path, _, name = where.partition(":")
    found = set(re.findall(rf"\b{name}\.(\w+)\(", (ROOT / path).read_text(encoding="utf-8")))
    return {"sub" if verb in WALKS else verb for verb in found} or {"fullmatch", "search", "sub"}


def slow(pattern: re.Pattern[str], verbs: Iterable[str] = ("fullmatch", "search", "sub")) -> list[str]:
    """The texts on which it takes too long."""
    for verb, seed, end in product(verbs, SEEDS, ENDS):
        text = (seed * (LENGTH // len(seed)))[:LENGTH] + end
        began = time.thread_time()
        getattr(pattern, verb)(*([""] if verb == "sub" else []), text)
        if (time.thread_time() - began) * 1000 > MOST_MS:
            return [f"{verb} {seed!r}…{end!r}"]
    return []


def test_none_is_slow():
    known = {(pattern.pattern, pattern.flags): where for where, pattern in expressions() if not where.startswith(OURS)}
    assert len(known) > 60
    found = {where: slow(re.compile(text, flags), used(where)) for (text, flags), where in known.items()}
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("careless", [r"^(\w+\s?)*$", r"\s+$", r"(\d+,?)+x"])
def test_the_check_itself(careless: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(f"{__name__}.LENGTH", 24 if careless.endswith(("*$", "x")) else LENGTH)
    assert slow(re.compile(careless))
