"""How French is typed when it is spoken: shortened words, numbers, ages, school years, days, seasons, refusals.

Tables only, of the language: they are the same in every territory.
"""

from __future__ import annotations

#: What is written shorter than it is said, in a hurry or on a phone.
ABBREVIATIONS = {
    short: word
    for word, shorts in (
        ("saint", "st"),
        ("sainte", "ste"),
        ("pour", "pr"),
        ("dans", "ds"),
        ("qui", "ki"),
        ("que", "ke"),
        ("quoi", "koi"),
        ("quand", "qd kan"),
        ("avec", "ac"),
        ("pas", "pa"),
        ("chez", "che"),
        ("tout", "tt"),
        ("quelqu", "qqun qqn quelquun"),
        ("quelque", "qqch"),
        ("suis", "jsuis jsui chui chuis sui"),
        ("ai", "jai"),
        ("me", "jme"),
        ("fais", "fai jfais jfai"),
        ("vais", "jvais jvai"),
        ("toujours", "tjs tjrs tjours"),
        ("message", "msg"),
        ("a", "ya yatil til"),
        ("est", "cest ces"),
        ("peux", "jpeux"),
        ("veux", "jveux jveu"),
        ("cherche", "jcherche cherch"),
        ("besoin", "bsoin"),
        ("bonjour", "bjr slt salut"),
        ("merci", "mci"),
        ("svp", "stp"),
        ("maintenant", "mtn mnt"),
        ("beaucoup", "bcp"),
        ("rdv", "rv"),
        ("lundi", "lun"),
        ("mercredi", "merc mercr"),
        ("vendredi", "vend vendr"),
        ("samedi", "sam"),
        ("dimanche", "dim"),
        ("fevrier", "fev"),
        ("vacances", "vac vacs"),
        ("appartement", "appart apart appt"),
        ("proprietaire", "proprio"),
        ("ordinateur", "ordi pc"),
    )
    for short in shorts.split()
}
# fmt: off
NUMBERS = {
    word: number
    for number, words in enumerate((
        "zero", "un une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
        "treize", "quatorze", "quinze", "seize",
    ))
    for word in words.split()
} | {"vingt": 20, "trente": 30}
# fmt: on
#: Words that say an age without a number, in months: an age that every service for them takes.
BABIES = {"bebe": 6, "nourrisson": 3, "nourrissons": 3}
#: The school years, at the age of most pupils in the middle of the year.
LEVELS = (
    dict(zip(("cp", "ce1", "ce2", "cm1", "cm2", "6e", "5e", "4e"), range(78, 163, 12), strict=True))
    | {"terminale": 210}
    | dict.fromkeys(("collegien", "collegienne", "collegiens", "collegiennes"), 156)
    | dict.fromkeys(("lyceen", "lyceenne", "lyceens", "lyceennes"), 192)
)
#: « La 3e », « une seconde chance »: these are school years only after « en ».
AFTER_EN = {"3e": 174, "2e": 186, "2de": 186, "seconde": 186, "premiere": 198, "1ere": 198}
SECTIONS = {"petite": 42, "moyenne": 54, "grande": 66}
WEEKDAYS = {
    name: number
    for number, names in enumerate(("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"))
    for name in (names, f"{names}s")
}
#: Days named from the present one: what must follow the word, and how many days ahead.
AHEAD = {
    "aujourd": ("hui", 0), "today": ("", 0), "hoy": ("", 0), "hoje": ("", 0), "demain": ("", 1), "tomorrow": ("", 1),
    "amanha": ("", 1), "apres": ("demain", 2),
}  # fmt: skip
SUMMER = {"ete", "juillet", "aout"}
#: Holidays that have a name, which says enough alone (« à Noël », but not « marché de Noël »); the other seasons.
NAMED = {"toussaint", "noel", "paques"}
SHORT = {*NAMED, "fevrier", "hiver", "printemps"}
#: « Il a été » is no summer.
HAVE = {"a", "ai", "as", "avons", "avez", "ont", "avait", "avaient", "aurait", "pas", "jamais"}
HOLIDAYS, BIG = {"vacances", "vacance"}, {"grande", "grandes"}
#: What pays for holidays is not a time of the year.
MONEY = {"cheque", "cheques", "bon", "bons", "prime"}
NOW = {"maintenant", "actuellement", "immediatement"}
OPEN = {"ouvert", "ouverte", "ouverts", "ouvertes"}
#: How much sooner « avant », how much later « après ».
HALF_HOUR = 30
#: What the word before a time asks: to be open then, or to be open until then, and how much sooner or later.
ASKS = (
    {"avant": ("de", -HALF_HOUR), "apres": ("a", HALF_HOUR), "jusqu": ("a", 0), "jusque": ("a", 0)}
    | dict.fromkeys(
        ["des", "partir", "ouvre", "ouvert", "ouverte", "ouvrant", "commence", "debute", "embauche"], ("de", 0)
    )
    | dict.fromkeys(["ferme", "finis", "finit", "termine", "fini", "sors", "sort"], ("a", 0))
)
#: Words that only say when: a phrase of these alone weighs little beside what is sought.
TIME_WORDS = frozenset({*WEEKDAYS, *SUMMER, *SHORT, *HOLIDAYS, "apres", "midi", "matin", "soir", "petites", "grandes"})
#: The words that refuse what follows them. « Je n’ai pas de crèche », « pas de travail » refuse nothing: they lack it.
REFUSALS = tuple(
    tuple(said.split())
    for said in (
        "pas une",
        "pas un",
        "pas la",
        "pas le",
        "mais pas",
        "et pas",
        "veux pas",
        "voulons pas",
        "veux plus",
        "sauf",
        "hormis",
        "passer par",
        "plutot que",
        "autre que",
        "autres que",
        "chose que",
        "au lieu",
        "not a",
        "not the",
    )
)
#: « Je ne trouve pas une crèche », « je n’ai pas une place »: who lacks it wants it.
LACKS = frozenset(["trouve", "trouvons", "trouver", "ai", "a", "avons", "obtenu", "obtenir", "eu", "est", "suis"])
