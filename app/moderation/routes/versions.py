"""Everything a listing ever said: each version with what it changed, and coming back to one."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, request, url_for

from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.foundation.i18n import ngettext
from app.foundation.text import typography
from app.moderation.blueprint import agent, blueprint, own_listing, words
from app.moderation.presenting.versions import version_view, version_views
from app.moderation.queries.past import count_revisions, revision_of, revisions_before
from app.proposals.access import require_agent_of

PER_PAGE = 20


@blueprint.get("/fiches/<uuid:uuid>/versions")
@audience(Audience.AGENT)
def versions(uuid: UUID) -> str:
    """Every version, the last first, each with what it changed."""
    service, _facts = own_listing(uuid)
    count = count_revisions(service)
    page, last = max(1, request.args.get("page", 1, type=int)), max(1, -(-count // PER_PAGE))
    if page > last:
        abort(404)
    # One more than shown: what a version changed is told from the one before it.
    found = revisions_before(service, offset=(page - 1) * PER_PAGE, limit=PER_PAGE + 1)
    return render_template(
        "moderation/versions.html",
        heading=ngettext("%(num)s version", "%(num)s versions", count),
        service=service,
        name=typography(service.name),
        versions=version_views(found, PER_PAGE, words()),
        page=page,
        pages=[(number, url_for("moderation.versions", uuid=uuid, page=number)) for number in range(1, last + 1)],
        previous=url_for("moderation.versions", uuid=uuid, page=page - 1) if page > 1 else "",
        following=url_for("moderation.versions", uuid=uuid, page=page + 1) if page < last else "",
    )


@blueprint.get("/fiches/<uuid:uuid>/versions/<int:number>")
@audience(Audience.AGENT)
def version(uuid: UUID, number: int) -> str:
    """What coming back to one version would change today."""
    return version_page(uuid, number)


def version_page(uuid: UUID, number: int, errors: list[tuple[str, str]] | None = None) -> str:
    """The page, with what went wrong if anything did."""
    service, facts = own_listing(uuid)
    found = revision_of(service, number)
    if found is None:
        refuse(404, _("Cette version n’existe pas."))
    view, then = version_view(found, facts, words())
    require_agent_of(agent(), then)
    return render_template(
        "moderation/version.html",
        heading=_("Version %(number)s", number=number),
        service=service,
        name=typography(service.name),
        view=view,
        errors=errors or [],
    )
