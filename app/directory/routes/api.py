"""`/api/recherche`: the same search for machines."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request, url_for

from app.catalogue.cards import Card
from app.directory.blueprint import page
from app.directory.searching.answers import Results, ask
from app.directory.searching.form import read_search
from app.search.engine import Hit
from app.territory.queries import now, reference


@page("/api/recherche", "api_search")
def api_search() -> Response:
    """DESIGN §7. A parameter that cannot be read is a 400 with a sentence for each."""
    asked = read_search(request.args, reference(), now())
    if asked.errors:
        return _refused(asked.errors)
    found = ask(asked.query)
    answer = found.answer
    return jsonify(
        total=found.total,
        page=asked.query.page,
        per_page=asked.query.per_page,
        items=_items(found),
        facets={name: dict(values) for name, values in answer.found.facets.items()},
        left_out=dict(answer.found.left_out),
        understood=answer.understood,
        did_you_mean=answer.did_you_mean,
        guidance=[{"kind": one.kind, "topics": list(one.topics), "types": list(one.types)} for one in answer.guidance],
    )


def _refused(errors: dict[str, str]) -> Response:
    response = jsonify(error={"code": 400, "message": next(iter(errors.values())), "fields": errors})
    response.status_code = 400
    return response


def _items(found: Results) -> list[dict[str, Any]]:
    return [_item(card, hit) for card, hit in zip(found.cards, found.hits, strict=True)]


def _item(card: Card, hit: Hit) -> dict[str, Any]:
    return {
        "id": card.uuid,
        "slug": card.slug,
        "url": url_for("directory.service", slug=card.slug, _external=True),
        "name": card.name,
        "type": card.type,
        "themes": card.themes,
        "commune": card.commune,
        "distance_m": hit.distance_m,
        "open_now": hit.open_now,
        "snippet": hit.snippet,
        "assured_date": card.assured_on.isoformat() if card.assured_on else None,
        "is_fictional": card.is_fictional,
    }
