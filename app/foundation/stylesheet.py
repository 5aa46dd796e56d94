"""One style sheet for the pages: the files of `static/css` laid end to end, without comments or spare white space.

Five small files are read by people, one by browsers: one request instead of five, and a third less once compressed.
"""

from __future__ import annotations

import re
from pathlib import Path

#: The name under which the whole is served, and what it is made of, in the order of the cascade layers.
SHEET = "css/site.css"
PARTS = ("css/tokens.css", "css/base.css", "css/components.css", "css/rooms/directory.css", "css/print.css")

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
#: A space before a colon may join a selector and a pseudo-class; after it, it never means anything.
_AROUND = re.compile(r" ?([{};,>/!]) ?|(:) ")


def smaller(text: str) -> str:
    """The same rules in fewer characters. Our style sheets hold no comment or `{` inside a string."""
    return _AROUND.sub(r"\1\2", _SPACE.sub(" ", _COMMENT.sub("", text))).replace(";}", "}").strip()


def has_parts(folder: Path) -> bool:
    """Whether this folder of static files holds every part."""
    return all((folder / part).is_file() for part in PARTS)


def bundled(folder: Path) -> bytes:
    """The whole style sheet of this folder of static files, in UTF-8."""
    return "\n".join(smaller((folder / part).read_text(encoding="utf-8")) for part in PARTS).encode()
