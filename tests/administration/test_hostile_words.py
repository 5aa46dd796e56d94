"""What an administrator types is only words, wherever families read it."""

from __future__ import annotations

from tests.administration.support import change
from tests.support.people import Browser

PAYLOAD = 'mot "><script>alert(1)</script><img src=x onerror=alert(1)></title>'
#: Where a line or a thing is added, the boxes that take the hostile words, the others.
PLACES = [
    ("urgences/territoire", ("label", "when"), {"number": "3999", "sms": "oui", "topics": "violences"}),
    ("etapes/j-attends-un-enfant", ("title", "text", "bring"), {"links": "Là | type=pmi"}),
    ("besoins/ado", ("label",), {"search": "type=pmi"}),
    ("situations", ("title", "summary"), {"icon": "theme", "sensitive": "non"}),
    ("themes", ("label", "short", "definition"), {"icon": "theme"}),
]
PAGES = ("/", "/recherche?q=violences", "/situations", "/situations/j-attends-un-enfant", "/trouver?pour=ado", "/themes",
         "/en/situations", "/plan-du-site")  # fmt: skip


def test_hostile_words_are_only_words(paul: Browser):
    """The client of the tests refuses a page with a script, a style or an attribute that is not ours."""
    for place, boxes, others in PLACES:
        typed = {**others, **dict.fromkeys(boxes, PAYLOAD)}
        assert change(paul, f"/administration/{place}/ajouter", **typed).status_code == 303, place
    family = Browser(paul.app)
    for page in PAGES:
        assert "<script>alert(1)" not in family.get(page).text, page
    for page in ("", "/historique", "/urgences/territoire", "/etapes/j-attends-un-enfant", "/situations", "/themes"):
        paul.client.page(f"/administration{page}")
