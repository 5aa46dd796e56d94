"""Understanding a text, step by step: words, typing errors, facts, phrases, and what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.search.engine import CatalogueWords
from app.search.understanding import facts, phrases
from app.search.understanding.correcting import KnownWords
from app.search.understanding.everyday import CONTEXT, FILLERS, same
from app.search.understanding.facts import WEEKDAYS, Said
from app.search.understanding.guiding import guidance_of
from app.search.understanding.lexicon import SENSITIVE, Entry, Lexicon
from app.search.understanding.model import Part, Understood
from app.search.understanding.phrases import Phrase
from app.search.understanding.reading import Word, read, shorten, without
from app.search.wanted import Unit, Wanted
from app.search.words import name_key, stem

#: What one telling word weighs among the needs of a text.
_WORD = 2
#: A word met in longer phrases only hints at their types: more than a mention in a text, less than a name.
_HINT = 60


def understand(text: str, lexicon: Lexicon, catalogue: CatalogueWords, known: KnownWords) -> Understood:
    """What this text wants. Never raises; never costs more than its eight words."""
    text = shorten(text)
    words = _rejoined(read(text), lexicon, catalogue)
    unfinished, mended = {}, {}
    for at, word in enumerate(words):
        if not _is_known(word, lexicon, catalogue):
            completions = known.completions(word.text) if at == len(words) - 1 else []
            if completions:
                unfinished[at] = completions
            elif nearest := known.nearest(word.text):
                mended[at] = nearest
            elif kin := known.kin(word.text):
                unfinished[at] = kin
    repaired = [replace(word, text=mended.get(at, word.text)) for at, word in enumerate(words)]
    understood = _read_words(text, repaired, lexicon, unfinished)
    return replace(understood, mended=_mended_text(text, words, mended, lexicon))


def _read_words(text: str, words: Sequence[Word], lexicon: Lexicon, unfinished: dict[int, list[str]]) -> Understood:
    where = list(facts.places(words, lexicon))
    taken = {at for said in where for at in said.at}
    free = [at for at, word in enumerate(words) if at not in taken and not word.small]
    found = list(phrases.find(words, free, lexicon, shortest=2))
    in_phrases = {at for phrase in found for at in phrase.at}
    when = [said for said in facts.others(words) if _still_said(said, in_phrases)]
    in_facts = {at for said in when for at in said.at}
    free = [at for at in free if at not in in_phrases | in_facts]
    found += phrases.find(words, free, lexicon, shortest=1)
    if not found:  # « mercredi » alone is what is sought
        found += phrases.find(words, sorted(in_facts - taken), lexicon, shortest=1)
    left = [at for at in free if not any(at in phrase.at for phrase in found)]
    left = _telling(words, left, alone=not found and not where and not when)
    units = [_phrase_unit(words, phrase) for phrase in found]
    units += [
        _word_unit(words[at], unfinished.get(at, ()), lexicon, beside=bool(found) or _says_little(words, at, left))
        for at in left
    ]
    said = [*where, *when]
    return Understood(
        Wanted(tuple(units), facts.together(said), name_key(text)),
        tuple([_fact_part(text, words, one) for one in said] + [_type_part(text, words, one) for one in found]),
        tuple(words[at].text for at in left),
        guidance=guidance_of([phrase.entry for phrase in found], lexicon),
    )


def _still_said(said: Said, in_phrases: set[int]) -> bool:
    """A day or a season inside a phrase (« vacances de Noël ») is a fact too; a number (« 16-25 ans ») is not."""
    return said.kind in ("jour", "periode") or not in_phrases.intersection(said.at)


def _is_known(word: Word, lexicon: Lexicon, catalogue: CatalogueWords) -> bool:
    return (
        word.small
        or word.text.isdecimal()
        or word.text in FILLERS
        or word.text in WEEKDAYS
        or word.text in lexicon.spelled
        or word.text in lexicon.by_joined
        or (same(word.text),) in lexicon.by_words
        or word.stem in lexicon.stems
        or catalogue.has_stem(word.stem)
        or any(said.facts for said in facts.others([word]))
    )


def _rejoined(words: list[Word], lexicon: Lexicon, catalogue: CatalogueWords) -> list[Word]:
    """« Média thèque » is one word of the vocabulary that was cut in two; « péri scolaire » stays a phrase of two."""
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined else None
        whole = last.text + word.text if last else ""
        if last and whole in lexicon.spelled and not all(_is_known(one, lexicon, catalogue) for one in (last, word)):
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


def _phrase_unit(words: Sequence[Word], phrase: Phrase) -> Unit:
    stems = tuple(dict.fromkeys(words[at].stem for at in phrase.at))
    return Unit(phrase.entry.weighted, (stems,), _importance([words[at].text for at in phrase.at], phrase.entry))


def _importance(texts: Sequence[str], entry: Entry) -> int:
    """A phrase says more than a word, a grave word as much as a phrase, a word that says for whom less than any."""
    if len(texts) > 1 or SENSITIVE in entry.kinds:
        return 2 * _WORD
    return 1 if texts[0] in CONTEXT else _WORD


def _word_unit(word: Word, completions: Iterable[str], lexicon: Lexicon, *, beside: bool) -> Unit:
    """One word as it is, or all that it may begin; `beside` a phrase, a word that no vocabulary holds weighs less."""
    stems = dict.fromkeys((word.stem, *(stem(one) for one in completions)))
    entries = [lexicon.by_words[(same(one),)] for one in completions if (same(one),) in lexicon.by_words]
    types = dict.fromkeys(pair for entry in entries for pair in entry.weighted)
    silent = bool(types) or word.text in CONTEXT
    hinted = () if silent else lexicon.by_hint.get(stem(same(word.text)), ())
    return Unit(
        (*types, *((slug, _HINT) for slug in hinted)),
        tuple((one,) for one in stems),
        1 if beside and not types else _WORD,
    )


def _fact_part(text: str, words: Sequence[Word], said: Said) -> Part:
    return _part(said.kind, said.value, text, [words[at] for at in said.at])


def _type_part(text: str, words: Sequence[Word], phrase: Phrase) -> Part:
    return _part("type", ",".join(phrase.entry.types), text, [words[at] for at in phrase.at])


def _part(kind: str, value: str, text: str, words: list[Word]) -> Part:
    said = " ".join(text[word.start : word.end] for word in sorted(words, key=lambda one: one.start))
    return Part(kind, value, said, without(text, words))


def _mended_text(text: str, words: Sequence[Word], mended: dict[int, str], lexicon: Lexicon) -> str:
    """The text as it was perhaps meant; the rest of it stays as it was typed."""
    if not mended:
        return ""
    for at in sorted(mended, reverse=True):
        word, meant = words[at], mended[at]
        text = text[: word.start] + lexicon.spelled.get(meant, meant) + text[word.end :]
    return text
