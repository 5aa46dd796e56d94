"""What the index should hold of a listing, to be compared with what it holds."""

from __future__ import annotations

from collections import Counter

from app.search.whoosh_engine.row import Row, digest
from app.search.whoosh_engine.snapshot import term_sum
from app.search.words import stems


def fingerprint(row: Row) -> str:
    """Equal to `Snapshot.fingerprints()[row.id]` when the row and its words are rightly indexed."""
    name, body = Counter(stems(row.name)), Counter(stems(row.body))
    total = sum(term_sum(term, name[term], body[term]) for term in {*name, *body})
    return f"{digest(row)}:{total}"
