"""Writing a proposal, at one's own pace: drafts are kept on the server, one for each person and listing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.accounts.rules import require_structure
from app.catalogue.facts import ServiceFacts, SourceFacts
from app.catalogue.fields import PROPOSABLE
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.db import session
from app.proposals.access import (
    form_token,
    locked_proposal,
    locked_service,
    own_draft,
    pending_over_live,
    pending_wanted,
    require_author,
)
from app.proposals.models import Proposal
from app.proposals.rules import AuthorKind, Kind, NotADraft, StaleDraft, StaleForm, Status
from app.proposals.values import UnknownField, Values, canonical, read_all

#: The same beginning again, sooner than this, is the same draft.
PRESSED_TWICE = timedelta(minutes=10)


def start_draft(service_uuid: UUID, *, by: Actor, token: str | None = None) -> Proposal:
    """One's draft on this listing: the one begun before, else a new one.

    `token` is `Opening.token` of the form: raises StaleForm when what it showed has changed since. Raises NoService,
    NotYourStructure.
    """
    service = locked_service(service_uuid)
    organization = service.organization.uuid if service.organization else None
    require_structure(by, organization)
    found = own_draft(service.id, by)
    if found is not None:
        return found
    if token is not None and token != form_token(service):
        raise StaleForm(form_token(service))
    shown = pending_over_live(facts_of(service), pending_wanted(service.id))
    return _add(by, kind=Kind.CHANGE.value, service_id=service.id, organization=organization, base=read_all(shown))


def start_new(organization: UUID | None, *, by: Actor, new_organization: Mapping[str, Any] | None = None) -> Proposal:
    """A draft of a listing that does not exist, for a structure one belongs to or, with `new_organization` (the values
    of `catalogue.operations.save_organization`), for one to be created with it. Raises NotYourStructure."""
    if new_organization is None:
        require_structure(by, organization)
    given = dict(new_organization) if new_organization is not None else None
    own = organization if new_organization is None else None
    return _add(by, kind=Kind.NEW.value, organization=own, new_organization=given)


def begun_before(organization: UUID | None, values: Values, *, by: Actor) -> Proposal | None:
    """One's draft of a new listing begun minutes ago with these very values and nothing since: the button was pressed
    twice."""
    mine = (Proposal.author_id == by.person_id, Proposal.kind == Kind.NEW.value, Proposal.organization == organization)
    waits = (Proposal.status == Status.DRAFT.value, Proposal.created_at > clock.now() - PRESSED_TWICE)
    return next((one for one in session().scalars(select(Proposal).where(*mine, *waits)) if one.draft == values), None)


def save_draft(
    uuid: UUID,
    wanted: Mapping[str, Any],
    *,
    by: Actor,
    drop: Iterable[str] = (),
    message: str | None = None,
    assures: bool | None = None,
    expected: int | None = None,
) -> Proposal:
    """Keep these wanted values; those that say what was shown are left out, as are those of `drop`.

    Raises NoProposal, NotYourStructure, NotADraft, StaleDraft (`expected`: its version when read), UnknownField,
    ImpossibleValue.
    """
    proposal, service = locked_proposal(uuid)
    require_draft(proposal, by)
    if expected is not None and expected != proposal.version:
        raise StaleDraft(proposal.version)
    require_proposable(wanted)
    kept = {name: value for name, value in {**proposal.draft, **wanted}.items() if name not in set(drop)}
    made = canonical(base_facts(proposal, service, kept), kept)
    base = proposal.base
    proposal.draft = {name: value for name, value in made.items() if name not in base or value != base[name]}
    proposal.message = proposal.message if message is None else message
    proposal.assures = proposal.assures if assures is None else assures
    proposal.saved_at = clock.now()
    session().flush()
    return proposal


def discard_draft(uuid: UUID, *, by: Actor) -> None:
    """Throw it away. Raises NoProposal, NotYourStructure, NotADraft."""
    proposal, _ = locked_proposal(uuid)
    require_draft(proposal, by)
    session().delete(proposal)
    session().flush()


def require_draft(proposal: Proposal, by: Actor) -> None:
    """Raises NotYourStructure, NotADraft."""
    require_own(proposal, by)
    if proposal.status != Status.DRAFT:
        raise NotADraft


def require_own(proposal: Proposal, by: Actor) -> None:
    """Of one's structure; a proposal of no structure yet (a new organization) is its author's alone."""
    if proposal.organization is None and by.is_person and proposal.author_id == by.person_id:
        return
    require_author(by, proposal)


def base_facts(proposal: Proposal, service: Service | None, wanted: Values) -> ServiceFacts:
    """What the draft is written over: the listing with what waits, or an empty one."""
    if service is not None:
        return pending_over_live(facts_of(service), pending_wanted(service.id))
    return ServiceFacts(name=wanted.get("name") or "…", type=wanted.get("type") or "", source=SourceFacts(""))


def require_proposable(wanted: Iterable[str]) -> None:
    """Raises UnknownField for what is not a structure's to say (status, owner, notes of the house)."""
    for name in wanted:
        if name not in PROPOSABLE:
            raise UnknownField(name)


def _add(by: Actor, **values: Any) -> Proposal:
    proposal = Proposal(
        author_kind=AuthorKind.STRUCTURE.value,
        author_id=by.person_id,
        author_name=by.name,
        created_at=clock.now(),
        saved_at=clock.now(),
        **{"base": {}, "draft": {}, **values},
    )
    session().add(proposal)
    session().flush()
    return proposal
