"""What time erases by itself, in every room, by one command that may run twice."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.accounts import proconnect
from app.accounts.claims import CLAIM_KEPT
from app.accounts.models import Claim, ProviderRequest
from app.foundation import clock
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.needs.models import SearchCount
from app.needs.operations import COUNTS_KEPT
from app.proposals.models import Proposal
from app.proposals.operations.reporting import REPLY_KEPT
from tests.support.instance import command


def test_each_thing_goes_when_its_time_has_come_and_not_before(own_app: Flask):
    moment = clock.now()
    with own_app.app_context(), unit_of_work():
        proconnect.depart(browser="b" * 43, network="192.0.2.1", next_path="/compte")
        for days in (0, CLAIM_KEPT.days):
            session().add(claimed(moment - timedelta(days=days)))
        for days in (0, REPLY_KEPT.days):
            session().add(reported(moment - timedelta(days=days)))
        for days in (0, COUNTS_KEPT.days):
            session().add(SearchCount(day=(moment - timedelta(days=days)).date(), kind="theme", value="enfance"))
    with clock.freeze(moment + timedelta(days=1, minutes=11)):
        first = command(own_app, "accounts", "purge")
        again = command(own_app, "accounts", "purge")
    for name in ("revendications", "signalements", "comptages", "demandes"):
        assert f"{name} : 1" in first and f"{name} : 0" in again, name
    with own_app.app_context():
        assert session().query(ProviderRequest).count() == 0 and session().query(Claim).count() == 1
        left = session().scalars(select(Proposal.reply_to).where(Proposal.kind == "report").order_by(Proposal.id))
        assert list(left) == ["famille@ici.exemple.fr", ""]
        assert session().query(SearchCount).count() == 1


def claimed(moment: object) -> Claim:
    more = {"name": "Sam", "nonce": "n", "code_hash": "h", "created_at": moment, "code_until": moment}
    return Claim(organization=UUID(int=1), service=UUID(int=2), email="sam@ailleurs.exemple.fr", **more)


def reported(moment: object) -> Proposal:
    dates = {"created_at": moment, "saved_at": moment, "submitted_at": moment}
    return Proposal(kind="report", author_kind="family", status="submitted", reply_to="famille@ici.exemple.fr",
                    message="x", draft={}, base={}, **dates)  # fmt: skip
