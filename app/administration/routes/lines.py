"""Lists inside one row (emergency numbers, questions, steps, needs): the list, and the page of one line."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.administration.blueprint import administrator, blueprint
from app.administration.lines import add_line, change_line, lines_of, raise_line, rank_of, remove_line
from app.administration.presenting import act_views, boxes, line_views, typed_of
from app.administration.queries import acts
from app.administration.routes.records import Typed, done_sentence, gone, in_order, read_form, reason
from app.administration.rules import Impossible, NoSuchThing
from app.administration.subjects import LIST_ROOMS, ListSubject
from app.administration.subjects.lists import Item
from app.foundation.actors import Audience, audience
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.foundation.unit_of_work import unit_of_work
from app.territory.queries import reference

ROOMS = "urgences, questions, etapes, besoins"


@blueprint.get(f"/<any({ROOMS}):room>/<key>")
@audience(Audience.ADMIN)
def lines(room: str, key: str) -> str:
    """The lines of one list, and its past."""
    return _list(LIST_ROOMS[room], key)


@blueprint.get(f"/<any({ROOMS}):room>/<key>/ajouter")
@audience(Audience.ADMIN)
def new_line(room: str, key: str) -> str:
    """The form of one line more."""
    subject = LIST_ROOMS[room]
    _lines(subject, key)
    return _form(subject, key, "", {})


@blueprint.post(f"/<any({ROOMS}):room>/<key>/ajouter")
@audience(Audience.ADMIN)
def create_line(room: str, key: str) -> Response | tuple[str, int]:
    """Add it at the end."""
    subject = LIST_ROOMS[room]
    _lines(subject, key)
    typed, wanted, problems = read_form(subject.boxes(None))
    if not problems:
        try:
            with unit_of_work():
                add_line(subject, key, wanted, by=administrator(), reason=reason())
        except Impossible as fault:
            problems = fault.problems
    return (_form(subject, key, "", typed, problems), 400) if problems else redirect(_back(subject, key, "ajoute"), 303)


@blueprint.get(f"/<any({ROOMS}):room>/<key>/<mark>")
@audience(Audience.ADMIN)
def edit_line(room: str, key: str, mark: str) -> str:
    """The form of one line."""
    subject = LIST_ROOMS[room]
    item = _line(subject, key, mark)
    return _form(subject, key, mark, typed_of(subject.boxes(item), subject.whole(item)), name=subject.name(item))


@blueprint.post(f"/<any({ROOMS}):room>/<key>/<mark>")
@audience(Audience.ADMIN)
def save_line(room: str, key: str, mark: str) -> Response | tuple[str, int]:
    """Write it; when somebody else changed it meanwhile, what was typed is kept, to be added beside."""
    subject = LIST_ROOMS[room]
    _lines(subject, key)
    typed, wanted, problems = read_form(subject.boxes({}))
    if problems:
        return _form(subject, key, mark, typed, problems), 400
    try:
        with unit_of_work():
            changed = change_line(subject, key, mark, wanted, by=administrator(), reason=reason())
    except NoSuchThing:
        return _form(subject, key, "", typed, moved_since=True), 409
    except Impossible as fault:
        return _form(subject, key, mark, typed, fault.problems), 400
    return redirect(_back(subject, key, "enregistre" if changed else "pareil"), 303)


@blueprint.post(f"/<any({ROOMS}):room>/<key>/<mark>/<any(retirer, monter):act>")
@audience(Audience.ADMIN)
def move_line(room: str, key: str, mark: str, act: str) -> Response | tuple[str, int]:
    """Take a line away, or put it one place nearer the top."""
    subject = LIST_ROOMS[room]
    _lines(subject, key)
    verb = remove_line if act == "retirer" else raise_line
    try:
        with unit_of_work():
            changed = verb(subject, key, mark, by=administrator(), reason=reason())
    except NoSuchThing:
        gone()
    except Impossible as fault:
        return _list(subject, key, needed=tuple(fault.problems.values())), 409
    done = "pareil" if not changed else "retire" if act == "retirer" else "enregistre"
    return redirect(_back(subject, key, done), 303)


def _lines(subject: ListSubject, key: str) -> list[Item]:
    try:
        return lines_of(subject, key)
    except NoSuchThing:
        gone()


def _line(subject: ListSubject, key: str, mark: str) -> Item:
    found = _lines(subject, key)
    try:
        return found[rank_of(found, mark)]
    except NoSuchThing:
        gone()


def _back(subject: ListSubject, key: str, done: str) -> str:
    return url_for("administration.lines", room=subject.room, key=key, fait=done)


def _list(subject: ListSubject, key: str, needed: tuple[str, ...] = ()) -> str:
    found, known = _lines(subject, key), reference()
    past, total = acts([subject.kind], key=key, per_page=5)
    return render_template(
        "administration/lines.html",
        heading=typography(_heading(subject, key)),
        subject=subject,
        key=key,
        up=_up(subject, key),
        lines=line_views(subject, found),
        needed=needed,
        acts=act_views(past, known),
        more=total > len(past),
        done=done_sentence() if not needed else "",
    )


def _heading(subject: ListSubject, key: str) -> str:
    label = subject.label(key, {})
    return label if subject.of is None else _("%(list)s : %(what)s", list=str(subject.title), what=label)


def _up(subject: ListSubject, key: str) -> tuple[str, str]:
    """(address, words) of the page above."""
    if subject.of is None:
        return url_for("administration.listing", room="textes"), _("Revenir aux textes")
    label = typography(subject.label(key, {}))
    return url_for("administration.edit", room=subject.of, key=key), _("Revenir à : %(what)s", what=label)


def _form(
    subject: ListSubject,
    key: str,
    mark: str,
    typed: Mapping[str, list[str]] | Typed,
    problems: Mapping[str, str] | None = None,
    *,
    name: str = "",
    moved_since: bool = False,
) -> str:
    known, said, fields = reference(), problems or {}, subject.boxes({} if mark else None)
    where = _heading(subject, key)
    return render_template(
        "administration/line.html",
        heading=typography(name or where) if mark else _("Ajouter %(one)s", one=str(subject.one)),
        where=typography(where),
        subject=subject,
        key=key,
        mark=mark,
        boxes=boxes(fields, typed, said, known),
        errors=in_order(fields, said),
        reason=request.form.get("pourquoi", "")[:1000],
        moved_since=moved_since,
    )
