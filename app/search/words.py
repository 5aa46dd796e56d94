"""From text to comparable words: the French analysis that every engine, the understanding and the tests share.

Lower case, accents and ligatures folded *before* stemming (otherwise « activités » and « activites » differ), elisions
and small words dropped, spelled acronyms joined (« p.m.i. »), Snowball's French stemmer.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import Stemmer

#: Letters and digits, and the marks that some scripts set on them.
_TOKEN = re.compile(r"[^\W_][\w\u0300-\u036f\u064b-\u065f]*")
_PLAIN = re.compile(r"[^\W_]+")
_SPELLED = re.compile(r"\b[^\W\d_](?:[ .][^\W\d_]){2,}\b")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE", "ı": "i"})
#: Longer words are only ever typed by mistake or malice.
_LONGEST = 60

#: Folded, because they meet folded words. Words that a vocabulary phrase needs (plus, sans, après…) are not here.
SMALL_WORDS = frozenset(
    word
    for line in (
        "a ai as au aux avec c ce ces cet cette d dans de des donc du elle elles en es est et etc eux ici il ils",
        "j je jusqu l la le les leur leurs lui m ma mais me meme mes moi mon n ne nos notre nous on ont ou par pas",
        "pour qu que qui quoi s sa se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y",
    )
    for word in line.split()
)

_stemmer = Stemmer.Stemmer("french", 0)
# PyStemmer's object is not thread-safe; the cache above it makes the lock rare.
_stemming = Lock()


def fold(text: str) -> str:
    """Lower case, without accents or ligatures; other scripts keep their letters."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """One word folded, without what is neither letter nor digit."""
    return "".join(_PLAIN.findall(fold(word)))


def tokens(text: str) -> list[str]:
    """Every word of the text, folded, in order; acronyms spelled letter by letter are joined."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = _SPELLED.sub(lambda match: re.sub(r"[ .]", "", match[0]), text.replace("_", " "))
    return [folded for word in _TOKEN.findall(text) if (folded := fold_word(word[:_LONGEST]))]


def content(text: str) -> list[str]:
    """The words that carry a meaning, in order."""
    return [word for word in tokens(text) if word not in SMALL_WORDS]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of one folded word, 40 characters at most."""
    with _stemming:
        return str(_stemmer.stemWord(word[:40]))


def stems(text: str) -> list[str]:
    """The stems of the content words, in order, repeated as often as they occur."""
    return [stem(word) for word in content(text)]


def name_key(text: str) -> str:
    """What two spellings of one name share: used to sort names and to recognise a whole name."""
    return " ".join(tokens(text))
