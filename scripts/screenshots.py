"""Take the pictures of the guides, on a demonstration that runs: `python -m scripts.screenshots http://127.0.0.1:8000`.

Each is a WebP of docs/images, 150 kB at the most. Nothing is changed on the site.
"""

from __future__ import annotations

import sys
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from scripts.common import ROOT

FOLDER = ROOT / "docs" / "images"
MOST_BYTES = 150_000
LISTING = "Platanes"
#: Name of the picture → the end of the address, from the page of the listing.
OF_LISTING = {
    "structure-fiche": "", "structure-horaires": "/modifier/horaires", "structure-lieu": "/modifier/lieu",
    "structure-photo": "/modifier/photo", "structure-annonces": "/annonces",
}  # fmt: skip


def main(site: str) -> None:
    """Every picture of the guide of structures, as a telephone shows it."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 780}, locale="fr-FR")
        page.goto(f"{site}/connexion")
        page.click("button:has-text('Karim')")
        page.goto(f"{site}/espace")
        _keep(page, "structure-espace")
        listing = page.locator(f"a:has-text('{LISTING}')").first.get_attribute("href")
        for name, ending in OF_LISTING.items():
            page.goto(f"{site}{listing}{ending}")
            if name == "structure-lieu":
                page.locator("#point").scroll_into_view_if_needed()
                page.evaluate("document.querySelector('#point').scrollIntoView()")
            _keep(page, name)
        browser.close()


def _keep(page: Page, name: str) -> None:
    drawn = Image.open(BytesIO(page.screenshot()))
    for quality in (80, 60, 40):
        file = BytesIO()
        drawn.convert("RGB").save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= MOST_BYTES:
            break
    (FOLDER / f"{name}.webp").write_bytes(file.getvalue())


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
