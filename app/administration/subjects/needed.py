"""Who still needs a theme, a type or a commune: listings, words, people, links. In sentences, to refuse a removal."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl

from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import RoleGrant
from app.catalogue.models import Location, Service, ServiceArea
from app.following.models import Alert, Announcement
from app.foundation.db import session
from app.foundation.i18n import gettext as _
from app.foundation.i18n import ngettext
from app.guides.queries import all_guides, publics
from app.territory.reference import Reference


def listings(count: int) -> list[str]:
    """The sentence for that many listings."""
    if not count:
        return []
    return [
        ngettext(
            "%(num)s fiche y est encore classée, même fermée ou archivée : changez-la d’abord.",
            "%(num)s fiches y sont encore classées, même fermées ou archivées : changez-les d’abord.",
            count,
        )
    ]


def of_type(slug: str) -> int:
    """Listings of that type, whatever their state."""
    return session().scalar(select(func.count(Service.id)).where(Service.type_slug == slug)) or 0


def under_theme(slug: str) -> int:
    """Listings that were put under that theme besides those of their type."""
    return sum(slug in extra for extra in session().scalars(select(Service.extra_themes)) if extra)


def in_commune(insee: str) -> int:
    """Listings that are in that commune, or serve it."""
    served = select(ServiceArea.service_id).where(ServiceArea.commune == insee)
    there = select(Location.id).where(Location.commune == insee)
    wanted = or_(Service.location_id.in_(there), Service.id.in_(served))
    return session().scalar(select(func.count(Service.id)).where(wanted)) or 0


def words(slug: str, known: Reference) -> list[str]:
    """Words that lead to that type."""
    count = sum(one.type == slug for one in known.vocabulary)
    if not count:
        return []
    return [
        ngettext(
            "%(num)s mot du vocabulaire y mène : menez-le d’abord ailleurs, ou retirez-le.",
            "%(num)s mots du vocabulaire y mènent : menez-les d’abord ailleurs, ou retirez-les.",
            count,
        )
    ]


def agents(column: InstrumentedAttribute[list[str] | None], code: str) -> list[str]:
    """People whose scope names that code today."""
    scopes = session().scalars(select(column).where(RoleGrant.ended_at.is_(None)))
    if not any(code in (scope or ()) for scope in scopes):
        return []
    return [_("Le périmètre d’un agent le nomme : changez d’abord son rôle.")]


def news(column: InstrumentedAttribute[str | None], code: str) -> list[str]:
    """Announcements about it, and families who asked to be told of it."""
    told = session().scalar(select(func.count(Announcement.id)).where(column == code))
    return [_("Des annonces en parlent : elles restent dans l’histoire, et lui aussi.")] if told else []


def followed(kind: str, code: str) -> list[str]:
    """Families who asked to be told of it, or of a search that names it."""
    rows = session().execute(select(Alert.kind, Alert.target).where(Alert.kind.in_((kind, "search"))))
    wanted = any(target == code if one == kind else names(target, kind, code) for one, target in rows)
    return [_("Des familles ont demandé à être prévenues de ce qui s’y passe.")] if wanted else []


def links(name: str, code: str, known: Reference) -> list[str]:
    """Links of the life situations, of the three questions and of the questions of ambiguous words."""
    if not any(names(search, name, code) for search in _searches(known)):
        return []
    return [_("Un lien des situations de vie ou des questions y mène : changez-le d’abord.")]


def names(search: str, name: str, code: str) -> bool:
    """Whether a search asks for that code."""
    return (name, code) in parse_qsl(search)


def _searches(known: Reference) -> Iterable[str]:
    for guide in all_guides():
        yield from (link.search for step in guide.steps for link in step.links)
    for public in publics():
        yield from (need.search for need in public.needs)
    for question in known.facts.get("questions", ()):
        yield from (answer["search"] for answer in question.get("answers", ()))
