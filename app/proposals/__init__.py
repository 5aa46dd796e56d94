"""What someone would like changed: proposals, freshness, duplicates. Desks call this room inside `unit_of_work()`.

Values (`values`): a listing is read field by field (`catalogue.fields.FIELDS`); a value is JSON: plain, a list of rows,
or {part: value}. `read(facts, name)`, `read_all(facts)`, `apply(facts, wanted)`, `canonical`, `differing`. Phones,
emails, websites and people are lists of {value, label, is_public}; a place nobody gave is None. What cannot be said
raises `checks.ImpossibleValue(field, why)`; what may not be proposed, `values.UnknownField`.

Identifiers are UUIDs, `by` is the Actor, and every verb checks it: structures by membership (NotYourStructure), agents
by scope (OutOfScope), inside the operation. Refusals are `rules.Refusal`s whose name is the reason.

Structures (`operations`)
  start_draft(service, by=, token=)      one draft a person and listing; StaleForm(token) when what was shown moved
  start_new(organization, by=, new_organization=)                     a listing, and perhaps a structure, to be created
  save_draft(uuid, wanted, by=, drop=, message=, assures=, expected=) StaleDraft(current), NotADraft
  discard_draft, withdraw(uuid, by=), answer(uuid, body, by=)
  submit(uuid, by=, replacing=, expected=)   Conflicts(field, base, theirs, mine) until `replacing` names it; supersedes
                                             only what overlaps; publishes light fields at once by policy
  propose_closure(service, by=, message=, for_a_time=), propose_reopening; propose(service, wanted, by=) for imports
  report(service, message, network=, taken=, honeypot=, about=, reply_to=) -> (Spam, Proposal | None): families
Agents
  decide(uuid, {field: Decision(Verdict, reason, value)}, by=, expected=, knowing=, reason=) -> Decided
      every pending field; AlreadyDecided(status) does no harm; FieldMoved(moved, service_version): show the three
      values and call again with knowing=service_version; StaleProposal when Proposal.version is not `expected`
  decide_report(uuid, ACCEPTED | REFUSED, by=, edits=, reason=); ask(uuid, body, by=)
  check_at_once(uuid, by=), undo_at_once(uuid, fields, by=, reason=); set_policy(organization, group, allowed=, by=)
  create_listing, edit_listing(service, wanted, expected=), set_listing_status, transfer_listing, restore_listing
  create_organization, edit_organization(uuid, values, expected=shown_token), close_organization (StillOffers),
  reopen_organization, undo_organization_act(uuid, line of history): structures, and what they publish at once;
  tell_organization(uuid, values, by=owner, expected=shown_token): an owner, public at once
Reading
  access.form_token, pending_over_live(facts, pending_wanted(service.id)), covers(actor, communes, themes)
  diffs.diff(FIELDS[name], before, after) -> Diff(words | rows | parts); rules.moved, rules.next_status
Freshness (`freshness`): operations.confirm(service, by=) is “Tout est à jour”; queries.call_sheet, figures, delisted;
  figures.rounds(days, only): what reminders brought; `flask freshness remind` emits ReminderDue and Delisted, and may
  be run twice.
Duplicates (`duplicates`): queries.candidates(by, about=), merges_of; operations.merge(keep, drop, by=, wanted=),
  undo_merge(uuid, by=), not_duplicates(first, second, by=).
Events (`events`): ProposalSubmitted(at_once), ProposalDecided(reply_to), ProposalWithdrawn, MessageWritten,
  ReminderDue, Delisted. One decision is one line of history: the change,
  with a “proposal” note that holds every verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Give the application the commands of this room."""
    # Imported here, so that rules can be read without the web and the database.
    from app.foundation.retention import forget_in_time
    from app.proposals.freshness.cli import freshness_cli
    from app.proposals.operations import reporting

    app.cli.add_command(freshness_cli)
    forget_in_time(app, "signalements", reporting.forget_reply_addresses)
