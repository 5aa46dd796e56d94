"""The verbs of this room. Each is called inside `unit_of_work()`, takes `by: Actor`, and checks who asks."""

from app.proposals.access import NoProposal, NoService
from app.proposals.operations.asking import answer, ask
from app.proposals.operations.checking import check_at_once, undo_at_once
from app.proposals.operations.deciding import Decided, decide, decide_report
from app.proposals.operations.direct import (
    create_listing,
    edit_listing,
    restore_listing,
    set_listing_status,
    transfer_listing,
)
from app.proposals.operations.drafts import begun_before, discard_draft, save_draft, start_draft, start_new
from app.proposals.operations.organizations import (
    close_organization,
    create_organization,
    decide_name,
    edit_organization,
    reopen_organization,
    tell_organization,
    undo_organization_act,
)
from app.proposals.operations.policies import forget_policy, set_policy
from app.proposals.operations.reporting import report
from app.proposals.operations.submitting import (
    NotShown,
    propose,
    propose_closure,
    propose_reopening,
    submit,
    withdraw,
)

__all__ = [
    "Decided",
    "NoProposal",
    "NoService",
    "NotShown",
    "answer",
    "ask",
    "begun_before",
    "check_at_once",
    "close_organization",
    "create_listing",
    "create_organization",
    "decide",
    "decide_name",
    "decide_report",
    "discard_draft",
    "edit_listing",
    "edit_organization",
    "forget_policy",
    "propose",
    "propose_closure",
    "propose_reopening",
    "reopen_organization",
    "report",
    "restore_listing",
    "save_draft",
    "set_listing_status",
    "set_policy",
    "start_draft",
    "start_new",
    "submit",
    "tell_organization",
    "transfer_listing",
    "undo_at_once",
    "undo_organization_act",
    "withdraw",
]
