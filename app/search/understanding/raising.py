"""What a text raises beside its phrases: grave topics, and words that only look grave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.search.understanding.alarms import alarmed, innocent_places, marks, unglued
from app.search.understanding.lexicon import SENSITIVE, Entry, Lexicon
from app.search.understanding.phrases import Phrase
from app.search.understanding.reading import Word
from app.search.understanding.weighing import RAISED
from app.search.wanted import Unit


@dataclass(frozen=True)
class Raised:
    """The grave topics with the words that raise them, and where in the text innocent words begin."""

    topics: Mapping[str, tuple[Word, ...]]
    innocent: frozenset[int]

    def kept(self, words: Sequence[Word], found: Iterable[Phrase]) -> list[Phrase]:
        """These phrases, without those that are grave by an innocent word (« mourir de rire »)."""
        return [
            phrase
            for phrase in found
            if SENSITIVE not in phrase.entry.kinds or not any(words[at].start in self.innocent for at in phrase.at)
        ]

    def missing(self, found: Iterable[Phrase], lexicon: Lexicon) -> list[tuple[Entry, Unit]]:
        """What the phrases do not say yet, when this territory has numbers for it."""
        known = {topic for phrase in found for topic in phrase.entry.topics}
        return [
            (entry, Unit(entry.weighted, (tuple(dict.fromkeys(word.stem for word in said)),), RAISED))
            for topic, said in self.topics.items()
            if topic not in known and (entry := lexicon.by_topic.get(topic))
        ]


def raised(typed: Sequence[Word], mended: Mapping[int, str]) -> Raised:
    """Of all the words of a text, as typed, and with its errors corrected (by the place where each word begins)."""
    first = _raised(typed)
    if not mended:
        return first
    second = _raised([replace(word, text=mended.get(word.start, word.text)) for word in typed])
    return Raised({**second.topics, **first.topics}, first.innocent | second.innocent)


def _raised(typed: Sequence[Word]) -> Raised:
    words = [part for word in typed for part in _parts(word)]
    found = marks([word.text for word in words])
    innocent = innocent_places(found)
    topics = {topic: tuple(words[at] for at in places) for topic, places in alarmed(found, innocent).items()}
    return Raised(topics, frozenset(words[at].start for at in innocent))


def _parts(word: Word) -> tuple[Word, ...]:
    texts = unglued(word.text)
    return (word,) if len(texts) == 1 else tuple(replace(word, text=text) for text in texts)
