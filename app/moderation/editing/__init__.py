"""Any field of a listing as boxes to type in, and back: what agents use to correct a value before accepting it."""

from __future__ import annotations

from app.moderation.editing.boxes import Box, Unreadable, boxes_of, value_of

__all__ = ["Box", "Unreadable", "boxes_of", "value_of"]
