"""A listing that does not exist yet: its name and its type first, the rest at one's own pace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import wtforms
from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.contribution.blueprint import actor, page
from app.contribution.desk import Desk, new_desk
from app.contribution.forms.base import choices
from app.contribution.forms.identity import IdentityForm
from app.contribution.presenting.values import said
from app.contribution.queries import own_organizations
from app.contribution.routes.listings import DONE, render_preview
from app.contribution.routes.review import review_page, send_draft
from app.contribution.routes.sections import receive, show
from app.contribution.sections import SECTIONS, Section
from app.foundation.forms import Form
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.unit_of_work import unit_of_work
from app.proposals.operations import begun_before, discard_draft, save_draft, start_new
from app.proposals.rules import NotADraft
from app.territory.queries import reference


class NewForm(Form):
    """What a new listing begins with."""

    organization = wtforms.SelectField(_l("Structure"))
    name = IdentityForm.name
    type = wtforms.SelectField(_l("Type de service"), description=_l("Ce que c’est, en un mot."))

    @classmethod
    def opened(cls, posted: Any = None, *, own: str | None = None) -> NewForm:
        """The form; `own` is given when the structure is not one of the list."""
        form = cls(posted)
        form.prepare()
        if own is not None:
            del form.organization
        return form

    def prepare(self) -> None:
        """The structures of this person, the types of the territory."""
        self.organization.choices = choices((str(uuid), name) for uuid, name in own_organizations(actor()))
        kinds = sorted((kind for kind in reference().types.values() if kind.listable), key=lambda kind: kind.label)
        self.type.choices = choices((kind.slug, kind.label) for kind in kinds)


@page("/espace/nouvelle", "begin_new")
def begin() -> str:
    """Propose a new listing."""
    return render_template("contribution/begin.html", form=NewForm.opened(), errors=[])


@page("/espace/nouvelle", "create_new", "POST")
def create() -> Response | tuple[str, int]:
    """Begin its draft."""
    form = NewForm.opened(request.form)
    if not form.validate():
        return render_template("contribution/begin.html", form=form, errors=form.problems), 400
    return begin_draft(form, UUID(form.organization.data))


def begin_draft(form: NewForm, organization: UUID | None, new: Mapping[str, str] | None = None) -> Response:
    """Keep its name and its type, then open its sections."""
    typed = {"name": form.name.data, "type": form.type.data}
    with unit_of_work():
        known = begun_before(organization, typed, by=actor()) if organization else None
        number = (known or start_new(organization, by=actor(), new_organization=new)).uuid
        if known is None:
            save_draft(number, typed, by=actor())
    return redirect(url_for("contribution.new_listing", uuid=number), 303)


def draft_desk(uuid: UUID) -> Desk | Response:
    """The draft of a new listing; the way to what it became, once it is sent."""
    try:
        return new_desk(uuid, actor())
    except NotADraft:
        return redirect(url_for("contribution.proposal", uuid=uuid), 303)


@page("/espace/nouvelles/<uuid:uuid>", "new_listing")
def new_listing(uuid: UUID) -> str | Response:
    """The sections of a listing to come."""
    desk = draft_desk(uuid)
    if not isinstance(desk, Desk):
        return desk
    sections = [(each, desk.section(each.slug), _short(desk, each)) for each in SECTIONS.values()]
    done = DONE.get(request.args.get("fait", ""), "")
    return render_template("contribution/new.html", desk=desk, sections=sections, done=done)


def _short(desk: Desk, section: Section) -> str:
    told = next((name for name in section.names if desk.shown[name] != desk.base[name]), "")
    text = said(told, desk.shown[told])[0] if told else ""
    return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0] + "…"


@page("/espace/nouvelles/<uuid:uuid>/modifier/<slug>", "new_section")
def section(uuid: UUID, slug: str) -> str | Response:
    """One section of it."""
    desk = draft_desk(uuid)
    return show(desk, _section(slug)) if isinstance(desk, Desk) else desk


@page("/espace/nouvelles/<uuid:uuid>/modifier/<slug>", "save_new_section", "POST")
def save_section(uuid: UUID, slug: str) -> Response | str | tuple[str, int]:
    """Keep what was typed."""
    desk = draft_desk(uuid)
    return receive(desk, _section(slug)) if isinstance(desk, Desk) else desk


def _section(slug: str) -> Section:
    if slug not in SECTIONS:
        abort(404)
    return SECTIONS[slug]


@page("/espace/nouvelles/<uuid:uuid>/apercu", "preview_new")
def preview(uuid: UUID) -> str | Response:
    """As a family would see it."""
    desk = draft_desk(uuid)
    return render_preview(desk) if isinstance(desk, Desk) else desk


@page("/espace/nouvelles/<uuid:uuid>/relire", "review_new")
def review(uuid: UUID) -> str | Response:
    """Read again before sending."""
    desk = draft_desk(uuid)
    return review_page(desk) if isinstance(desk, Desk) else desk


@page("/espace/nouvelles/<uuid:uuid>/envoyer", "send_new", "POST")
def send(uuid: UUID) -> Response | str | tuple[str, int]:
    """Send it to the agents."""
    desk = draft_desk(uuid)
    return send_draft(desk) if isinstance(desk, Desk) else desk


@page("/espace/nouvelles/<uuid:uuid>/effacer", "discard_new", "POST")
def discard(uuid: UUID) -> Response:
    """Throw the draft away."""
    desk = draft_desk(uuid)
    if not isinstance(desk, Desk):
        return desk
    with unit_of_work():
        discard_draft(uuid, by=actor())
    return redirect(url_for("contribution.home"), 303)
