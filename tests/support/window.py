"""What a small window, large letters or wide spacing can spoil: things that stick out, texts that are cut (U27)."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.support.chromium import overflow

#: WCAG 1.4.12: what a reader's own style may set.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
LETTERS_TWICE_AS_LARGE = "html { font-size: 200% !important }"
#: How it is read, how wide the window is, and the reader's own style.
READINGS = (
    ("lettres doubles", 1280, LETTERS_TWICE_AS_LARGE),
    ("lettres doubles", 768, LETTERS_TWICE_AS_LARGE),
    ("lettres doubles", 320, LETTERS_TWICE_AS_LARGE),
    ("espacement imposé", 320, SPACING),
)


def adopt(page: Page, css: str) -> None:
    """Only this reader's style sheet, which the policy of the site cannot refuse; "" takes it away."""
    page.evaluate(
        """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet]; }""",
        css,
    )


def reading_faults(page: Page) -> list[str]:
    """Faults of an open page in its window as it is, then with larger letters and wider spaces."""
    found = window_faults(page, f"{page.viewport_size['width']} px") if page.viewport_size else []
    before = _size_of_letters(page)
    for name, width, css in READINGS:
        page.set_viewport_size({"width": width, "height": 800})
        adopt(page, css)
        found += window_faults(page, f"{name}, {width} px")
        if css == LETTERS_TWICE_AS_LARGE and _size_of_letters(page) < before * 1.9:
            found.append(f"{name}, {width} px : les lettres ne suivent pas la taille demandée")
    adopt(page, "")
    return found


def window_faults(page: Page, name: str) -> list[str]:
    """What sticks out of the window and what is cut by its box."""
    return [f"{name} : dépasse {one}" for one in overflow(page)] + [f"{name} : coupé {one}" for one in _cut(page)]


def _size_of_letters(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p, main')).fontSize)"))


def _cut(page: Page) -> list[str]:
    """Texts that a box hides because they do not fit in it."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('main *, header *, footer *')].filter(each => {
            const high = each.scrollHeight > each.clientHeight + 2, wide = each.scrollWidth > each.clientWidth + 2;
            if (!(high || wide) || each.closest('.vh, .brand i, .call i, .pick i, .chip i, .mapplace, svg')) return false;
            const style = getComputedStyle(each);
            const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
            return hides && each.getClientRects().length > 0 && each.textContent.trim();
        }).map(each => `${each.tagName}.${each.className}`).slice(0, 5)"""
    )
    return found
