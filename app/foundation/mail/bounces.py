"""Addresses that no longer receive, and what mail servers' codes say of them.

Only what says that the mailbox does not exist or is closed counts; a full mailbox, a quota or a filter may pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock
from app.foundation.db import Base, UtcDateTime, session
from app.foundation.links import safe_email

#: Enhanced codes (RFC 3463): no such mailbox, no such domain, bad syntax, moved away, null MX; mailbox closed.
GONE = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
_CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")


class UnreachableAddress(Base):
    """An address that gave letters back: nothing more is sent to it until somebody says that it works again."""

    __tablename__ = "unreachable_address"

    address: Mapped[str] = mapped_column(String(320), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(20), default="")


def says_gone(words: str) -> str:
    """The code of these words of a server when it means that the mailbox is gone, ''."""
    found = _CODE.search(words)
    return found[1] if found and found[1] in GONE else ""


def note_bounced(address: str, status: str = "") -> bool:
    """Note that this address no longer receives; False when it is not an address, or when it was known."""
    wanted = _folded(address)
    if not wanted or session().get(UnreachableAddress, wanted) is not None:
        return False
    session().add(UnreachableAddress(address=wanted, since=clock.now(), status=status[:20]))
    return True


def note_works(address: str) -> bool:
    """Somebody says that it receives again; False when nothing was noted."""
    gone = delete(UnreachableAddress).where(UnreachableAddress.address == _folded(address))
    return session().execute(gone).rowcount > 0  # type: ignore[attr-defined, no-any-return]


def unreachable(addresses: Iterable[str]) -> dict[str, UnreachableAddress]:
    """Those of these addresses that no longer receive, as they were given."""
    asked = {_folded(each): each for each in addresses if each}
    found = session().scalars(select(UnreachableAddress).where(UnreachableAddress.address.in_(asked)))
    return {asked[each.address]: each for each in found}


def _folded(address: str) -> str:
    return (safe_email(address) or "").lower()
