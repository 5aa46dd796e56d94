"""The addresses of the agents' desk, and who asks."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from app.accounts.gate import current_actor
from app.catalogue.facts import ServiceFacts
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.queries import service_by_uuid
from app.foundation.actors import Actor
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.moderation.presenting.values import Words
from app.moderation.queries.listings import every_organization
from app.proposals.access import require_agent_of
from app.territory.queries import reference

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")


def agent() -> Actor:
    """The agent who asks; the gate has let them in."""
    actor = current_actor()
    assert actor is not None
    return actor


def words() -> Words:
    """What codes are called on this page."""
    return Words(reference(), every_organization())


def own_listing(uuid: UUID) -> tuple[Service, ServiceFacts]:
    """The listing, if it is in this agent's scope. Raises OutOfScope; aborts when there is none."""
    service = service_by_uuid(uuid)
    if service is None:
        refuse(404, _("Cette fiche n’existe pas."))
    facts = facts_of(service)
    require_agent_of(agent(), facts)
    return service, facts
