"""The press: a program of its own, so that setting pages neither slows the site nor outlives a request to stop.

It reads a page on its standard input, writes a tagged PDF (PDF/UA-1), and prints each page number as it is set. It
opens nothing but what stands in the page itself and in the folder it is given (the font): no network, no other file.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import resource
import sys
from pathlib import Path
from typing import Any

#: What the program may take: seconds of processor, and bytes of memory.
SECONDS, MEMORY = 240, 2 * 1024**3
_PAGE = re.compile(r"Page (\d+)")


class Teller(logging.Handler):
    """Says each page on the standard output, and leaves when whoever started the press is gone."""

    def __init__(self) -> None:
        super().__init__()
        self._parent = os.getppid()

    def emit(self, record: logging.LogRecord) -> None:
        if os.getppid() != self._parent:
            os._exit(3)
        if found := _PAGE.search(record.getMessage()):
            sys.stdout.write(f"page {found[1]}\n")
            sys.stdout.flush()


def main(target: str, style: str, allowed: str) -> None:
    """Set the page of the standard input with that style sheet, into that file."""
    from weasyprint import CSS, HTML  # type: ignore[import-untyped]
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

    root = Path(allowed).resolve()

    class Near(URLFetcher):  # type: ignore[misc]
        """Only what is in the page, or in that folder."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """See WeasyPrint."""
            if url.startswith("data:") or root in Path(url.removeprefix("file://")).resolve().parents:
                return super().fetch(url, headers)
            raise ValueError("not in the page")

    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(Teller())
    fonts, near = FontConfiguration(), Near(allowed_protocols=("data", "file"))
    sheet = CSS(filename=style, font_config=fonts, url_fetcher=near)
    page = HTML(string=sys.stdin.read(), base_url=f"{root.as_uri()}/", url_fetcher=near)
    document = page.render(stylesheets=[sheet], font_config=fonts, presentational_hints=False, pdf_variant="pdf/ua-1")
    document.write_pdf(target, pdf_variant="pdf/ua-1")
    sys.stdout.write(f"done {len(document.pages)}\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        import weasyprint  # noqa: F401
    else:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.nice(10)
        # Boxes are made by the hundred thousand and all kept: looking for cycles among them is time lost.
        gc.set_threshold(200_000, 50, 1000)
        main(*sys.argv[1:])
