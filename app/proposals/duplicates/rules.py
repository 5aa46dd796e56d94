"""How much two listings look like one. Pure: names, addresses, telephones, distance."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from rapidfuzz import fuzz

#: From 0 to 100: from here a pair is offered to agents.
LIKELY = 70
#: In a group larger than this (all that a town hall answers for), only names that sort side by side are compared.
LARGEST_GROUP = 100
NEIGHBOURS = 10
#: Metres: the same doorstep; the same street.
DOORSTEP, STREET = 60.0, 250.0
METRES_PER_DEGREE = 111_320.0


class Sign(StrEnum):
    """Why two listings look like one."""

    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    DISTANCE = "distance"
    TYPE = "type"


@dataclass(frozen=True)
class Look:
    """What is compared of a listing: texts folded, the telephone as digits, a position only when it is exact."""

    id: int
    name: str
    type: str
    commune: str
    address: str
    phone: str
    email: str
    position: tuple[float, float] | None
    is_fictional: bool = False


@dataclass(frozen=True)
class Likeness:
    """A score out of 100 and what it comes from; `metres` when both positions are known."""

    score: int
    signs: tuple[Sign, ...]
    metres: float | None


def likeness(first: Look, second: Look) -> Likeness:
    """Names weigh most: one structure often offers several services at one address and one telephone."""
    name = max(fuzz.token_sort_ratio(first.name, second.name), 0.92 * fuzz.token_set_ratio(first.name, second.name))
    metres = distance(first, second)
    signs = {
        Sign.NAME: name >= 75,
        Sign.ADDRESS: _same_address(first, second),
        Sign.PHONE: bool(first.phone) and first.phone == second.phone,
        Sign.EMAIL: bool(first.email) and first.email == second.email,
        Sign.DISTANCE: metres is not None and metres <= STREET,
        Sign.TYPE: first.type == second.type,
    }
    weights = {Sign.ADDRESS: 10, Sign.PHONE: 15, Sign.EMAIL: 10, Sign.DISTANCE: 10, Sign.TYPE: 10}
    score = 0.6 * name + sum(weight for sign, weight in weights.items() if signs[sign])
    if metres is not None and metres <= DOORSTEP:
        score += 5
    if first.commune and second.commune and first.commune != second.commune:
        score -= 20
    if metres is not None and metres > 4 * STREET:
        score -= 15
    return Likeness(max(0, min(100, round(score))), tuple(sign for sign, there in signs.items() if there), metres)


def distance(first: Look, second: Look) -> float | None:
    """Metres between the two, None when one position is not known exactly. Right within a town."""
    if first.position is None or second.position is None:
        return None
    (lat1, lon1), (lat2, lon2) = first.position, second.position
    across = (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return math.hypot(lat2 - lat1, across) * METRES_PER_DEGREE


def pairs(looks: Iterable[Look]) -> Iterator[tuple[Look, Look, Likeness]]:
    """The likely pairs, each once. Only those that share a telephone, an address, a corner of the map or a type in one
    commune are compared, so that a large catalogue does not cost the square of its size."""
    groups: dict[Hashable, list[Look]] = {}
    for look in looks:
        for key in _keys(look):
            groups.setdefault(key, []).append(look)
    seen: set[tuple[int, int]] = set()
    for group in groups.values():
        for one, other in _compared(group):
            if (one.id, other.id) not in seen and one.is_fictional is other.is_fictional:
                seen.add((one.id, other.id))
                found = likeness(one, other)
                if found.score >= LIKELY:
                    yield one, other, found


def _compared(group: list[Look]) -> Iterator[tuple[Look, Look]]:
    """Each pair of a small group; in a large one, those whose names are neighbours. The older one first."""
    if len(group) <= LARGEST_GROUP:
        yield from combinations(sorted(group, key=lambda look: look.id), 2)
        return
    named = sorted(group, key=lambda look: (" ".join(sorted(look.name.split())), look.id))
    for rank, one in enumerate(named):
        for other in named[rank + 1 : rank + 1 + NEIGHBOURS]:
            yield (one, other) if one.id < other.id else (other, one)


def _keys(look: Look) -> Iterator[Hashable]:
    if look.phone:
        yield "phone", look.phone
    if look.email:
        yield "email", look.email
    if look.address:
        yield "address", look.commune, look.address
    if look.name:
        yield "name", look.name
    yield "type", look.commune, look.type
    if look.position is not None:
        # Four overlapping grids: two points of one street always share a cell of one of them (a degree of longitude is
        # a third shorter here than one of latitude, hence 3 rather than 2).
        step = 3 * STREET / METRES_PER_DEGREE
        for shift in (0.0, 0.5):
            for slide in (0.0, 0.5):
                yield (
                    "map",
                    shift,
                    slide,
                    *(math.floor(part / step + by) for part, by in zip(look.position, (shift, slide), strict=True)),
                )


def _same_address(first: Look, second: Look) -> bool:
    if not first.address or not second.address or first.commune != second.commune:
        return False
    return fuzz.token_sort_ratio(first.address, second.address) >= 90
