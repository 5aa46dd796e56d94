"""People: who they are, what they may do, how they come in. The gate stands before every address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from flask import Flask

    from app.foundation.settings import Settings

#: The names of structures, which the floor above knows.
OrganizationNames = Callable[[Iterable[UUID]], dict[UUID, str]]


def init_app(app: Flask, settings: Settings, organization_names: OrganizationNames) -> None:
    """Open the pages and the commands of accounts; have their mails completed when they leave."""
    # Imported here, so that rules and models can be read without the web.
    from app.accounts import claims, invitations, personal_data, proconnect, routes, signing_in
    from app.accounts.blueprint import blueprint
    from app.accounts.cli import accounts_cli
    from app.accounts.proconnect.provider import Provider
    from app.foundation import errands, mail

    assert routes.__all__, "every page has registered itself"
    app.extensions["organization_names"] = organization_names
    app.extensions["proconnect"] = Provider.of(settings)
    app.jinja_env.globals["proconnect_is_there"] = lambda: proconnect.provider() is not None
    app.register_blueprint(blueprint)
    personal_data.init_app(app)
    app.cli.add_command(accounts_cli)
    errands.handle(app, signing_in.ERRAND, signing_in.leave_mail, lane=errands.Lane.SLOW)
    mail.complete(app, signing_in.TEMPLATE, signing_in.mail_context)
    for template in (invitations.TEMPLATE, invitations.REMINDER):
        mail.complete(app, template, invitations.mail_context)
    for template in (claims.CODE, claims.ANSWER):
        mail.complete(app, template, claims.mail_context)
