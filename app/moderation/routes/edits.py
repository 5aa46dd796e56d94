"""Agents write a listing themselves: one section at a time, with the same checks and the same history."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.facts import DatePrecision, ServiceFacts, SourceFacts, Status
from app.catalogue.fields import FIELDS, GROUPS, Field, Group
from app.catalogue.mapping import UnknownOrganization
from app.catalogue.operations import StaleVersion
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.forms import clean
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.foundation.unit_of_work import unit_of_work
from app.moderation.blueprint import agent, blueprint, own_listing, words
from app.moderation.deciding import read_value, typed_in
from app.moderation.editing import Unreadable, boxes_of
from app.moderation.forms import form_key
from app.moderation.presenting.faults import fault_sentence
from app.moderation.presenting.values import lines_of
from app.proposals.checks import ImpossibleValue
from app.proposals.operations import create_listing, edit_listing
from app.proposals.values import apply, read
from app.territory.queries import now

Typed = dict[str, dict[str, str]]
Errors = list[tuple[str, str]]
#: `source` says where facts come from: an edit of an agent writes it itself. A photo has its own page.
NOT_EDITED = ("source", "photo")
NEW = ("name", "type", "organization", "place", "communes_served", "summary")


def _lines(group: str) -> list[Field]:
    if group not in [one.value for one in GROUPS]:
        refuse(404, _("Cette partie de la fiche n’existe pas."))
    lines = [line for line in FIELDS.values() if line.group == group and line.name not in NOT_EDITED]
    return lines or refuse(404, _("Cette partie de la fiche n’existe pas."))


@blueprint.get("/fiches/<uuid:uuid>/modifier/<partie>")
@audience(Audience.AGENT)
def edit(uuid: UUID, partie: str) -> str:
    """One section of a listing, to change at once."""
    return _page(uuid, partie)


@blueprint.post("/fiches/<uuid:uuid>/modifier/<partie>")
@audience(Audience.AGENT)
def save(uuid: UUID, partie: str) -> Response | tuple[str, int]:
    """Write one section; when somebody wrote it meanwhile, both versions are shown."""
    lines = _lines(partie)
    _service, facts = own_listing(uuid)
    typed = {line.name: typed_in(request.form, line.name) for line in lines}
    values, errors = _values(lines, typed)
    if errors:
        return _page(uuid, partie, typed=typed, errors=errors), 400
    wanted = {name: value for name, value in values.items() if value != read(facts, name)}
    expected = request.form.get("version", "")
    try:
        with unit_of_work(uuid):
            changed = edit_listing(
                uuid, wanted, by=agent(), reason=_reason(), expected=int(expected) if expected.isdecimal() else -1
            )
    except StaleVersion:
        return _page(uuid, partie, typed=typed, stale=True), 409
    except ImpossibleValue as fault:
        return _page(uuid, partie, typed=typed, errors=[(_id(fault.field), fault_sentence(fault))]), 400
    except UnknownOrganization:
        said = _("Cette structure n’existe plus.")
        return _page(uuid, partie, typed=typed, errors=[(_id("organization"), said)]), 400
    return redirect(url_for("moderation.listing", uuid=uuid, fait="enregistre" if changed else "rien"), 303)


def _page(uuid: UUID, partie: str, *, typed: Typed | None = None, errors: Errors | None = None,
          stale: bool = False) -> str:  # fmt: skip
    service, facts = own_listing(uuid)
    told, typed = words(), typed or {}
    fields = []
    for line in _lines(partie):
        value = read(facts, line.name)
        live = lines_of(line, value, told)
        boxes = boxes_of(line, value, told)
        left = typed.get(line.name, {})
        moved = stale and any(left.get(box.name, box.value) != box.value for box in boxes)
        fields.append({"name": line.name, "label": str(line.label), "help": typography(str(line.help)), "boxes": boxes,
                       "typed": left, "live": live if moved else [], "moved": moved})  # fmt: skip
    return render_template(
        "moderation/edit.html",
        heading=_("%(part)s : %(name)s", part=str(GROUPS[Group(partie)]), name=typography(service.name)),
        service=service,
        partie=partie,
        fields=fields,
        errors=errors or [],
        stale=stale,
        reason=request.form.get("motif", ""),
    )


def _values(lines: list[Field], typed: Typed) -> tuple[dict[str, Any], Errors]:
    told, values, errors = words(), {}, []
    for line in lines:
        try:
            values[line.name] = read_value(line.name, typed[line.name], told)
        except Unreadable as fault:
            said = _("%(field)s : %(fault)s", field=str(line.label), fault=str(fault))
            errors.append((_id(line.name), said))
    return values, errors


def _id(name: str) -> str:
    """The box of a field that a summary of errors leads to."""
    return f"champ-{name}"


def _reason() -> str:
    return (clean(request.form.get("motif", "")) or "")[:2000]


@blueprint.get("/fiches/nouvelle")
@audience(Audience.AGENT)
def new() -> str:
    """A new listing, to write oneself."""
    return _new_page({}, [])


@blueprint.post("/fiches/nouvelle")
@audience(Audience.AGENT)
def create() -> Response | tuple[str, int]:
    """Add a draft that only agents see, until it is published."""
    lines = [FIELDS[name] for name in NEW]
    typed = {line.name: typed_in(request.form, line.name) for line in lines}
    values, errors = _values(lines, typed)
    if errors:
        return _new_page(typed, errors), 400
    try:
        with unit_of_work():
            service = create_listing(_new_facts(values), by=agent(), reason=_reason(), uuid=form_key())
            uuid = service.uuid
    except ImpossibleValue as fault:
        return _new_page(typed, [(_id(fault.field), fault_sentence(fault))]), 400
    return redirect(url_for("moderation.listing", uuid=uuid, fait="cree"), 303)


def _new_facts(values: dict[str, Any]) -> ServiceFacts:
    today = now().date()
    source = SourceFacts(agent().name, dated=today, precision=DatePrecision.DAY, read_on=today, confidence="A")
    bare = ServiceFacts(name=values["name"] or "", type=values["type"], source=source, status=Status.DRAFT)
    return apply(bare, {name: value for name, value in values.items() if name not in ("name", "type")})


def _new_page(typed: Typed, errors: Errors) -> str:
    told = words()
    empty: dict[str, Any] = {"communes_served": []}
    fields = []
    for name in NEW:
        line = FIELDS[name]
        boxes = boxes_of(line, empty.get(name), told)
        fields.append({"name": name, "label": str(line.label), "help": typography(str(line.help)), "boxes": boxes,
                       "typed": typed.get(name, {}), "live": [], "moved": False})  # fmt: skip
    return render_template("moderation/edit.html", heading=_("Nouvelle fiche"), service=None, partie="", fields=fields,
                           errors=errors, stale=False, reason=request.form.get("motif", ""),
                           key=form_key() or uuid4())  # fmt: skip
