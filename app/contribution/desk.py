"""What is being written: a change of a listing, or a new listing. The pages of sections serve both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from app.accounts.rules import NotYourStructure
from app.catalogue.facts import ServiceFacts, SourceFacts
from app.contribution.queries import own_listing, own_proposal
from app.contribution.rules import only_new, seal
from app.foundation.actors import Actor
from app.proposals.models import Proposal
from app.proposals.operations import save_draft, start_draft
from app.proposals.rules import Kind, NotADraft, Status
from app.proposals.values import Values, read_all


class SectionMoved(Exception):
    """What the page showed is no longer so; `current` is what stands now."""

    def __init__(self, current: Values) -> None:
        super().__init__()
        self.current = current


@dataclass(frozen=True)
class Desk:
    """What pages show and where they lead. `live` is what families read, `base` what the draft is written over."""

    uuid: UUID
    title: str
    is_new: bool
    live: Values
    base: Values
    shown: Values
    draft: Proposal | None

    @property
    def home(self) -> str:
        """The page of the listing."""
        return url_for("contribution.new_listing" if self.is_new else "contribution.listing", uuid=self.uuid)

    @property
    def review(self) -> str:
        """The page where one reads again before sending."""
        return url_for("contribution.review_new" if self.is_new else "contribution.review", uuid=self.uuid)

    @property
    def changed(self) -> list[str]:
        """The fields that the draft changes."""
        return [name for name, value in self.shown.items() if value != self.base[name]]

    def section(self, slug: str, period: str = "") -> str:
        """The page of a section; hours have a page a period."""
        name = "contribution.new_section" if self.is_new else "contribution.section"
        return url_for(name, uuid=self.uuid, slug=slug, periode=period or None)

    def photo(self, value: Mapping[str, Any], ending: str = "") -> str:
        """The address of a photo of this listing, public or not yet; `-640` for the small one."""
        name = "contribution.new_photo_file" if self.is_new else "contribution.photo_file"
        return url_for(name, uuid=self.uuid, name=f"{value['file']}{ending}.webp")

    @property
    def photos(self) -> set[str]:
        """The photos that these pages may show."""
        return {each["photo"]["file"] for each in (self.live, self.base, self.shown) if each["photo"]}

    def act(self, verb: str) -> str:
        """The address of “send”, “discard”, “preview”, for a listing or for a new one."""
        return url_for(f"contribution.{verb}_new" if self.is_new else f"contribution.{verb}", uuid=self.uuid)


def listing_desk(uuid: UUID, by: Actor) -> Desk:
    """The desk of a listing of one's structure. Raises NotYourStructure."""
    listing = own_listing(uuid, by)
    live = read_all(listing.facts)
    return Desk(uuid, listing.service.name, False, live, listing.base, listing.shown, listing.draft)


def new_desk(uuid: UUID, by: Actor) -> Desk:
    """The desk of a listing that does not exist yet: one's own draft. Raises NotYourStructure, NotADraft."""
    proposal = own_proposal(uuid, by)
    if proposal.kind != Kind.NEW or proposal.author_id != by.person_id:
        raise NotYourStructure
    if proposal.status != Status.DRAFT:
        raise NotADraft
    empty = blank()
    return Desk(uuid, proposal.draft.get("name", ""), True, empty, empty, {**empty, **proposal.draft}, proposal)


def again(desk: Desk, by: Actor) -> Desk:
    """The same desk, read again."""
    return new_desk(desk.uuid, by) if desk.is_new else listing_desk(desk.uuid, by)


def blank() -> Values:
    """What an empty listing says."""
    return read_all(ServiceFacts(name="", type="", source=SourceFacts("")))


def keep(desk: Desk, wanted: Values, *, seen: str, by: Actor) -> None:
    """Keep in the draft what was typed, inside a unit of work; nothing is begun when nothing changed.

    Raises SectionMoved when these fields moved since the page was shown (`seen`).
    """
    fresh = again(desk, by)
    if not only_new(wanted, fresh.shown):
        return  # also the same form sent twice, when the network was lost before the answer
    if seen != seal(fresh.shown, wanted):
        raise SectionMoved(fresh.shown)
    if desk.is_new:
        emptied = [name for name, value in wanted.items() if value == fresh.base[name]]
        save_draft(desk.uuid, wanted, by=by, drop=emptied)
    else:
        save_draft((fresh.draft or start_draft(desk.uuid, by=by)).uuid, wanted, by=by)
