"""Understanding a text, step by step: words, typing errors, facts, phrases, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.search.engine import CatalogueWords
from app.search.understanding import facts
from app.search.understanding.correcting import KnownWords
from app.search.understanding.everyday import CONTEXT, FILLERS, same
from app.search.understanding.guiding import guidance_of
from app.search.understanding.knowing import is_known, said_alike
from app.search.understanding.lexicon import AMBIGUOUS, Lexicon
from app.search.understanding.model import Understood
from app.search.understanding.parts import mended_text, parts
from app.search.understanding.phrases import Phrase
from app.search.understanding.raising import Raised, raised
from app.search.understanding.reading import Word, every_word, first_words, shorten
from app.search.understanding.recognising import Recognised, recognised
from app.search.understanding.refusing import wanted
from app.search.understanding.sounds import sound
from app.search.understanding.weighing import phrase_unit, word_unit
from app.search.wanted import Wanted
from app.search.words import name_key, stem

#: A commune is recognised without so many of its last letters.
_LAST_LETTERS = 2


def understand(text: str, lexicon: Lexicon, catalogue: CatalogueWords, known: KnownWords, today: int) -> Understood:
    """What this text wants, on that weekday (0 is Monday). Never raises; never costs more than its eight words."""
    text = shorten(text)
    typed = every_word(text)
    words = _rejoined(first_words(typed), lexicon, catalogue)
    unfinished, mended = _unknown(words, lexicon, catalogue, known)
    repaired = [replace(word, text=mended.get(at, word.text)) for at, word in enumerate(words)]
    grave = raised(typed, {words[at].start: meant for at, meant in mended.items()})
    seen = recognised(repaired, lexicon, today)
    understood = _read_words(text, repaired, lexicon, unfinished, seen, grave)
    return replace(understood, mended=mended_text(text, words, mended, lexicon))


def _unknown(
    words: Sequence[Word], lexicon: Lexicon, catalogue: CatalogueWords, known: KnownWords
) -> tuple[dict[int, list[str]], dict[int, str]]:
    """The words that nobody knows, by place: what each may begin, or what it was meant to be."""
    unfinished: dict[int, list[str]] = {}
    mended: dict[int, str] = {}
    for at, word in enumerate(words):
        unknown = not is_known(word, lexicon, catalogue)
        meant = said_alike(word, lexicon, catalogue, known)
        if not meant and (unknown or word.text in lexicon.foreign):
            meant = _fitting(words, at, lexicon, known)
        if not meant and unknown:
            meant, unfinished[at] = _guessed(word.text, at == len(words) - 1, lexicon, known)
        if meant:
            mended[at] = meant
    return unfinished, mended


def _guessed(typed: str, last: bool, lexicon: Lexicon, known: KnownWords) -> tuple[str, list[str]]:
    """What one unknown word was meant to be, else all that it may begin."""
    completions = known.completions(typed) if last else []
    whole = next((one for one in completions[:2] if _is_meant(typed, one, lexicon)), "")
    if whole or completions:
        return whole, [] if whole else completions
    nearest = known.nearest(typed) or ""
    return nearest, [] if nearest else known.kin(typed)


def _read_words(
    text: str,
    words: Sequence[Word],
    lexicon: Lexicon,
    unfinished: dict[int, list[str]],
    seen: Recognised,
    grave: Raised,
) -> Understood:
    found = grave.kept(words, seen.found)
    left = [at for at in seen.free if not any(at in phrase.at for phrase in found)]
    found = _precise(words, wanted(words, found))
    missing = grave.missing(found, lexicon)
    said = [*seen.where, *seen.when]
    left = _telling(words, left, alone=not found and not said)
    units = [phrase_unit(words, phrase, beside=len(found) > 1) for phrase in found]
    units += [
        word_unit(words[at], unfinished.get(at, ()), lexicon, beside=bool(found) or _says_little(words, at, left))
        for at in left
    ]
    units += [unit for _, unit in missing]
    return Understood(
        Wanted(tuple(units), facts.together(said), name_key(text)),
        parts(text, words, said, found),
        tuple(words[at].text for at in left),
        guidance=guidance_of([*(phrase.entry for phrase in found), *(entry for entry, _ in missing)], lexicon),
    )


def _fitting(words: Sequence[Word], at: int, lexicon: Lexicon, known: KnownWords) -> str:
    """Of the words that may have been meant, one that makes a phrase with another of the text: « catre vitale »."""
    others = {other.stem for other in words if other is not words[at] and not other.small}
    pairs = ((one, tuple(sorted({stem(same(one)), other}))) for one in known.near(words[at].text) for other in others)
    return next((one for one, pair in pairs if len(pair) > 1 and pair in lexicon.by_stems), "")


def _precise(words: Sequence[Word], found: Sequence[Phrase]) -> list[Phrase]:
    """Beside a need, an ambiguous word that only says by which paper asks nothing: « inscription danse »."""
    kept = [one for one in found if AMBIGUOUS not in one.entry.kinds or not _all_context(words, one)]
    return kept or list(found)


def _all_context(words: Sequence[Word], phrase: Phrase) -> bool:
    return CONTEXT.issuperset(words[at].text for at in phrase.at)


def _is_meant(typed: str, completion: str, lexicon: Lexicon) -> bool:
    """« bressol » lacks a letter of a commune, « enfan » one that is not heard; « mont » may begin anything."""
    near = len(completion) - len(typed) <= _LAST_LETTERS
    return near and ((completion,) in lexicon.places or sound(completion) == sound(typed) != "")


def _rejoined(words: list[Word], lexicon: Lexicon, catalogue: CatalogueWords) -> list[Word]:
    """« Média thèque » is one word of the vocabulary that was cut in two; « péri scolaire » stays a phrase of two."""
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined else None
        whole = last.text + word.text if last else ""
        if last and whole in lexicon.spelled and not all(is_known(one, lexicon, catalogue) for one in (last, word)):
            joined[-1] = replace(last, text=whole, end=word.end)
        else:
            joined.append(word)
    return joined


def _telling(words: Sequence[Word], left: list[int], *, alone: bool) -> list[int]:
    """Of the words left over, those that tell something; all of them when nothing else was understood."""
    telling = [at for at in left if words[at].text not in FILLERS and not _is_short_number(words[at].text)]
    return telling or (left if alone else [])


def _says_little(words: Sequence[Word], at: int, left: Sequence[int]) -> bool:
    """Whether this word only says for whom, beside one that says more: « conseil » in « conseil juridique »."""
    return words[at].text in CONTEXT and any(words[one].text not in CONTEXT for one in left)


def _is_short_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= 2
