"""Everyday French around a need: words that say nothing of it, words that only say for whom, words that are as good.

These are facts of the language, the same in every territory; what families call a service is data (the vocabulary).
"""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


#: Words of a request that say nothing of what is sought. They count only when nothing else was typed.
FILLERS = _words(
    "besoin cherche chercher comment connaitre dire etre faire fait faut fois jour jours heure heures mettre",
    "minutes peut peux pouvoir prendre quand quel quelle quelles quels quelqu recherche recherchons savoir semaine",
    "semaines souhaite trouver veut veux voudrais vouloir voulons bonjour merci svp urgent vite pres proche autour",
    "enfant enfants famille familles fille filles fils gens parent parents personne personnes an ans mois",
    "aide aides aider autre autres garcon garcons",
    "agglomeration commune service services ville village france departement horaire horaires adresse telephone",
    "suis sommes etes etais etait sera avoir avons avez avais avait eu aller vais vas va allons allez vont",
    "dois doit devons devez devrais sais sait savons fais font faites fasse pourrais pourrait pouvons pouvez",
    "voudrait aimerais aimerait existe existent arrive arrives arriver viens vient donner donne marche marchent",
    "tout tous toute toutes temps jamais trop tres bien encore toujours deja aussi beaucoup moins assez chez vers sous",
    "entre depuis pendant quelque quelques chaque vraiment alors mieux quoi combien coute coutent sens sent",
    "petit petite petits petites grand grande chose choses truc vie monde passe passer lieu endroit structure",
    "organisme etablissement avant apres sans plus sous parti partir rendez perdre perdu payer rendre urgence demain",
    "soir matin midi aprem apres aujourd hui weekend week end cote coin proximite alentours environs loin region",
    "janvier mars avril mai juin septembre octobre novembre decembre demi demie",
    "ouvre ouvrir ouvert ouverte ouverts ouvertes ferme fermee commence commencer finir finis cher chere chers cheres",
    "dispo disponible disponibles libre possible possibilite informations information renseignement renseignements",
    "numero tel contact contacter joindre appeler proposer propose organise organisent trouve trouver refaire",
    "bon bonne bons bonnes meilleur meilleure meilleurs nouveau nouvelle habite habitons vit vis vivre occuper occupe",
    "sauf hormis devant normal combien lequel laquelle sinon juste surtout environ plutot petiot seul faudrait",
    "change changer regarder voir vois donc ainsi ceci cela car puis comme si quoi",
    "my i me the for in to a an is and of do have with can where find need looking want how",
    "mi mis una el para con necesito busco quiero donde hijo hija hijos preciso procuro quero meu minha o uma",
    "filho filha com os em um del los las por",
    "istiyorum lazim bir icin ariyorum احتاج اريد ابحث عن في من",
)
#: Words that say for whom, where, or by which paper. Beside a need they weigh little: « mon ado fume » is not about
#: every place for teenagers, nor « dossier de surendettement » about every dossier.
CONTEXT = FILLERS | _words(
    "ado ados adolescent adolescente adolescents adolescentes jeune jeunes maman mamans papa papas mere meres pere",
    "peres bebe bebes nourrisson nourrissons baby teenager teenagers etudiant etudiants etudiante",
    "dossier dossiers formulaire courrier papier papiers demarche demarches demande rdv inscription attestation ecole",
    "travail formation logement loisirs activite activites gratuit gratuite gratuits gratuites help yardim مساعدة",
    "handicap handicape handicapes handicapee medecin docteur doctor medico doktor",
    "droit droits permis conseil conseils jovenes jovens groupe soutien",
    "voisin voisins voisine patron employeur college lycee",
)

#: What « ne parle pas » keeps of its small words, so that « parle » is not taken for it.
NOT = "pas"
NEGATIONS = frozenset((NOT, "plus", "jamais", "rien", "aucun", "aucune"))

_SAME = {
    word: shared
    for shared, words in (
        ("enfant", "fils fille filles garcon garcons gamin gamine gamins gosse gosses enfants minot minots loulou"),
        ("enfant", "gamines fillette fillettes loulous mome momes bambin bambins pitchoun pitchoune pitchouns pitchou"),
        ("enfant", "marmot marmots loupiot loupiots mioche mioches drolle drolles petiot petiots"),
        ("ado", "ados adolescent adolescente adolescents adolescentes"),
        ("mari", "conjoint compagnon copain concubin epoux"),
        ("bebe", "bb bebes babe poupon poupons"),
        ("pleure", "pleures pleurent pleurer hurle hurlent hurler"),
        ("travail", "boulot taf"),
        ("veut", "veux voudrais voudrait voulons veulent voulait vouloir"),
        ("peut", "peux pouvons peuvent pouvait pouvoir"),
        ("sait", "sais savons savent savait savoir"),
        ("fait", "fais faire faisons font"),
        ("va", "vais vas aller allons vont"),
        ("dort", "dors dorment"),
        ("argent", "sous fric thune thunes"),
        ("restaurant", "resto restos restaurants"),
        ("2e", "deuxieme 2eme"),
        ("3e", "troisieme 3eme"),
        ("4e", "quatrieme 4eme"),
        ("5e", "cinquieme 5eme"),
        ("6e", "sixieme 6eme"),
    )
    for word in words.split()
}
#: The Arabic article and what is written onto it: « للرضيع », « الرضيع », « رضيع ».
_ARABIC = ("وال", "بال", "لل", "ال")


def same(word: str) -> str:
    """The word that stands for this one in a phrase: « ma fille ne parle pas » is « mon enfant ne parle pas »."""
    for article in _ARABIC:
        if word.startswith(article) and len(word) > len(article) + 2:
            return word[len(article) :]
    if word.endswith("trice"):  # médiatrice, éducatrice
        return f"{word[:-5]}teur"
    return _SAME.get(word, word)
