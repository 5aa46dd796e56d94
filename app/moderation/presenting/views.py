"""What the page of a proposal shows, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.moderation.deciding import Choice
from app.moderation.editing import Box
from app.moderation.presenting.changes import ChangeView
from app.moderation.presenting.past import Act
from app.moderation.presenting.places import MapView


@dataclass(frozen=True)
class FieldView:
    """A field to decide."""

    name: str
    label: str
    change: ChangeView
    choice: Choice
    boxes: list[Box]
    moved: bool = False
    moved_by: str = ""
    seen: str = ""
    live: str = ""
    map: MapView | None = None
    photos: tuple[PhotoView, ...] = ()


@dataclass(frozen=True)
class PhotoView:
    """One side of a photo that changes: the value, the addresses of its two files, which side."""

    value: Mapping[str, Any]
    large: str
    small: str
    label: str


@dataclass(frozen=True)
class SettledView:
    """A field that is decided, superseded or withdrawn."""

    name: str
    label: str
    change: ChangeView
    verdict: str
    reason: str
    can_undo: bool


@dataclass(frozen=True)
class MessageView:
    """A question or an answer."""

    who: str
    when: str
    body: str
    by_agent: bool


@dataclass(frozen=True)
class ListingView:
    """The listing beside the proposal."""

    uuid: UUID
    name: str
    said: str
    public: str


@dataclass(frozen=True)
class ProposalView:
    """The whole page."""

    uuid: UUID
    title: str
    kind_label: str
    type_label: str
    is_fictional: bool
    is_new: bool
    is_open: bool
    sent: str
    message: str
    version: int
    service_version: int
    fields: list[FieldView]
    corrections: list[FieldView]
    settled: list[SettledView]
    to_check: bool
    can_ask: bool
    thread: list[MessageView]
    listing: ListingView | None
    past: list[Act]
    outcome: str
    reason: str
    button: str
    others: list[tuple[str, str]] = field(default_factory=list)
    more_fields: list[tuple[str, str]] = field(default_factory=list)
    #: What is said of the structure that accepting would create too: (label, value).
    new_organization: list[tuple[str, str]] = field(default_factory=list)
