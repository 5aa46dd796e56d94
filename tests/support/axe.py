"""axe-core on a page that is open, at each width and in each set of colours: what it finds, in sentences.

Everything is looked at once by day at 320 pixels and once by night at 1280. Where the colours alone change, only the
rules of colours are run: nothing else of a page can become wrong by night.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Page

from scripts.common import ROOT
from tests.support.closing import not_run

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
OF_COLOURS = ("color-contrast", "link-in-text-block")


@dataclass(frozen=True)
class View:
    """A window, its colours, and the rules to check there: `only` those, or all `without` those."""

    name: str
    size: tuple[int, int]
    scheme: Literal["light", "dark"] = "light"
    forced: bool = False
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


#: For styles, a window of 1280 × 1024 at 400 %.
NARROW, WIDE = (320, 256), (1280, 900)
SMALLEST = View("320 px", NARROW)
VIEWS = (
    SMALLEST,
    View("320 px, nuit", NARROW, "dark", only=OF_COLOURS),
    View("320 px, contraste forcé", NARROW, forced=True, only=OF_COLOURS),
    View("1280 px", WIDE, only=OF_COLOURS),
    View("1280 px, nuit", WIDE, "dark"),
)
WITHOUT_COLOURS = View("320 px", NARROW, without=OF_COLOURS)


def let_axe_in(page: Page) -> Page:
    """This tab, whose pages will hold axe from their first moment, whatever the policy of the site."""
    if not AXE.exists():
        not_run("axe-core n’est pas installé (npm)", "make setup")
    page.add_init_script(path=AXE)
    return page


def show(page: Page, view: View) -> None:
    """The window and the colours of this view."""
    width, height = view.size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=view.scheme, forced_colors="active" if view.forced else "none")


def axe_faults(page: Page, views: tuple[View, ...] = VIEWS) -> list[str]:
    """Everything that axe finds in these views; the page is left in the first one."""
    found = []
    for view in views:
        show(page, view)
        found += [f"{view.name} : {fault}" for fault in _run(page, view)]
    show(page, views[0])
    return found


def _run(page: Page, view: View) -> list[str]:
    rules = {name: {"enabled": False} for name in view.without}
    options: dict[str, Any] = {"resultTypes": ["violations"], "rules": rules}
    if view.only:
        options["runOnly"] = list(view.only)
    answer = page.evaluate("async options => (await axe.run(document, options)).violations", options)
    return [
        f"{rule['id']} ({rule['help']}) {node['target']} {node['html'][:150]}"
        for rule in answer
        for node in rule["nodes"][:3]
    ]
