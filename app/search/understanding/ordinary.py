"""Ordinary French words: no ill-written words of families (« frère » is not « Ferré », nor « enfuie » « ennuie »).

A word of this list is searched as it is. Words that families often mistype need not be here.
"""

from __future__ import annotations

from app.search.words import stem

_WORDS = (
    "accident accord acheter adulte age agir air aller ami amie amies amis amour animal animaux annee annees appel",
    "apprendre argent arme arret arreter arriver asseoir assiette attendre attente aujourd avance avenir avion avis",
    "bague bain balle ballon banc banque barbe bas bateau beau beaute belle bete beurre bijou blanc blanche bleu",
    "bleue boire bois boite bonheur bord bouche boue bouger bout bras bruit brule bureau but cache cadeau cadre cafe",
    "camion campagne canal canape car carre carte cas casque casse cause cave ceinture centre cerveau chaise chaleur",
    "chambre champ chance changer chanson chant chat chaud chaude chaudes chauds chaussure chaussures chef chemin",
    "chemise cheval cheveux chien chiens chocolat choix ciel cinema cirque clair classe cle client coeur coin colere",
    "colle coller colline compagnie complet compte compter conduire confiance connu conseil content copine corde",
    "corps costume cote cou coucher couler couleur couloir coup couper cour courage courir course cousin cousine",
    "couteau couverture craindre creme crepe crepes crier crise croire croix cuire cuisine cuisse cycle dame dames",
    "danger danse danser debout debut dehors dent dents depart dernier derniere descendre desir dessin dessiner deux",
    "devenir devoir dieu difference difficile diner dix docteur doigt dos douche doux drap droit droite drole dur",
    "dure eau eaux ecole ecouter ecran ecrire ecriture effet effort eglise electrique emporter encore endormir",
    "energie enfance enfin enfui enfuie enfuir enlever ennemi ennui ensemble entendre entier entrer envie envoyer",
    "epaule epoque equipe erreur escalier espoir essayer estomac etage etat etoile etranger etudier europe evenement",
    "euro euros examen exclu exclue exemple exercice exister expliquer face facile facon faible faim faute fauteuil",
    "femme femmes fenetre fer ferme fete feu feuille fier figure filet film fin finir",
    "fleur fleurs fleuve foin fois fond force",
    "foret forme fort forte fou foule four frais fraise frere freres froid fromage front fruit fruits fuite fumee",
    "fumer gagner galerie gant garage gare gateau gateaux gauche geant gel gene genou gens gentil gerer glace gorge",
    "gout gouter graine grave grippe gris gros grosse groupe guerir guerre guitare habiter haine herbe heureuse",
    "heureux hier histoire hiver homme hommes honte hopital hotel huile humain humeur idee iles image immense",
    "important impossible impression inconnu injuste insecte inviter jaloux jambe jambes jardin jaune jean jeter joie",
    "joli jolie joue jouer jour journal journee journees joyeux juge jupe jurer laid laine laisser lait lampe lancer",
    "langue lapin large laver lecon leger legume legumes lent lettre lever levre lien lieu ligne lire liste lit lits",
    "livre loi long longue louer loup lourd lourde lumiere lune machine magasin magie main mains maison maitre",
    "maitresse malade maladie malheur malle manche manger manquer manteau marche marcher mariage marque marron masque",
    "mauvais mauvaise medecin meilleur melange membre memoire menu mer mere meres message mesure metier metre metro",
    "meuble meubles mieux milieu mince minute mode moitie moment monde monnaie monsieur montagne monter montre",
    "montrer mordre mort mortes morts mot moteur moto mouche mouchoir mouille moulin mourir mousse mouton moyen mur",
    "musee nager naitre nature neige neuf nez noel noir noire nom nombre nord nourrir nouveau nouvelle nuage nuit",
    "nuits nul numero obeir objet odeur oeil oeuf oiseau oiseaux ombre oncle ongle or orage orange ordre oreille",
    "oreilles oublier ours outil ouvrier page paille pain paix palais panier pantalon papier paquet paradis pareil",
    "parfum parole part partager passage passion pate patte pauvre pauvres pays peau peche peine pelle pendre penser",
    "perdre pere peres perle permettre peser peuple peur photo phrase piece pied pieds pierre pigeon pile pire",
    "piscine place plage plaire plaisir planche planete plante plat pleurer pluie poche poeme poids poil poing point",
    "poire poisson poitrine poivre poli pomme pommes pompe pont porc port porte porter poser possible pot poule",
    "poulet poupee pousse pousser poussiere pouvoir pre premier premiere prendre preparer presque pretre prince",
    "princesse prise prison prix probleme prochain promenade promener promettre propre propres prune public puce",
    "puits punir pur quartier question queue race raconter radio raison ranger rapide rare rat rater rayon recette",
    "recevoir refuser regard regarder reine remede remplir renard rencontre rendre rentrer reparer repas repondre",
    "repos respirer rester retard retour reussir reve reveil revenir rever revoir riche rideau rire rivage riviere",
    "riz robe roche roi rond rose roue rouge route rue rues ruse sable sac sage saison sale salle salon salut sang",
    "sante sapin sauter sauvage sauver savon scene science seau seche second secours secret seigneur sel semaine",
    "sembler sens sentir serieux serpent serrer servir seul seule siecle siege signe silence simple singe situation",
    "soeur soeurs soif soigner soir sol soldat soleil solide solution sombre sommeil son sonner sorcier sors sort",
    "sorte sortie sortir souci souffle souffrir soulier soupe source sourd sourire souris souvenir spectacle sport",
    "statue sucre sud suite suivre sujet surprise table tableau tache taille taire talon tambour tante tapis tard",
    "tasse taureau taxe telephone tempete temps tendre tenir tente terrain terre tete theatre tigre timide tire tirer",
    "tissu titre toile toit tomate tomber tonnerre tortue tot toucher tour tourner tousse tousser tracteur train",
    "tranche tranquille travailler traverser trembler tresor triste tromper trou troupeau trouver truc tuer tulipe",
    "urgent user usine utile vache vague vaisselle valeur valise vallee veau veiller velo velos vendre vent ventre",
    "verbe verite verre vert verte veste vetement vide vie vieille vieux vigne village vin violet violette violon",
    "violoncelle visage visite vite vitre vivant voile voir voisin voit voix vol volant voler voleur voter vouloir",
    "voyage voyager vrai yeux zebre zero zone",
)
#: By their stems, so that one form of a word speaks for the others.
ORDINARY = frozenset(stem(word) for line in _WORDS for word in line.split())
