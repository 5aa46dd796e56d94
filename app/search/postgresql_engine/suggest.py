"""Completing what is being typed, from the names of the listings; and the words of the catalogue."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from app.search.words import name_key

#: The trigram index answers both patterns; the key holds letters, digits and spaces only, so nothing is to be escaped.
_SUGGEST = """
SELECT name FROM (
    SELECT d.name, min((NOT l.key LIKE %(prefix)s || '%%')::int) AS inside, min(l.key) AS key
    FROM search_index.listing l JOIN search_index.document d ON d.listing_id = l.id
    WHERE ' ' || l.key LIKE '%% ' || %(prefix)s || '%%'
    GROUP BY d.name
) names ORDER BY inside, key, name COLLATE "C" LIMIT %(limit)s
"""
_HAS_STEM = "SELECT EXISTS (SELECT FROM search_index.posting WHERE stem = %(stem)s)"
_KEYS = "SELECT key FROM search_index.listing"


def suggest(connection: Connection, prefix: str, limit: int) -> list[str]:
    """Names with a word that starts so (the following words going on), those that begin so first."""
    wanted = name_key(prefix[:120])
    if not wanted:
        return []
    return list(connection.exec_driver_sql(_SUGGEST, {"prefix": wanted, "limit": limit}).scalars())


def name_words(connection: Connection) -> frozenset[str]:
    """The whole words of the names, folded."""
    return frozenset(word for key in connection.exec_driver_sql(_KEYS).scalars() for word in key.split())


class Words:
    """See `CatalogueWords`. Kept for one generation of the index, with what was already asked."""

    def __init__(self, read: Callable[[str], bool], names: frozenset[str]) -> None:
        self._read = read
        self._names = names
        self._known: set[str] = set()

    def has_stem(self, stem: str) -> bool:
        """Whether some listing holds that stem."""
        if stem not in self._known and self._read(stem):
            self._known.add(stem)  # unknown words are not kept: they come from the public, without end
        return stem in self._known

    def name_words(self) -> frozenset[str]:
        """The whole words of the names."""
        return self._names


def has_stem(connection: Connection, stem: str) -> bool:
    """Whether some listing holds that stem."""
    return bool(connection.exec_driver_sql(_HAS_STEM, {"stem": stem}).scalar())
