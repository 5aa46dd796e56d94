"""Which listings answer the text, how well, and with which words. The numbers are those of the other engine."""

from __future__ import annotations

from collections.abc import Iterator

from app.search.postgresql_engine.statement import Values
from app.search.wanted import Unit, Wanted
from app.search.whoosh_engine.ranking import (
    FULL_TIER,
    IMPACT_SCALE,
    IN_BODY,
    IN_NAME,
    IN_NAME_OF_ANOTHER_TYPE,
    K1,
    MAX_WORDS,
    NAME_BOOST,
    OWN_NAME_TIER,
    B,
)


def tables(wanted: Wanted, values: Values) -> Iterator[tuple[str, str]]:
    """The tables that the text needs, in order: the last, `answered`, has each listing that answers some unit."""
    yield "own", f"SELECT id FROM search_index.listing WHERE key = {values.bind(wanted.name, 'text')} AND key <> ''"
    if not wanted.units:
        return
    stems = {stem for unit in wanted.units for group in unit.words for stem in group}
    yield "said", _said(values.bind(sorted(stems), "text[]"))
    yield "impact", _impact()
    parts = [part for unit in wanted.units if (part := _unit(unit, values))]
    parts.append("SELECT id AS listing_id, 0 AS strength, 0 AS words FROM own")
    yield (
        "answered",
        f"SELECT listing_id, sum(strength)::int AS strength, least(sum(words), {MAX_WORDS})::int AS words "
        f"FROM ({' UNION ALL '.join(parts)}) every GROUP BY listing_id",
    )


def source(wanted: Wanted) -> tuple[str, str]:
    """Where the listings that answer come from, as `l` (and `a` when there are units), and on which condition."""
    if wanted.units:
        return "answered a JOIN search_index.listing l ON l.id = a.listing_id", "true"
    return "search_index.listing l", "(l.id IN (SELECT id FROM own) OR NOT EXISTS (SELECT FROM own))"


def tier(wanted: Wanted) -> str:
    """0 to 7, see `ranking`."""
    share = str(FULL_TIER)
    if wanted.units:
        share = f"{FULL_TIER} * l.strength / {100 * sum(unit.importance for unit in wanted.units)}"
    return f"CASE WHEN l.id IN (SELECT id FROM own) THEN {OWN_NAME_TIER} ELSE {share} END"


def _said(stems: str) -> str:
    """The postings of every stem that the text says."""
    return f"SELECT stem, listing_id, in_name, in_body, length FROM search_index.posting WHERE stem = ANY({stems})"


def _impact() -> str:
    """BM25F of each posting, in eighths; the operations are in the order of the other engine, to round alike."""
    rarity = "ln(1 + (s.listings - count(*) + 0.5::float8) / (count(*) + 0.5::float8))"
    average = "coalesce(nullif(s.words::float8 / greatest(s.listings, 1), 0), 1)"
    frequency = f"({NAME_BOOST} * p.in_name + p.in_body)::float8"
    norm = f"({K1}::float8 * (1 - {B}::float8 + {B}::float8 * p.length / r.average))"
    impact = f"{IMPACT_SCALE} * r.rarity * {frequency} * ({K1}::float8 + 1) / ({frequency} + {norm})"
    return (
        f"SELECT p.stem, p.listing_id, p.in_name > 0 AS named, round({impact})::int AS impact FROM said p JOIN "
        f"(SELECT stem, {rarity} AS rarity, {average} AS average FROM said, search_index.state s "
        "GROUP BY stem, s.listings, s.words) r USING (stem)"
    )


def _unit(unit: Unit, values: Values) -> str:
    """How well each listing answers this need: the best of its type and of its words."""
    in_name = IN_NAME_OF_ANOTHER_TYPE if unit.types else IN_NAME
    parts = [_group(tuple(dict.fromkeys(group)), in_name, values) for group in unit.words if group]
    if unit.types:
        parts.append(_types(dict(sorted(unit.types, key=lambda pair: pair[1])), values))
    if not parts:
        return ""
    if len(parts) == 1:
        return f"SELECT listing_id, {unit.importance} * strength AS strength, words FROM ({parts[0]}) one"
    return (
        f"SELECT listing_id, {unit.importance} * max(strength) AS strength, max(words) AS words "
        f"FROM ({' UNION ALL '.join(parts)}) any_of GROUP BY listing_id"
    )


def _types(weights: dict[str, int], values: Values) -> str:
    slugs, numbers = values.bind(list(weights), "text[]"), values.bind(list(weights.values()), "int[]")
    return (
        "SELECT l.id AS listing_id, w.weight AS strength, 0 AS words FROM search_index.listing l "
        f"JOIN unnest({slugs}, {numbers}) w (slug, weight) ON w.slug = l.type WHERE w.weight > 0"
    )


def _group(stems: tuple[str, ...], in_name: int, values: Values) -> str:
    """The listings that hold all these stems."""
    if len(stems) == 1:
        strength = f"CASE WHEN named THEN {in_name} ELSE {IN_BODY} END AS strength"
        return (
            f"SELECT listing_id, {strength}, impact AS words FROM impact WHERE stem = {values.bind(stems[0], 'text')}"
        )
    strength = f"CASE WHEN bool_and(named) THEN {in_name} ELSE {IN_BODY} END"
    return (
        f"SELECT listing_id, {strength} AS strength, sum(impact)::int AS words FROM impact "
        f"WHERE stem = ANY({values.bind(stems, 'text[]')}) GROUP BY listing_id HAVING count(*) = {len(stems)}"
    )
