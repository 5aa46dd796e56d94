"""Take the pictures of docs/captures.md on a demonstration that runs: `python -m scripts.captures http://127.0.0.1:8000`.

Twelve pages, three widths, by day, by night and in Arabic. Nothing is changed on the site.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.common import ROOT, stop

FOLDER = ROOT / "docs" / "images" / "captures"
SHEET = ROOT / "docs" / "captures.md"
MOST_BYTES = 40_000
SIZES = {360: 780, 768: 1024, 1280: 900}
PLATANES, LAVOIR = "accueil-de-loisirs-les-platanes", "mercredis-du-lavoir"
#: Name → what it is, and its address.
PAGES = {
    "accueil": ("L’accueil", "/"),
    "resultats": ("Les résultats", "/recherche?q=centre+aere+mercredi&ou=Montbeton"),
    "carte": ("Les résultats sur la carte", "/recherche?theme=enfance&carte=1"),
    "rien": ("Rien n’est trouvé", "/recherche?q=xyzzy"),
    "fiche": ("Une fiche complète", f"/services/{PLATANES}"),
    "fiche-reelle": ("Une fiche réelle, ancienne", "/services/ludotheque-municipale-de-bressols"),
    "comparer": ("Comparer", f"/comparer?fiches={PLATANES},{LAVOIR}"),
    "selection": ("Ma sélection", f"/ma-selection?fiches={PLATANES},{LAVOIR}"),
    "theme": ("Un thème", "/themes/petite-enfance"),
    "commune": ("Une commune", "/communes/montauban"),
    "situation": ("Une situation de vie", "/situations/je-reprends-le-travail"),
    "trois-questions": ("Trois questions", "/trouver?pour=enfant"),
}


@dataclass(frozen=True)
class Look:
    """How the pages are looked at: the end of the picture’s name, what it is, the language and the colours."""

    name: str
    said: str
    prefix: str = ""
    scheme: Literal["light", "dark"] = "light"


LOOKS = (Look("jour", "De jour"), Look("nuit", "De nuit", scheme="dark"), Look("arabe", "En arabe", "/ar"))


def main(site: str) -> None:
    """Every picture, then the page that shows them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        stop("Chromium n’est pas installé : sudo apt-get install -y --no-install-recommends chromium")
    with sync_playwright() as play:
        unsafe = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=chromium, args=unsafe)
        for look in LOOKS:
            _take(browser, site, look)
        browser.close()
    SHEET.write_text(sheet(), encoding="utf-8")


def _take(browser: Browser, site: str, look: Look) -> None:
    page = browser.new_page(locale="fr-FR", color_scheme=look.scheme, reduced_motion="reduce")
    for name, (_, address) in PAGES.items():
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            answer = page.goto(f"{site}{look.prefix}{address}", wait_until="networkidle")
            if answer is None or not answer.ok:
                stop(f"La page ne répond pas : {look.prefix}{address}")
            _keep(page, file_name(name, width, look))
    page.close()


def _keep(page: Page, name: str) -> None:
    """As small as the eye allows."""
    drawn = Image.open(BytesIO(page.screenshot())).convert("RGB")
    for quality in (60, 45, 30):
        file = BytesIO()
        drawn.save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= MOST_BYTES:
            break
    (FOLDER / name).write_bytes(file.getvalue())


def file_name(page: str, width: int, look: Look) -> str:
    """The name of one picture."""
    return f"{page}-{width}-{look.name}.webp"


def sheet() -> str:
    """The contact sheet: a table for each page, a line for each look."""
    parts = [
        "# Captures\n\nDouze pages de la démonstration à 360, 768 et 1 280 pixels. Images faites par "
        "`.venv/bin/python -m scripts.captures http://127.0.0.1:8000`.\n"
    ]
    for name, (said, address) in PAGES.items():
        parts.append(f"## {said}\n\n`{address}`\n\n| | 360 | 768 | 1 280 |\n|---|---|---|---|")
        parts += [_line(name, said, look) for look in LOOKS]
        parts.append("")
    return "\n".join(parts)


def _line(name: str, said: str, look: Look) -> str:
    cells = (
        f"![{said}, {look.said.lower()}, {width} pixels](images/captures/{file_name(name, width, look)})"
        for width in SIZES
    )
    return f"| {look.said} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
