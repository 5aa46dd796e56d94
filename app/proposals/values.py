"""A listing seen field by field (`catalogue.fields`), as JSON values: read one, put others in. Pure.

A wanted value has the shape that `read` gives: a plain value for a field of one part, else `{part: value}`; None for a
place that nobody gave. Reading what was put gives back what was wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from operator import attrgetter
from typing import Any

from app.catalogue.facts import PlaceFacts, ServiceFacts, from_json, to_json
from app.catalogue.fields import FIELDS, PROPOSABLE, Field
from app.proposals.checks import ImpossibleValue, check_facts, check_value

_NO_ACCESS = {name: getattr(PlaceFacts(""), name) for name in ("transport", "accessible", "accessibility_note")}
_ORDERED = {"communes_served": None, "slots": None, "closures": None, "special_openings": None, "campaigns": "starts"}

Values = dict[str, Any]


class UnknownField(LookupError):
    """Nobody may propose a field of that name."""


def part_name(part: str) -> str:
    """The key of a part inside a value of several: `place.address` gives `address`."""
    return part.rpartition(".")[2]


def read(facts: ServiceFacts, name: str) -> Any:
    """The value of one field."""
    return read_json(to_json(facts), FIELDS[name])


def read_all(facts: ServiceFacts, names: Iterable[str] = PROPOSABLE) -> Values:
    """The values of these fields, by default of all those that may be proposed."""
    data = to_json(facts)
    return {name: read_json(data, FIELDS[name]) for name in names}


def read_json(data: Mapping[str, Any], line: Field) -> Any:
    """The value of a field in a snapshot."""
    if line.name in ("place", "access"):
        return _read_place(data["place"], line)
    if line.name == "photo":
        return plain(data.get("photo"))
    if line.name in ("phones", "emails", "websites", "people"):
        kind = _contact_kind(line)
        return [plain(_without_kind(contact)) for contact in data["contacts"] if contact["kind"] == kind]
    if len(line.parts) == 1:
        return plain(data[line.parts[0]])
    return {part: plain(data[part]) for part in line.parts}


def apply(facts: ServiceFacts, wanted: Mapping[str, Any]) -> ServiceFacts:
    """The facts with these fields put in. Raises UnknownField, ImpossibleValue."""
    data = to_json(facts)
    # In the order of the guide: an access can only be given to a place.
    for name in sorted(wanted, key=_rank):
        check_value(name, wanted[name])
        _write(data, FIELDS[name], wanted[name])
        _check_shape(name, data)
    return check_facts(_canonical(from_json(data)))


def canonical(facts: ServiceFacts, wanted: Mapping[str, Any]) -> Values:
    """These wanted values as the listing would give them back: ordered, complete. Raises as `apply`."""
    after = apply(facts, wanted)
    return read_all(after, wanted)


def differing(before: ServiceFacts, after: ServiceFacts) -> Values:
    """What must be wanted to go from one to the other, among what may be proposed."""
    was, now = read_all(before), read_all(after)
    return {name: value for name, value in now.items() if value != was[name]}


def _rank(name: str) -> int:
    if name not in FIELDS:
        raise UnknownField(name)
    return list(FIELDS).index(name)


def _read_place(place: Mapping[str, Any] | None, line: Field) -> Values | None:
    if place is None:
        return None
    value = {part_name(part): place[part_name(part)] for part in line.parts}
    return None if value == _NO_ACCESS else value


def _contact_kind(line: Field) -> str:
    return line.parts[0].partition("[")[2].rstrip("]")


def _without_kind(contact: Mapping[str, Any]) -> Values:
    return {name: value for name, value in contact.items() if name != "kind"}


def _write(data: Values, line: Field, value: Any) -> None:
    value = deepcopy(value)
    if line.name == "place":
        kept = {name: data["place"][name] for name in _NO_ACCESS} if data["place"] else _NO_ACCESS
        data["place"] = None if value is None else {**_known(line, value), **kept}
    elif line.name == "photo":
        data["photo"] = None if value is None else _known(line, value)
    elif line.name == "access":
        _write_access(data, line, value)
    elif line.parts[0].startswith("contacts["):
        data["contacts"] = _with_contacts(data["contacts"], _contact_kind(line), value, line.name)
    elif len(line.parts) == 1:
        data[line.parts[0]] = value
    else:
        data.update(_known(line, value))


def _write_access(data: Values, line: Field, value: Any) -> None:
    if data["place"] is None:
        if value is not None:
            raise ImpossibleValue("access", "no-place")
        return
    data["place"].update(_NO_ACCESS if value is None else _known(line, value))


def _known(line: Field, value: Any) -> Values:
    names = {part_name(part) for part in line.parts}
    if not isinstance(value, Mapping) or set(value) != names:
        raise ImpossibleValue(line.name, "shape")
    return dict(value)


def _with_contacts(present: list[Values], kind: str, wanted: Any, name: str) -> list[Values]:
    if not isinstance(wanted, list | tuple) or any(not isinstance(one, Mapping) or "kind" in one for one in wanted):
        raise ImpossibleValue(name, "shape")
    fresh = [{**contact, "kind": kind} for contact in wanted]
    where = next((rank for rank, contact in enumerate(present) if contact["kind"] == kind), len(present))
    others = [contact for contact in present if contact["kind"] != kind]
    return [*others[:where], *fresh, *others[where:]]


def _check_shape(name: str, data: Values) -> None:
    # Compared after a round trip: a text where a number stands would be turned into one, or dropped, in silence.
    try:
        back = to_json(from_json(data))
    except Exception as fault:
        raise ImpossibleValue(name, "shape") from fault
    if not _holds(back, data):
        raise ImpossibleValue(name, "shape")


def _holds(back: Any, given: Any) -> bool:
    """Whether all that was given is there; what was left out of a row has its default."""
    if isinstance(given, Mapping):
        return isinstance(back, Mapping) and all(key in back and _holds(back[key], given[key]) for key in given)
    if isinstance(given, list | tuple):
        return len(back) == len(given) and all(_holds(*pair) for pair in zip(back, given, strict=True))
    return bool(back == given) and isinstance(back, bool) == isinstance(given, bool)


def plain(value: Any) -> Any:
    """The same value as JSON gives it back: lists, no tuples, no enumerations."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return str(value) if isinstance(value, str) else value


def _canonical(facts: ServiceFacts) -> ServiceFacts:
    """In the order in which the rows are read back, so that the same facts are always equal."""
    changes: Values = {}
    for name, key in _ORDERED.items():
        value = getattr(facts, name)
        changes[name] = tuple(sorted(value, key=attrgetter(key) if key else None))
    changes["communes_served"] = tuple(dict.fromkeys(changes["communes_served"]))
    return replace(facts, **changes)
