"""What one's structure is; and a structure that is not in the directory yet, with its first listing."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.rules import require_structure
from app.catalogue.rules import OWN_ORGANIZATION_FIELDS
from app.contribution.blueprint import actor, page
from app.contribution.queries import own_organization
from app.contribution.routes.new import NewForm, begin_draft
from app.foundation.i18n import gettext as _
from app.foundation.unit_of_work import unit_of_work
from app.proposals.operations import tell_organization
from app.proposals.operations.names import NameAsked, last_word, publishes_its_name
from app.proposals.operations.organizations import StaleOrganization, shown_token
from app.proposals.organizations import LABELS, Errors, as_written, kind_options, read_organization, said_of

OWN_LABELS = {name: LABELS[name] for name in OWN_ORGANIZATION_FIELDS}


@page("/espace/structures/<uuid:uuid>", "organization")
def organization(uuid: UUID) -> str:
    """What families read of one's structure; a form for its owners."""
    return _page(uuid)


@page("/espace/structures/<uuid:uuid>", "tell_organization", "POST")
def tell(uuid: UUID) -> Response | tuple[str, int]:
    """Say what it is: public at once, save another name, which an agent reads first (owners only)."""
    require_structure(actor(), uuid, owner=True)
    values, errors = read_organization(request.form, OWN_ORGANIZATION_FIELDS)
    if errors:
        return _page(uuid, values, errors), 400
    try:
        with unit_of_work():
            tell_organization(uuid, values, by=actor(), expected=request.form.get("version", ""))
    except StaleOrganization:
        return _page(uuid, values, stale=True), 409
    return redirect(url_for("contribution.organization", uuid=uuid, fait="enregistre"), 303)


def _page(
    uuid: UUID, values: dict[str, str] | None = None, errors: Errors | None = None, *, stale: bool = False
) -> str:
    found = own_organization(uuid, actor())
    asked, said = last_word(uuid), said_of(found, OWN_ORGANIZATION_FIELDS)
    waiting = {"name": asked.name} if asked is not None and not asked.denied else {}
    return render_template(
        "contribution/organization.html",
        organization=found,
        is_owner=any(each.is_owner for each in actor().memberships if each.organization == uuid),
        labels=OWN_LABELS,
        values=as_written(values) if values is not None else {**said, **waiting},
        live=said if stale else {},
        token=shown_token(found),
        errors=errors or [],
        asked=asked,
        at_once=publishes_its_name(uuid),
        done=_done(asked) if request.args.get("fait") == "enregistre" else "",
    )


def _done(asked: NameAsked | None) -> str:
    if asked is not None and not asked.denied:
        return _("C’est enregistré. Le nouveau nom attend qu’un agent le relise ; le reste est déjà public.")
    return _("C’est enregistré : les familles le lisent déjà.")


@page("/espace/nouvelle/structure", "begin_new_organization")
def begin() -> str:
    """Propose a structure that is not in the directory, and its first listing."""
    return _begin_page({}, [])


@page("/espace/nouvelle/structure", "create_new_organization", "POST")
def create() -> Response | tuple[str, int]:
    """Begin the draft of both."""
    form = NewForm.opened(request.form, own="")
    values, errors = read_organization(_of_structure())
    problems = [*((f"structure-{box}", said) for box, said in errors), *([] if form.validate() else form.problems)]
    if problems:
        return _begin_page(values, problems, form), 400
    return begin_draft(form, None, values)


def _of_structure() -> dict[str, str]:
    """What the boxes of the structure hold: the listing has a name too."""
    return {name: request.form.get(f"structure-{name}", "") for name in LABELS}


def _begin_page(values: dict[str, str], errors: Errors, form: NewForm | None = None) -> str:
    return render_template(
        "contribution/begin_organization.html",
        form=form or NewForm.opened(None, own=""),
        labels=LABELS,
        kinds=kind_options(),
        values=values,
        errors=errors,
    )
