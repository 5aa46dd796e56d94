"""Which listings answer the text, how well, and with which words. The numbers are those of the other engine."""

from __future__ import annotations

from app.search.postgresql_engine.corpus import Corpus
from app.search.postgresql_engine.rows import word_set
from app.search.postgresql_engine.statement import Values
from app.search.ranking import (
    FIRST_TYPE,
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
from app.search.wanted import Unit, Wanted


def source(wanted: Wanted, corpus: Corpus, values: Values) -> tuple[str, str]:
    """Where the listings that answer come from, as `l` (and `a` when there are units), and on which condition."""
    if not wanted.units:
        own = values.bind(corpus.own, "int[]") if corpus.own else ""
        return "search_index.listing l", f"l.id = ANY({own})" if own else "true"
    parts = [part for unit in wanted.units if (part := _unit(unit, corpus, values))]
    if corpus.own or not parts:
        parts.append(f"SELECT unnest({values.bind(corpus.own, 'int[]')}) AS listing_id, 0 AS strength, 0 AS words")
    answered = parts[0]
    if len(parts) > 1:
        answered = (
            "SELECT listing_id, sum(strength)::int AS strength, sum(words)::int AS words "
            f"FROM ({' UNION ALL '.join(parts)}) every GROUP BY listing_id"
        )
    return f"({answered}) a JOIN search_index.listing l ON l.id = a.listing_id", "true"


def tier(wanted: Wanted, corpus: Corpus, values: Values) -> str:
    """0 to 7, see `ranking`."""
    share = str(FULL_TIER)
    if wanted.units:
        share = f"{FULL_TIER} * l.strength / {100 * sum(unit.importance for unit in wanted.units)}"
    if not corpus.own:
        return share
    return f"CASE WHEN l.id = ANY({values.bind(corpus.own, 'int[]')}) THEN {OWN_NAME_TIER} ELSE {share} END"


def weight() -> str:
    """The weight of the words of a listing that answers, as far as the ranking looks."""
    return f"least(l.words, {MAX_WORDS})"


def _unit(unit: Unit, corpus: Corpus, values: Values) -> str:
    """How well each listing answers this need: the best of its type and of its words."""
    in_name = IN_NAME_OF_ANOTHER_TYPE if unit.types else IN_NAME
    groups = [tuple(dict.fromkeys(group)) for group in unit.words if group]
    parts = [_group(group, in_name, corpus, values) for group in groups if all(map(corpus.holding.get, group))]
    if unit.types:
        parts.append(_types(unit, values))
    if not parts:
        return ""
    if len(parts) == 1:
        return f"SELECT listing_id, {unit.importance} * strength AS strength, words FROM ({parts[0]}) one"
    return (
        f"SELECT listing_id, {unit.importance} * max(strength) AS strength, max(words) AS words "
        f"FROM ({' UNION ALL '.join(parts)}) any_of GROUP BY listing_id"
    )


def _types(unit: Unit, values: Values) -> str:
    weights = dict(sorted(unit.types, key=lambda pair: pair[1]))
    numbers = values.bind([word_set((slug,)).id for slug in weights], "bigint[]")
    strengths = values.bind(list(weights.values()), "int[]")
    words = values.bind([FIRST_TYPE if slug == unit.first_type else 0 for slug in weights], "int[]")
    return (
        "SELECT l.id AS listing_id, w.weight AS strength, w.words FROM search_index.listing l "
        f"JOIN unnest({numbers}, {strengths}, {words}) w (type, weight, words) ON w.type = l.type WHERE w.weight > 0"
    )


def _group(stems: tuple[str, ...], in_name: int, corpus: Corpus, values: Values) -> str:
    """The listings that hold all these stems."""
    words = " UNION ALL ".join(_stem(stem, corpus, values) for stem in stems)
    if len(stems) == 1:
        strength = f"CASE WHEN named THEN {in_name} ELSE {IN_BODY} END"
        return f"SELECT listing_id, {strength} AS strength, impact AS words FROM ({words}) word"
    strength = f"CASE WHEN bool_and(named) THEN {in_name} ELSE {IN_BODY} END"
    return (
        f"SELECT listing_id, {strength} AS strength, sum(impact)::int AS words FROM ({words}) word "
        f"GROUP BY listing_id HAVING count(*) = {len(stems)}"
    )


def _stem(stem: str, corpus: Corpus, values: Values) -> str:
    """The listings that hold a stem: in their name or not, and BM25F in eighths, rounded as the other engine does."""
    rarity, average = values.bind(corpus.rarity(stem), "float8"), values.bind(corpus.average, "float8")
    frequency = f"({NAME_BOOST} * in_name + in_body)::float8"
    norm = f"{K1}::float8 * (1 - {B}::float8 + {B}::float8 * length / {average})"
    impact = f"round({IMPACT_SCALE} * {rarity} * {frequency} * ({K1}::float8 + 1) / ({frequency} + {norm}))::int"
    return (
        f"SELECT listing_id, in_name > 0 AS named, {impact} AS impact "
        f"FROM search_index.posting WHERE stem = {values.bind(stem, 'text')}"
    )
