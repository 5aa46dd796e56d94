"""An address that does not exist, and those that look most like it (U40)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for
from rapidfuzz import process

from app.foundation.text import slugify, typography

LONGEST = 80
#: Out of 100: below, two addresses are not the same with a slip of the finger.
ALIKE = 60
SUGGESTIONS = 5


def nearest_links(endpoint: str, slug: str, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """(address, label) of the pages of `endpoint` whose slug looks most like that one; `labels` by slug."""
    best = process.extract(slugify(slug[:LONGEST]), labels.keys(), limit=SUGGESTIONS, score_cutoff=ALIKE)
    return [(url_for(endpoint, slug=found), typography(labels[found])) for found, _score, _index in best]
