"""What families type, and what is made of it."""

from __future__ import annotations

import pytest

from app.catalogue.hours.model import Period
from app.search.lexicons import known_words
from app.search.understanding import KnownWords, Lexicon, Understood, understand
from app.search.wanted import Facts
from app.search.words import name_key, stem
from tests.support.territory_words import listings


class Words:
    """The catalogue as the understanding sees it."""

    def __init__(self) -> None:
        self._names = frozenset(word for one in listings() for word in name_key(one.name).split())
        self._stems = {stem(word) for word in self._names}

    def has_stem(self, one: str) -> bool:
        return one in self._stems

    def name_words(self) -> frozenset[str]:
        return self._names


WORDS = Words()


def read(text: str, lexicon: Lexicon, today: int = 2) -> Understood:
    """What is understood of a text, on a Wednesday."""
    return understand(text, lexicon, WORDS, known_words(lexicon, WORDS.name_words()), today)


@pytest.mark.parametrize(
    ("text", "today", "days"),
    [
        ("garderie demain", 2, (3,)),
        ("garderie demain", 6, (0,)),
        ("cantine après-demain", 5, (0,)),
        ("ludothèque aujourd’hui", 4, (4,)),
        ("bibliothèque ce week-end", 1, (5, 6)),
        ("sortie le weekend", 1, (5, 6)),
        ("library tomorrow", 0, (1,)),
        ("l’école de demain", 0, ()),
    ],
)
def test_days_are_named_from_today(lexicon: Lexicon, text: str, today: int, days: tuple[int, ...]):
    assert read(text, lexicon, today).wanted.facts.weekdays == days


def types(understood: Understood) -> set[str]:
    return {slug for unit in understood.wanted.units for slug, _ in unit.types}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("montbeton", Facts(communes=("82124",))),
        ("LACOURT SAINT PIERRE", Facts(communes=("82085",))),
        ("lacourt-st-pierre", Facts(communes=("82085",))),
        ("Léojac", Facts(communes=("82098",))),
        ("leojac bressols", Facts(communes=("82098", "82025"))),
        ("82710", Facts(communes=("82025",))),
        ("82370", Facts(communes=("82044", "82150", "82167"))),
        ("2 ans", Facts(age_months=24)),
        ("18 mois", Facts(age_months=18)),
        ("3ans", Facts(age_months=36)),
        ("bébé", Facts(age_months=6)),
        ("le mercredi et le samedi", Facts(weekdays=(2, 5))),
        ("pendant l’été", Facts(period=Period.SUMMER)),
        ("ouvert maintenant", Facts(open_now=True)),
        ("gratuit", Facts(free=True)),
        ("avant 8h", Facts(opens_by=450)),
        ("jusqu’à 19h", Facts(closes_after=1140)),
        ("crèche", Facts()),
        ("119", Facts()),
    ],
)
def test_facts(text: str, facts: Facts, lexicon: Lexicon):
    assert read(text, lexicon).wanted.facts == facts


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("creches", "creche-collective"),
        ("p.m.i.", "pmi"),
        ("P M I", "pmi"),
        ("aide au devoir", "clas"),
        ("peri scolaire", "alae"),
        ("microcreche", "micro-creche"),
        ("centre de loisirs le mercredi", "accueil-mercredi"),
        ("loisirs centre", "alsh"),
        ("Protection maternelle", "pmi"),
        ("ludot", "ludotheque"),
        ("nourice", "rpe"),
        ("garderi du soir", "accueil-periscolaire"),
    ],
)
def test_types(text: str, slug: str, lexicon: Lexicon):
    assert slug in types(read(text, lexicon))


def test_a_sentence_is_read_whole(lexicon: Lexicon):
    read_ = read("centre aéré mercredi 8 ans montbeton", lexicon)
    assert types(read_) == {"alsh", "accueil-mercredi"}
    assert read_.wanted.facts == Facts(communes=("82124",), age_months=96, weekdays=(2,))
    assert read_.words == ()
    without = {part.kind: part.without for part in read_.parts}
    assert without["commune"] == "centre aéré mercredi 8 ans"
    assert without["type"] == "mercredi 8 ans montbeton"


def test_a_day_alone_is_a_need(lexicon: Lexicon):
    assert types(read("mercredi", lexicon)) == {"accueil-mercredi", "alsh"}  # its neighbour
    assert types(read("crèche mercredi", lexicon)) >= {"creche-collective"}
    assert "accueil-mercredi" not in types(read("crèche mercredi", lexicon))


def test_what_was_mistyped_is_said(lexicon: Lexicon):
    assert read("nourice bresols", lexicon).mended == "nourrice Bressols"
    assert read("nourrice Bressols", lexicon).mended == ""


def test_a_mistyped_word_is_the_one_that_makes_a_phrase_with_another(lexicon: Lexicon):
    assert read("catre vitale", lexicon).mended == "carte vitale"
    assert "rpe" in types(read("assistente maternelle", lexicon))  # « assistente » is Portuguese


def test_a_word_known_by_its_stem_alone_may_be_another(lexicon: Lexicon):
    assert read("mari violant", lexicon).mended == "mari violent"
    assert read("jouet", lexicon).mended == ""


def test_the_neighbours_of_a_type_come_after_it(lexicon: Lexicon):
    (unit,) = read("panier solidaire", lexicon).wanted.units
    weights = dict(unit.types)
    assert unit.first_type == "aide-alimentaire" and 0 < weights["ccas"] < weights["aide-alimentaire"]


