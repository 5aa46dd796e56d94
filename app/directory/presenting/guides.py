"""Life situations in the words of the reader."""

from __future__ import annotations

from dataclasses import replace

from app.guides.queries import GuideLink, GuidePage, GuideStep, Public, all_guides, guide_page, publics
from app.territory.local import Say
from app.territory.queries import local_words


def shown_guides() -> list[GuidePage]:
    """Every life situation."""
    say = local_words()
    return [_in_words(guide, say) for guide in all_guides()]


def shown_guide(slug: str) -> GuidePage | None:
    """One life situation."""
    found = guide_page(slug)
    return _in_words(found, local_words()) if found else None


def shown_publics() -> list[Public]:
    """For whom one searches, and what may be needed then."""
    say = local_words()
    return [_public(one, say) for one in publics()]


def _public(public: Public, say: Say) -> Public:
    needs = tuple(replace(need, label=say(need.label)) for need in public.needs)
    return replace(public, label=say(public.label), hint=say(public.hint) if public.hint else "", needs=needs)


def _in_words(guide: GuidePage, say: Say) -> GuidePage:
    steps = tuple(_step(step, say) for step in guide.steps)
    return replace(guide, title=say(guide.title), summary=say(guide.summary), steps=steps)


def _step(step: GuideStep, say: Say) -> GuideStep:
    links = tuple(GuideLink(say(link.label), link.search) for link in step.links)
    return GuideStep(say(step.title), say(step.text), links, tuple(say(paper) for paper in step.bring))
