"""Texts that nobody should type, or that break careless search engines."""

from __future__ import annotations

import string

_SYNTAX = (
    "' OR 1=1 --",
    '" OR ""="',
    "'; DROP TABLE service; --",
    "1' UNION SELECT password FROM user --",
    "*",
    "**",
    "?",
    "~",
    "a~",
    "a~9",
    "crèche~2",
    "crech*",
    "*crech",
    "c*e*c*h*e",
    "name:crèche",
    "body:*",
    "id:[1 TO 9999]",
    "[a TO z]",
    "{a TO z}",
    "NEAR(crèche, école)",
    "crèche NEAR/3 école",
    "crèche AND",
    "AND OR NOT",
    "NOT crèche",
    "-crèche",
    "+crèche -école",
    "(((((",
    ")))))",
    "((crèche)",
    '"crèche',
    '"crèche" "',
    "crèche^1000",
    "crèche^",
    "a & b | !c",
    "a <-> b",
    "a:*",
    "\\",
    "\\\\\\",
    "%",
    "%%%s%n",
    "%27%20OR",
    "_",
    "____",
    "${7*7}",
    "{{7*7}}",
    "{% raw %}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "../../etc/passwd",
    "..\\..\\windows",
    "file:///etc/passwd",
    "http://127.0.0.1/",
    "\x00",
    "crèche\x00école",
    "\r\nSet-Cookie: a=b",
    "\t\n\v\f",
    "\ufeffcrèche",
    "(a+)+$",
    "^(a|a)*$",
    ".*.*.*.*",
    "[[[[[",
    "]]]]]",
)
_SCRIPTS = (
    "🙂",
    "🙂🙃🏳️‍🌈👩‍👩‍👧‍👦",
    "دار الحضانة",
    "\u202eehcèrc\u202c",
    "ｃｒèｃｈｅ",
    "𝓬𝓻𝓮𝓬𝓱𝓮",
    "crѐche",
    "c\u0300" * 50,
    "e" + "\u0301" * 500,
    "ß ﬁ ﬂ ﷺ",
    "½ ¼ ² ³",
    "Ⅷ",
    "１２ ans",
    "٣ سنوات",
    "中文搜索",
    "ไทย",
    "עברית",
    "crèche\u200bmontauban",
    "crèche\u00adsociale",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
)
_SIZES = (
    "a" * 10_000,
    "crèche " * 2_000,
    "é" * 10_000,
    "a b " * 3_000,
    "m.a.m." * 1_000,
    "l'" * 5_000,
    "-" * 10_000,
    " " * 10_000,
    "1" * 10_000,
    "🙂" * 5_000,
    "creshe " * 1_000,
    "abcdefghij" * 1_000,
)
_NUMBERS = (
    "0",
    "-1",
    "0 ans",
    "99 ans",
    "100 ans",
    "999999999999 ans",
    "1e309",
    "NaN",
    "inf",
    "25h",
    "avant 0h",
    "après 24h",
)
_WORDS = ("le", "de la", "d'", "qu'", "ne pas", "y a t il", "l l l l l", "jusqu’à", "montauban " * 10)


def _combined() -> tuple[str, ...]:
    """What real people paste: an honest word wrapped in each of the worst, and filters said against each other."""
    wrapped = [f"{bad[:60]} crèche {bad[-60:]}" for bad in (*_SYNTAX, *_SCRIPTS)]
    typos = [f"{word[:at]}{letter}{word[at + 1:]}" for word in ("médiathèque", "périscolaire") for at in range(5)
             for letter in "zqw"]  # fmt: skip
    against = [f"{one} {other}" for one in ("8 mois", "17 ans", "dimanche", "avant 6h", "gratuit") for other in
               ("99 ans", "lundi mardi mercredi jeudi", "après 23h", "à Montauban à Bressols", "ouvert maintenant")]  # fmt: skip
    long = [word * times for word in ("enfant ", "loisirs-", "l’école’", "a1") for times in (3, 8, 9, 120, 121, 1_000)]
    return (*wrapped, *typos, *against, *long)


HOSTILE = tuple(dict.fromkeys((*_SYNTAX, *_SCRIPTS, *_SIZES, *_NUMBERS, *_WORDS, *string.punctuation, *_combined())))