def test_an_ambiguous_paper_asks_only_alone(lexicon: Lexicon):
    asked = [[one.kind for one in read(text, lexicon).guidance] for text in ("inscription", "inscription danse")]
    assert asked == [["question"], []]


def test_a_question_an_emergency_a_relay(lexicon: Lexicon):
    kinds = {text: [one.kind for one in read(text, lexicon).guidance] for text in ("garderie", "nounou", "crèche")}
    assert kinds == {"garderie": ["question"], "nounou": ["relais"], "crèche": []}
    urgent = read("mari violent", lexicon).guidance[0]
    assert (urgent.kind, urgent.topics) == ("urgence", ("violences",))


def test_only_eight_telling_words_of_120_characters_are_read(lexicon: Lexicon):
    assert len(read(" ".join(f"mot{letter}" for letter in "abcdefghijkl"), lexicon).wanted.units) == 8
    assert len(read("x" * 10_000, lexicon).wanted.name) <= 120


def test_small_words_alone_want_nothing(lexicon: Lexicon):
    for text in ("le la les", "?!…", "🙂", "", "   "):
        assert read(text, lexicon).wanted.units == ()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("ma gamine ne parle pas", "camsp"),  # a child by any other name
        ("on a un resto scolaire ?", "restauration-scolaire"),
        ("stage de troisième", "info-jeunes"),
        ("biblioteck", "mediatheque"),  # it sounds alike
        ("psychomoteur", "cmpp"),  # the same root as psychomotricien
        ("للرضيع", "pmi"),  # the article is written onto the word
        ("kirayı", "fsl"),  # Turkish endings
        ("peser", "pmi"),  # a hint of « peser bébé »
    ],
)
def test_a_rule_serves_many_words(text: str, slug: str, lexicon: Lexicon):
    assert slug in types(read(text, lexicon))


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("ma fille parle", "camsp"),  # only « ne parle pas » worries
        ("mon ado fume", "aide-alimentaire"),  # « fome » is Portuguese for hunger
        ("aide", "plateforme-repit"),  # not « aidant »
        ("payer", "restauration-scolaire"),  # not the PAI
        ("vide", "plateforme-repit"),  # another letter is another word
    ],
)
def test_a_rule_does_not_invent(text: str, slug: str, lexicon: Lexicon):
    assert slug not in types(read(text, lexicon))


def test_a_word_of_context_weighs_less_than_a_need(lexicon: Lexicon):
    weights = [unit.importance for unit in read("dossier surendettement", lexicon).wanted.units]
    assert sorted(weights) == [1, 2]


@pytest.mark.parametrize("text", ["media theque", "Média-Thèque", "ludo thèque", "la ludo thèque de Bressols"])
def test_a_word_cut_in_two_is_read_whole(text: str, lexicon: Lexicon):
    understood = read(text, lexicon)
    sought = {one for unit in understood.wanted.units for stems in unit.words for one in stems}
    assert {stem("mediatheque"), stem("ludotheque")} & sought or types(understood) == {"ludotheque"}
    assert not understood.mended


def test_two_words_that_are_known_stay_two(lexicon: Lexicon):
    assert types(read("péri scolaire", lexicon)) == types(read("périscolaire", lexicon)) != set()


def test_a_french_word_is_not_mended_into_a_foreign_one(lexicon: Lexicon):
    understood = read("adoptiom", lexicon)
    assert understood.mended == "adoption"
    known = KnownWords(["abortion"], [], frozenset({"abortion"}))
    assert known.nearest("adoption") is None and known.nearest("abortoin") == "abortion"


def test_a_word_that_says_for_whom_weighs_little_beside_another(lexicon: Lexicon):
    units = {unit.words[0][0]: unit.importance for unit in read("conseil philatélie", lexicon).wanted.units}
    assert units[stem("conseil")] < units[stem("philatelie")]


@pytest.mark.parametrize(
    ("text", "refused", "left"),
    [
        ("pas une crèche, une assistante maternelle", "creche-collective", "assistant-maternel"),
        ("assistante maternelle mais pas crèche", "creche-collective", "assistant-maternel"),
        ("je ne veux pas de nounou je veux une crèche", "assistant-maternel", "creche-collective"),
    ],
)
def test_what_is_refused_is_not_sought(text: str, refused: str, left: str, lexicon: Lexicon):
    found = types(read(text, lexicon))
    assert refused not in found and left in found


@pytest.mark.parametrize(
    "text", ["je n’ai pas de crèche et je reprends le travail", "je ne trouve pas une crèche", "autre crèche"]
)
def test_what_is_lacking_is_sought(text: str, lexicon: Lexicon):
    assert "creche-collective" in types(read(text, lexicon))


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("lacaf", "caf"),
        ("centraéré", "centre aéré"),
        ("psycologue", "psychologue"),
        ("cantine lacour st pierre", "cantine Lacourt st pierre"),
        ("violette", ""),
        ("mon frère", ""),
    ],
)
def test_what_is_mended_and_what_is_not(text: str, mended: str, lexicon: Lexicon):
    assert read(text, lexicon).mended == mended


def test_a_part_is_told_as_the_family_said_it(lexicon: Lexicon):
    said = [(part.kind, part.text) for part in read("aide aux devoirs pour CE2 du lundi au jeudi", lexicon).parts]
    assert said == [("public", "CE2"), ("jours", "lundi au jeudi"), ("type", "aide aux devoirs")]


def test_a_when_beside_a_what_weighs_less(lexicon: Lexicon):
    units = read("mercredi après-midi ludothèque", lexicon).wanted.units
    weights = {unit.types[0][0]: unit.importance for unit in units}
    assert weights["ludotheque"] > weights["accueil-mercredi"]
