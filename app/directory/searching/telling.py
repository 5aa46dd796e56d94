"""Saying that a family was answered, so that what is sought in vain can be counted. Nothing of the visitor is said."""

from __future__ import annotations

import re

from flask import current_app, request

from app.foundation.news import tell
from app.search.engine import SearchEngine
from app.search.finding import Answer
from app.search.query import SearchQuery
from app.search.telling import answered
from app.territory.queries import reference

#: Machines follow every filter of every page: they would drown what families look for.
_MACHINE = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|headless", re.IGNORECASE)


def tell_search(query: SearchQuery, answer: Answer) -> None:
    """Say what this first page of results answered; the next pages are the same search, and machines seek nothing."""
    if request.method != "GET" or query.page > 1 or _MACHINE.search(request.user_agent.string):
        return
    engine: SearchEngine = current_app.extensions["search_engine"]
    tell(answered(query, answer, reference(), current_app.extensions["lexicon"](), engine.words))
