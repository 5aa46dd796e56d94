"""Sentences of distress give the numbers of their topic; innocent neighbours of the same words give none."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

from app.search.understanding import Lexicon, alarms
from app.search.understanding.alarms import HARMLESS
from app.search.understanding.raising import raised
from app.search.understanding.reading import every_word, shorten
from tests.search.test_understanding import read
from tests.support.territory_words import listings

HERE = Path(__file__).parent
ALARMS = Path(alarms.__file__).with_suffix(".toml")


def rows(name: str) -> list[tuple[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["topic"]) for row in csv.DictReader(file)]


def topics(text: str, lexicon: Lexicon) -> list[str]:
    return [topic for one in read(text, lexicon).guidance if one.kind == "urgence" for topic in one.topics]


def silent(name: str, lexicon: Lexicon) -> list[str]:
    """The grave sentences of this file that miss the numbers of their topic."""
    return [text for text, topic in rows(name) if topic and topic not in topics(text, lexicon)]


def alarmed(name: str, lexicon: Lexicon) -> list[str]:
    """The innocent sentences of this file that give numbers."""
    return [text for text, topic in rows(name) if not topic and topics(text, lexicon)]


def test_sentences_of_distress_give_the_numbers_of_their_topic(lexicon: Lexicon):
    assert not silent("alarms_taught.csv", lexicon)


def test_innocent_neighbours_give_none(lexicon: Lexicon):
    assert not alarmed("alarms_taught.csv", lexicon)


def test_sentences_that_taught_nothing_are_often_heard_too(lexicon: Lexicon):
    """Heard: 77 of 91; 2 innocent ones of 47 were alarmed. Not to be taught, or the file would measure nothing."""
    assert (len(silent("alarms_unseen.csv", lexicon)) <= 14, len(alarmed("alarms_unseen.csv", lexicon)) <= 2) == (
        True,
        True,
    )


def test_every_list_of_a_rule_exists_and_every_list_serves():
    data = tomllib.loads(ALARMS.read_text(encoding="utf-8"))
    rules = (*data["alarm"], *data["innocent"])
    asked = {one for rule in rules for groups in (*rule["said"], rule.get("unless", "")) for one in groups.split()}
    assert asked == set(data["words"]) - {HARMLESS}


def test_nothing_that_the_territory_lists_raises_an_alarm():
    texts = [shorten(text) for one in listings() for text in (one.name, one.body)]
    assert not [text for text in texts if raised(every_word(text), {}).topics]


def test_an_innocent_phrase_does_not_silence_the_rest(lexicon: Lexicon):
    assert topics("mourir de rire alors que mon mari frappe ma fille", lexicon) == ["violences"]


def test_what_is_only_talked_about_is_no_danger(lexicon: Lexicon):
    assert topics("conférence sur le harcèlement", lexicon) == []
    assert topics("mon fils subit du harcèlement", lexicon) == ["mal-etre"]


def test_a_small_word_without_its_apostrophe_is_heard(lexicon: Lexicon):
    assert topics("jpense tout le temps à mourir", lexicon) == ["mal-etre"]
