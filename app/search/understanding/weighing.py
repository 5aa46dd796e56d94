"""From what was recognised to what is wanted: each need with its share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.search.understanding.everyday import CONTEXT, FILLERS, same
from app.search.understanding.lexicon import SENSITIVE, Entry, Lexicon
from app.search.understanding.phrases import Phrase
from app.search.understanding.reading import Word
from app.search.understanding.spoken import TIME_WORDS
from app.search.wanted import Unit
from app.search.words import stem

#: What one telling word weighs among the needs of a text.
_WORD = 2
#: What a phrase weighs, and one of three words or more, which is about one thing only.
_PHRASE, _LONG = 4, 5
#: What a grave word or phrase weighs, and what words raise together, which says less surely what is needed.
GRAVE, RAISED = 5, 4
#: A word met in longer phrases only hints at their types: more than a mention in a text, less than a name.
_HINT = 60


def phrase_unit(words: Sequence[Word], phrase: Phrase, *, beside: bool) -> Unit:
    """A phrase, perhaps `beside` others: if it only says when (« vacances d’hiver »), it weighs less than they do."""
    stems = tuple(dict.fromkeys(words[at].stem for at in phrase.at))
    texts = [words[at].text for at in phrase.at]
    only_when = beside and TIME_WORDS.issuperset(texts)
    return Unit(phrase.entry.weighted, (stems,), 1 if only_when else _importance(texts, phrase.entry))


def _importance(texts: Sequence[str], entry: Entry) -> int:
    """A phrase says more than a word, a long one more than a short one, a grave word as much as a long phrase, a word
    that says for whom less than any; a phrase that says nothing of a need (« n’y arrive plus ») no more than a word."""
    if SENSITIVE in entry.kinds:
        return GRAVE
    if len(texts) == 1:
        return 1 if texts[0] in CONTEXT else _WORD
    telling = sum(text not in FILLERS for text in texts)
    if not telling:
        return _WORD
    return _LONG if telling > 1 and len(texts) > 2 else _PHRASE


def word_unit(word: Word, completions: Iterable[str], lexicon: Lexicon, *, beside: bool) -> Unit:
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
