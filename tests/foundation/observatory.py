"""The rules of MDN's HTTP Observatory that bear on one answer, with its penalties and bonuses (A+ from 100)."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

HALF_A_YEAR = 15_768_000


def score(answer: TestResponse) -> int:
    """100, less what is missing, plus bonuses when nothing much is."""
    penalties = sum((_policy(answer), _transport(answer), _sniffing(answer), _framing(answer), _sources(answer)))
    penalties += _cookies(answer) + (-20 if "unsafe-url" in answer.headers.get("Referrer-Policy", "") else 0)
    base = 100 + penalties
    return base + _bonus(answer) if base >= 90 else max(0, base)


def directives(answer: TestResponse) -> dict[str, list[str]]:
    """The policy as a table."""
    parts = (part.split() for part in answer.headers.get("Content-Security-Policy", "").split(";"))
    return {words[0]: words[1:] for words in parts if words}


def _policy(answer: TestResponse) -> int:
    policy = directives(answer)
    if not policy:
        return -25
    scripts = policy.get("script-src", policy.get("default-src", ["*"]))
    if {"'unsafe-inline'", "data:", "*", "https:", "http:"} & set(scripts):
        return -20
    return -10 if "'unsafe-eval'" in scripts else 0


def _transport(answer: TestResponse) -> int:
    found = re.search(r"max-age=(\d+)", answer.headers.get("Strict-Transport-Security", ""))
    if found is None:
        return -20
    return 0 if int(found[1]) >= HALF_A_YEAR else -10


def _sniffing(answer: TestResponse) -> int:
    return 0 if answer.headers.get("X-Content-Type-Options") == "nosniff" else -5


def _framing(answer: TestResponse) -> int:
    held = "frame-ancestors" in directives(answer) or answer.headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN")
    return 0 if held else -20


def _sources(answer: TestResponse) -> int:
    foreign = re.findall(r"""<script[^>]+src=["']?((?:https?:)?//[^"'> ]+)""", answer.text)
    return -5 if foreign else 0


def _cookies(answer: TestResponse) -> int:
    loose = [cookie for cookie in answer.headers.getlist("Set-Cookie") if "secure" not in cookie.lower()]
    return -20 if loose else 0


def _bonus(answer: TestResponse) -> int:
    policy = directives(answer)
    styles = policy.get("style-src", policy.get("default-src", []))
    strict = policy.get("default-src") == ["'none'"] and "'unsafe-inline'" not in styles
    private = answer.headers.get("Referrer-Policy", "") in ("same-origin", "no-referrer", "strict-origin")
    own = answer.headers.get("Cross-Origin-Resource-Policy") in ("same-origin", "same-site")
    return (10 if strict else 5 if policy else 0) + (5 if private else 0) + (10 if own else 0)
