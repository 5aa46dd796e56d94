"""One thing: its form, adding it, taking it away. The same pages for every subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.administration import operations
from app.administration.blueprint import administrator, blueprint
from app.administration.fields import Field, Wrong
from app.administration.lines import lines_of
from app.administration.presenting import act_views, boxes, clash_rows, typed_of
from app.administration.queries import acts
from app.administration.reading import read
from app.administration.rules import Clash, Conflict, Impossible, NoSuchThing, StillNeeded, marks
from app.administration.subjects import BY_ROOM, LIST_ROOMS, Subject
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.forms import clean
from app.foundation.i18n import LazyText
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import typography
from app.foundation.unit_of_work import unit_of_work
from app.territory.queries import forget, reference

ROOMS = "vocabulaire, types, themes, textes, situations, publics, communes, vacances, jours, publication"
#: Where one comes back to, for what is not in a plain list.
HOMES = {"vocabulaire": "vocabulary", "vacances": "calendars", "jours": "calendars", "publication": "home"}
LONGEST_REASON = 300
DONE: dict[str, LazyText] = {
    "enregistre": _l("C’est enregistré. Le site en tient compte dès maintenant."),
    "ajoute": _l("C’est ajouté. Le site en tient compte dès maintenant."),
    "retire": _l("C’est retiré. L’historique permet d’y revenir."),
    "annule": _l("Le changement est annulé."),
    "pareil": _l("Rien n’a changé."),
}
Typed = dict[str, list[str]]


def done_sentence() -> str:
    """What has just been done, as the address says it."""
    return str(DONE.get(request.args.get("fait", ""), ""))


@blueprint.get(f"/<any({ROOMS}):room>/<key>")
@audience(Audience.ADMIN)
def edit(room: str, key: str) -> str:
    """The form of one thing, and its past."""
    return _as_it_stands(room, key)


@blueprint.post(f"/<any({ROOMS}):room>/<key>")
@audience(Audience.ADMIN)
def save(room: str, key: str) -> Response | tuple[str, int]:
    """Write what was typed, unless somebody else wrote the same fields meanwhile."""
    subject, fields, _values = _found(room, key)
    typed, wanted, problems = read_form(fields)
    seen = request.form.get("vu", "")
    if problems:
        return _form(subject, key, fields, typed, problems=problems, seen=seen), 400
    try:
        with unit_of_work():
            changed = operations.change(subject, key, wanted, by=administrator(), reason=reason(), seen=_seen(seen))
    except NoSuchThing:
        gone()
    except Impossible as fault:
        return _form(subject, key, fields, typed, problems=fault.problems, seen=seen), 400
    except Conflict as conflict:
        return _both(subject, key, conflict), 409
    return redirect(_back(subject, key, "enregistre" if changed else "pareil"), 303)


@blueprint.get(f"/<any({ROOMS}):room>/ajouter")
@audience(Audience.ADMIN)
def new(room: str) -> str:
    """The form of one more."""
    subject, fields = _empty(room)
    word = (clean(request.args.get("mot", "")) or "")[:120]
    typed = {field.path: [word if field.path == "term" else ""] for field in fields}
    return _form(subject, "", fields, typed)


@blueprint.post(f"/<any({ROOMS}):room>/ajouter")
@audience(Audience.ADMIN)
def create(room: str) -> Response | tuple[str, int]:
    """Add it."""
    subject, fields = _empty(room)
    typed, wanted, problems = read_form(fields)
    if problems:
        return _form(subject, "", fields, typed, problems=problems), 400
    try:
        with unit_of_work():
            key = operations.add(subject, wanted, by=administrator(), reason=reason())
    except Impossible as fault:
        return _form(subject, "", fields, typed, problems=fault.problems), 400
    return redirect(_back(subject, key, "ajoute"), 303)


@blueprint.post(f"/<any({ROOMS}):room>/<key>/retirer")
@audience(Audience.ADMIN)
def take_away(room: str, key: str) -> Response | tuple[str, int]:
    """Take it away, if it still is what the page showed."""
    subject = BY_ROOM[room]
    try:
        with unit_of_work():
            operations.remove(subject, key, by=administrator(), reason=reason(), seen=_seen(request.form.get("vu", "")))
    except NoSuchThing:
        gone()
    except StillNeeded as fault:
        return _as_it_stands(room, key, needed=fault.reasons), 409
    except Conflict as conflict:
        return _both(subject, key, conflict), 409
    return redirect(home_of(subject, fait="retire"), 303)


def home_of(subject: Subject, fait: str | None = None) -> str:
    """The address of the list where this is one of many."""
    if subject.room in HOMES:
        return url_for(f"administration.{HOMES[subject.room]}", fait=fait)
    return url_for("administration.listing", room=subject.room, fait=fait)


def _as_it_stands(room: str, key: str, needed: Iterable[str] = ()) -> str:
    subject, fields, values = _found(room, key)
    return _form(subject, key, fields, typed_of(fields, values), seen=_written(marks(values)), needed=needed)


def _found(room: str, key: str) -> tuple[Subject, tuple[Field, ...], dict[str, Any]]:
    subject = BY_ROOM[room]
    row = subject.find(key)
    if row is None:
        gone()
    fields = subject.fields(key, row, reference())
    return subject, fields, subject.values(row, fields)


def _empty(room: str) -> tuple[Subject, tuple[Field, ...]]:
    subject = BY_ROOM[room]
    if not subject.growing:
        refuse(404, _("Rien ne s’ajoute ici : c’est le dossier du territoire qui le dit."))
    return subject, subject.fields("", None, reference())


def gone() -> NoReturn:
    """Answer that there is no such thing."""
    refuse(404, _("Cela n’existe pas, ou n’existe plus : l’historique dit qui l’a retiré."))


def read_form(fields: tuple[Field, ...]) -> tuple[Typed, dict[str, Any], dict[str, str]]:
    """What was typed, the values it means, and what cannot be read, by path."""
    known, typed, wanted, problems = reference(), {}, {}, {}
    for field in fields:
        typed[field.path] = request.form.getlist(field.path)
        try:
            wanted[field.path] = read(field, typed[field.path], known)
        except Wrong as why:
            problems[field.path] = str(why)
    if len(request.form.get("pourquoi", "")) > LONGEST_REASON:
        problems["pourquoi"] = _("%(most)s signes au plus, espaces comprises.", most=LONGEST_REASON)
    return typed, wanted, problems


def reason() -> str:
    """Why, as it was typed."""
    return " ".join((clean(request.form.get("pourquoi", "")) or "").split())[:LONGEST_REASON]


def _written(seen: Mapping[str, str]) -> str:
    return ";".join(f"{path}:{mark}" for path, mark in seen.items())


def _seen(written: str) -> dict[str, str]:
    """The marks that the form carried; whatever else was sent marks nothing, and is then taken as having moved."""
    pairs = (each.partition(":") for each in written[:20_000].split(";"))
    return {path: mark for path, colon, mark in pairs if colon}


def _back(subject: Subject, key: str, done: str) -> str:
    return url_for("administration.edit", room=subject.room, key=key, fait=done)


def _both(subject: Subject, key: str, conflict: Conflict) -> str:
    """The form again, with what both people wrote; sending it again is choosing."""
    forget()
    _subject, fields, values = _found(subject.room, key)
    return _form(
        subject, key, fields, typed_of(fields, conflict.values), clashes=conflict.clashes, seen=_written(marks(values))
    )


def _form(
    subject: Subject,
    key: str,
    fields: tuple[Field, ...],
    typed: Mapping[str, list[str]],
    *,
    problems: Mapping[str, str] | None = None,
    clashes: tuple[Clash, ...] | None = None,
    seen: str = "",
    needed: Iterable[str] = (),
) -> str:
    known, said = reference(), problems or {}
    found, total = acts([subject.kind], key=key, per_page=5) if key else ([], 0)
    label = subject.label(key, {path: values[0] for path, values in typed.items() if values}) if key else ""
    if clashes is not None:
        label = _("Deux versions : %(what)s", what=label)
    return render_template(
        "administration/record.html",
        heading=typography(label) or str(subject.adding),
        subject=subject,
        key=key,
        boxes=boxes(fields, typed, said, known),
        errors=in_order(fields, said),
        needed=tuple(needed),
        home=home_of(subject),
        lists=_lists_of(subject, key),
        clashes=clash_rows(clashes, fields, known) if clashes is not None else None,
        seen=seen,
        reason=request.form.get("pourquoi", "")[:1000],
        acts=act_views(found, known),
        more=total > len(found),
        done=done_sentence() if not problems else "",
    )


def in_order(fields: tuple[Field, ...], problems: Mapping[str, str]) -> list[tuple[str, str]]:
    """(path, sentence) of each problem, in the order of the page."""
    ordered = [(field.path, problems[field.path]) for field in fields if field.path in problems]
    return ordered + [(path, said) for path, said in problems.items() if path not in dict(ordered)]


def _lists_of(subject: Subject, key: str) -> list[tuple[str, str]]:
    """(address, title) of the lists that stand in this row, with how long they are."""
    pairs = ((LIST_ROOMS[room], str(title)) for room, title in subject.lists if key)
    return [
        (url_for("administration.lines", room=one.room, key=key), f"{title} ({len(lines_of(one, key))})")
        for one, title in pairs
    ]
