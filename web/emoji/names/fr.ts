// Made by tools/emoji.mjs from Unicode CLDR 48.2.0 (licence: names/LICENSE). Do not change by hand.
export const names: string = `
visage rieur|content|dents|émoticône|grand sourire
visage souriant avec de grands yeux|content|dents|émoticône|formidable
visage très souriant aux yeux rieurs|content|émoticône|grand sourire|heureux
visage souriant aux yeux rieurs|content|dents|émoticône|grand sourire
visage souriant avec yeux plissés|ahah|bouche|content|émoticône
visage souriant avec une goutte de sueur|émoticône|excité|froid|sourire
se rouler par terre de rire|content|drôle|émoticône|hilare
visage riant aux larmes|content|émoticône|heureux|joie
visage avec un léger sourire|content|émoticône|heureux|visage souriant
tête à l’envers|émoticône|incroyable|renversée|visage
visage faisant un clin d’œil|blague|émoticône|flirter|plaisanter
visage souriant avec yeux rieurs|content|émoticône|heureux|œil
visage souriant avec auréole|ange|angélique|béni|Bible
visage souriant avec cœurs|adorer|aimer|amour|béguin
visage souriant avec yeux en forme de cœur|amour|amoureux|émoticône|œil
visage avec des étoiles à la place des yeux|étoiles dans les yeux|grand sourire|heureux|pressé
visage envoyant un bisou|amour|baiser|bise|bisou et cœur
visage faisant un bisou|amour|baiser|bise|embrasser
visage aux yeux rieurs faisant un bisou|amour|baiser|bise|embrasser
miam|bon|content|délicieux|émoticône
visage qui tire la langue|cool|émoticône|génial|super
visage qui tire la langue et fait un clin d’œil|amusant|blague|émoticône|fou
tête de fou|grand|large|oeil|œil
visage qui tire la langue les yeux plissés|dégoûtant|émoticône|horrible|œil
visage qui fait un câlin|émoticône|gentil|mains
visage avec une main sur la bouche|malin|oops|oups|rigole
visage avec un doigt sur la bouche|chut|pas un bruit|silence|tête qui dit chut
visage en pleine réflexion|émoticône|hum|méditer|penser
visage avec bouche fermeture éclair|bouche cousue|émoticône|motus|se taire
visage avec les sourcils relevés|euh|hein|incrédule|méfiant
visage neutre|émoticône|gêné|ni chaud ni froid|pas drôle
visage sans expression|émoticône|inexpressif|mécontent|neutre
visage sans bouche|émoticône|muet|ne rien dire|neutre
visage avec un sourire malin|arrogant|charmeur|émoticône|ricaner
visage blasé|bizarre|émoticône|énervé|fâché
visage roulant des yeux|agacé|émoticône|excédé|incrédulité
visage grimaçant|dents|émoticône|gêné|grimace
visage soulagé|calme|émoticône|sérénité|soulagement
visage pensif|abattu|déçu|émoticône|horrible
visage endormi|émoticône|fatigué|larme|pleurer
visage qui bave|baver|délicieux|émoticône|mmh
visage somnolent|bonne nuit|coucher|dormir|émoticône
visage avec masque|bactéries|dentiste|docteur|émoticône
visage avec thermomètre|indisposé|malade
visage avec bandage autour de la tête|aïe|blessure|bobo|émoticône
visage nauséeux|dégoûtant|écœuré|émoticône|malade
visage qui éternue|à tes souhaits|atchoum|émoticône|éternuement
visage rouge et chaud|chaleur|coup de chaleur|coup de chaud|fièvre
visage bleu et froid|ça caille|gel|gelé|gelure
tête qui explose|choc|choqué|surpris|surprise
visage festif|anniversaire|célébration|chapeau pointu|émoticône
visage avec lunettes de soleil|cool|posé|tranquille
visage de geek|doué|futé|idiot|intelligent
visage avec un monocle|classe|collet monté|fortune|riche
visage confus|désolé|émoticône|ennuyé|je ne sais pas
visage inquiet|anxieux|émoticône|préoccupé|stressé
visage légèrement mécontent|émoticône|triste
visage avec bouche ouverte|bouche bée|choqué|émoticône|épaté
visage ébahi|émoticône|incroyable|omd|sans voix
visage stupéfait|choc|choqué|émoticône|étonné
visage qui rougit|chaud|comment|ébahi|émoticône
visage implorant|embarrassé|excuse|gros yeux|pardon
visage mécontent avec bouche ouverte|déçu|effrayé|émoticône|peur
visage effrayé|anxieux|apeuré|blême|émoticône
visage anxieux avec goutte de sueur|aah|bleu|bouche bée|effrayé
visage triste mais soulagé|déçu|émoticône|ouf|pfiou
visage qui pleure|émoticône|horrible|larme|larmes
visage qui pleure à chaudes larmes|émoticône|malheureux|pleurer|pleurs
visage qui hurle de peur|choqué|cri|effrayé|Munch
visage déconcerté|confus|émoticône|fâché|frustré
visage déçu|abattu|affreux|découragé|émoticône
visage démoralisé avec goutte de sueur|émoticône|froide|mal de tête|migraine
visage épuisé|échec|émoticône|faim|fatigué
visage fatigué|contrarié|émoticône|fatigue|mécontent
visage bâillant|bâille|bâiller|dormir|émoticône
visage avec fumée sortant des narines|colère|émoticône|énervé|fâché
visage boudeur|colère|émoticône|énervé|exaspéré
visage en colère|émoticône|exaspéré|fâché|frustré
visage avec des symboles dans la bouche|censuré|colère|gros mots|insulter
visage souriant avec des cornes|émoticône|fâché|fantastique|sourire
crâne|corps|dead|fantastique|je suis mort
tas de crotte|bande dessinée|BD|caca|excrément
visage de clown|émoticône|maquillage
fantôme|blague|bouh|créature|effrayant
alien|créature|émoticône|espace|extraterrestre
robot|androïde|automate|machine|monstre
singe ne rien voir|animal|caché|effrayé|embarras
singe ne rien entendre|animal|écouter|geste|interdit
singe ne rien dire|animal|bouche cousue|chut|geste
pouce vers le haut|bien|compris|d’accord|génial
pouce vers le bas|main|mauvais|non|nul
ok|compris|d’accord|geste|main
V de la victoire|ciseaux|doigts|main|paix et amour
doigts croisés|bonne chance|main
signe je t’aime|amour|geste pour je t’aime|ILY|main
signe appel téléphonique avec les doigts|main|téléphone
main avec index pointant à gauche|doigt|index pointé vers la gauche
main avec index pointant à droite|doigt|index pointé vers la droite
main avec index pointant vers le haut|doigt|index vers le haut|montrer
main avec index pointant vers le bas|doigt|index vers le bas|montrer
index pointant vers le haut|doigt|index pointé vers le haut|main|moi
main levée|feuille|paume de la main|stop|tope là
main levée doigts écartés|paume|stop
signe de la main|à bientôt|à plus tard|au revoir|bonjour
dos de main levée
poing levé|main|pierre|poing serré|solidarité
poing de face|absolument|battre|boum|correct
applaudissements|bien joué|bon travail|bravo|félicitations
mains levées|air|geste|hourra|mains en l’air
mains ouvertes|mains écartées
poignée de main|d’accord|mains|marché conclu|présentation
mains en prière|demander|félicitations|mains l’une contre l’autre|merci
main qui écrit|écrire
biceps contracté|bande dessinée|BD|bodybuilding|corps
yeux|chercher|corps|coup d’œil|regarder
cerveau|intelligent|intelligente
bébé|émoticône|enceinte|enfant|nouveau-né
garçon|émoticône|enfant|jeune|personne
fille|couettes|émoticône|enfant|grands yeux
homme|ami|garçon|personne|petit ami
femme|blonde|coupe de cheveux|personne
homme âgé|chauve|émoticône|grand-père|papi
femme âgée|blonde|dame|émoticône|grand-mère
personne qui lève la main|compte sur moi|content|femme qui lève la main|geste
personne qui s’incline|confus|désolé|excuses|geste
personne avec la paume sur le visage|drame|exaspération|femme avec paume sur visage|geste
personne qui hausse les épaules|aucune idée|c’est comme ça|doute|femme qui hausse les épaules
personne paume vers le haut|aide|diva|femme|information
personne faisant un geste d’interdiction|aucune chance|bloquer|femme|impossible
personne faisant un geste d’acceptation|d’accord|danser|exercice|femme
danseur|femme|fête|flamenco|homme
danseuse|femme|femme qui danse|fête|flamenco
personne qui court|arriver|coureur|courir|course à pied
personne qui marche|balade|en route|flâner|homme
famille|enfant|famille avec un père, une mère et un fils|femme|garçon
femme et homme se tenant la main|amis|amoureux|couple|homme et femme se donnant la main
tête qui parle|parler|silhouette
silhouette de buste|mystère|ombre
silhouettes de bustes|amis|bff|gens|meilleur ami
tête de chien|animal|animal domestique|chiot|visage
tête de chat|animal|chaton|miaou|minou
tête de souris|animal|visage
hamster|animal|animal domestique|tête|tête de hamster
tête de lapin|animal|animal domestique|dents
renard|animal|nature|tête|visage
ours|animal|miel|nounours|ours brun
panda|animal|tête|tête de panda|visage
koala|animal|Australie
tête de tigre|animal|félin|prédateur|visage
tête de lion|animal|astrologie|crinière|fort
tête de vache|animal|lait|meuh|visage
tête de cochon|animal|ferme|porc|visage
grenouille|animal|crapaud|tête|tête de grenouille
tête de singe|animal|Georges le petit curieux|sourire|visage
poule|animal|coq|ferme|oiseau
pingouin|animal|Antarctique|banquise|manchot
oiseau|animal|ornithologie
chouette|animal|hibou|oiseau|sage
licorne|animal|licrone|tête|tête de licorne
abeille|animal|bourdon|guêpe|insecte
papillon|animal|insecte|mignon|printemps
escargot|animal|jardin|lentement|nature
coccinelle|animal|bête|insecte|jardin
tortue|animal|carapace|lentement|reptile
serpent|animal|reptile|serpent à sonnette|venin
pieuvre|animal|créature|mer|mollusque
poisson tropical|animal
dauphin|animal|Flipper|mer|océan
baleine soufflant par son évent|animal|baleine avec évent|mer|océan
éléphant|animal|pachyderme|trompe
cheval|animal|course hippique|hippodrome|tiercé
mouton|animal|bêler|brebis|doux
jeune pousse|germe|jeune plant|plante|plantule
feuille|arbre|feuilles|plante
trèfle à quatre feuilles|4|chance|Irlande|plante
arbre à feuilles caduques|feuillu|forêt|nature|plante
conifère|arbre|feuilles persistantes|forêt|pin
cactus|désert|épines|nature|piquant
tulipe|bourgeon|fleur|plante|printemps
rose|amour|beauté|fleur|plante
tournesol|champs|fleur|plante|soleil
fleur de cerisier|bourgeon|plante|printemps
bouquet|amoureux|anniversaire|fleur|fleurs
feuille d’érable|automne|feuille morte|tomber
feuille morte|automne|feuilles mortes|tomber
soleil avec visage|chaleur|chaud|éclatant|ensoleillé
croissant de lune|espace|nuit|Ramadan
étoile|astronomie|nuit
étoile brillante|éclat|étincelant|étincelle|nuit
haute tension|courant|danger|éclair|électricité
feu|allumer|brûler|chaud|flamme
arc-en-ciel|bisexuelle|Gay Pride|homosexuelle|lesbienne
soleil|beau temps|brillant|espace|grand soleil
soleil derrière les nuages|caché|météo|nuageux|soleil derrière nuages
nuage|gris|météo
nuage avec pluie|averse|gouttes|mauvais temps|météo
flocon|flocon de neige|froid|météo
bonhomme de neige sans neige|bonhomme de neige sans flocons|froid
vague|eau|Kanagawa|lame|large
goutte d’eau|BD|froid|larme|météo
pomme rouge|fruit|nourriture
poire|fruit|nourriture
mandarine|agrume|clémentine|fruit|nourriture
citron|acide|agrume|fruit|nourriture
banane|fruit|nourriture|potassium
pastèque|fruit
raisin|fruit|nourriture
fraise|fruit|nourriture
cerises|fruit|nourriture
pêche|fruit|nourriture
ananas|fruit|nourriture|tropical
noix de coco|fruit|nourriture|palmier|piña colada
kiwi|fruit|nourriture
tomate|fruit|légume|nourriture|plante
avocat|fruit|nourriture
carotte|légume|nourriture
épi de maïs|ferme|nourriture
pain|miche|nourriture|pain de mie
croissant|nourriture|pain|petit-déjeuner|viennoiserie
part de fromage|nourriture
œuf|nourriture
œuf au plat|cuisine|friture|nourriture|petit-déjeuner
lard|bacon|nourriture|porc|viande
hamburger|cheeseburger|fast food|nourriture
frites|fast food|potatoes|potatœs
pizza|fromage|nourriture|part|pepperoni
hot dog|nourriture|saucisse|saucisse de Francfort
sandwich|nourriture|pain|pain de mie|pique-nique
taco|mexicain|nourriture
salade verte|nourriture
spaghetti|italien|nourriture|pâtes|restaurant
bol fumant|nouilles|nourriture|ramen|vapeur
sushi|japonais|nourriture|poisson|riz
bol de riz|nourriture
glace italienne|cornet de glace|dessert|nourriture|sucré
doughnut|dessert|donut|goûter|nourriture
cookie|biscuit|dessert|gâteau|goûter
gâteau d’anniversaire|bougies|dessert|fête|goûter
gâteau sablé|dessert|goûter|nourriture|pâtisserie
barre chocolatée|dessert|goûter|nourriture|sucré
bonbon|dessert|goûter|nourriture|sucré
pot de miel|nourriture|ours|sucré
boisson chaude|café|caféine|matin|thé
tasse|boisson|tasse de thé sans anse
verre de lait|boisson
chope|alcool|bar|bière|boisson
verre de vin|alcool|bar|boisson|club
trinquer|alcool|célébrer|champagne|fêter
cocktail tropical|alcool|bar|boîte|fête
fourchette et couteau avec assiette|assiette et couverts|cuisine|restaurant|table
voiture|automobile|conduire|moyen de transport|véhicule
taxi|moyen de transport|taxi jaune|uber|véhicule
bus|école|moyen de transport|véhicule
voiture de police|flic|patrouille|véhicule
ambulance|urgences|véhicule
camion de pompier|pin-pon
camion de livraison|camionnette|moyen de transport|véhicule
vélo|bicyclette|cyclisme|moyen de transport|voyage
scooter
moto|course
train|arrivée|chemin de fer|moyen de transport|rail
métro|moyen de transport
avion|avion en vol|jet|moyen de transport|véhicule
fusée|décollage|espace|moyen de transport|voyage
hélicoptère|moyen de transport|véhicule
voilier|bateau|mer|moyen de transport|plaisance
navire|bateau|croisière|moyen de transport|paquebot
ancre|bateau|outil|voyage
feu tricolore vertical|carrefour|croisement|feu de circulation
carte du monde|planisphère|voyage
tour de Tokyo|Japon|voyage
château|bâtiment|européen|voyage
maison|bâtiment|foyer|maison simple|pavillon
maison avec jardin|foyer|pavillon|résidentiel
immeuble de bureaux|ville
hôpital|bâtiment|docteur|médecin|urgences
banque|bâtiment
hôtel|bâtiment|voyage
supérette|24h/24|bâtiment|épicerie|magasin
école|bâtiment
usine|bâtiment
église|bâtiment|chapelle|chrétien|croix
mosquée|islam|musulman|musulmane|religion
montagne|nature|sommet|voyage
plage avec parasol|voyage
camping|nature|tente avec un sapin|voyage
globe tourné sur l’Afrique et l’Europe|afrique|espace|europe|globe présentant l’Europe et l’Afrique
ville au crépuscule|coucher de soleil|immeubles|soir|tombée de la nuit
nuit étoilée|étoiles|ville|voyage
fontaine|eau
cotillons|anniversaire|fête|super
confettis|anniversaire|fête
ballon gonflable|anniversaire|ballon de baudruche|fête
cadeau|anniversaire|cadeau emballé|fête|Noël
ruban|fête|nœud|ruban rose
sapin de Noël|arbre|fête|fêtes|guirlandes
citrouille|halloween|Halloween|lanterne
trophée|champion|championne|coupe|gagner
médaille d’or|1er|premier
médaille d’argent|2e|deuxième
médaille de bronze|3e|troisième
ballon de football|balle|sport
basket|ballon|basket-ball|panier|sport
football américain|ballon|sport|Super Bowl
baseball|balle|balle de baseball|sport
tennis|balle|balle de tennis|sport
volley-ball|ballon|jeu|match|sport
boule de billard|8|boule magique|huit|jeu
ping-pong|balle|jeu|partie|raquette
badminton|jeu|match|raquette|sport
gant de boxe|sport
drapeau de golf|sport|trou
pêche à la ligne|canne à pêche|sport
maillot de course|athlétisme|course à pied|jogging|running
ski|neige|sport
snowboardeur|homme|neige|ski|sport
personne faisant du surf|glisse|homme|mer|océan
personne nageant|crawl|eau|exercice|homme
cycliste|course|guidon|homme|pédaler
personne dans la posture du lotus|détendu|femme|méditation|personne assise en position du lotus
jeu vidéo|joystick|manette|playstation|xbox
dés|hasard|jeu
pièce de puzzle|assemblage|énigme|indice|interloqué
dans le mille|cible|fléchettes|jeu
palette de peinture|art|artiste|couleurs|musée de peinture
spectacle vivant|acteur|actrice|art|masque
micro|chanter|karaoke|karaoké|microphone
casque|écouteur|écouteurs|musique|son
guitare|guitare électrique|instrument|musique
piano|clavier|instrument|musique|touches
trompette|instrument|musique
violon|instrument|musique
batterie|baguette|baguettes|musique|tambour
clap|action|ça tourne|film
montre|heure
téléphone portable|communication|smartphone
ordinateur portable|bureau|travail
clavier|informatique|ordinateur
ordinateur de bureau|moniteur
imprimante|imprimer|ordinateur
appareil photo|selfie|vidéo
caméscope|caméra|filmer|vidéo
combiné téléphonique|communication|téléphone
téléphone|téléphone rouge
téléviseur|petit écran|télévision|TV
radio|actualités|communication|loisirs|musique
réveil|alarme|attendre|dring|heure
sablier avec sable qui coule|attendre|chronomètre|minuteur|temps
pile
câble avec fiche électrique|branché|électricité|prise|prise électrique
ampoule|allumer|bande dessinée|BD|idée
torche|lampe électrique|lampe torche|lumière|outil
billet avec des ailes|argent|billet de banque|dollars|payer
billet en dollars|argent|billet de banque|payer
carte bancaire|argent|banque|carte de crédit|payer
pierre précieuse|argent|bijou|diamant|fiançailles
clé à molette|outil|travaux
marteau|outil|réparer|travaux
vis et écrou|boulon|outil|travaux
roue dentée|engrenage|outil
cadenas fermé|privé|verrouillé|verrouiller
cadenas ouvert|déverrouiller|ouvrir
clé|mot de passe|ouvrir|serrure
porte|placard|porte d’entrée
canapé et lampe|canapé avec une lampe
lit|dormir|hôtel
chariot|caddie|courses|panier|shopping
colis|boîte|livraison|paquet
boîte aux lettres fermée drapeau levé|courrier
enveloppe|courrier électronique|e-mail|lettre|message
e-mail|courriel|courrier électronique|lettre|message
mémo|bloc-notes|crayon|écrire
page|document
dossier|fichier|répertoire
calendrier|date
graphique en hausse|croissance|données|haut|tendance
graphique en baisse|bas|chute|données|négatif
graphiques à barres|données
punaise|fournitures
trombone|fournitures
ciseaux|couper|découper|fournitures|papier
corbeille à papiers|poubelle
livres|apprendre|bibliothèque|école|enseignement
livre ouvert|apprendre|bibliothèque|école|enseignement
loupe orientée à gauche|agrandir|chercher|détective|loupe gauche
étiquette
pilule|docteur|gélule|malade|médecine
sparadrap|bandage|bobo|médecine|pansement
T-shirt|bleu|chemise|courses|décontracté
robe|courses|élégante|jolie|shopping
chaussure de sport|accessoire|athlétisme|basket|coup de pied
sac à main|accessoire|courses|shopping|vêtements
lunettes de vue|accessoire|œil|vêtements|yeux
bague|alliance|amour|brillant|diamant
parapluie fermé|météo
balai|balais|balayage|ménage|nettoie
éponge|absorbante|absorbe|laver|nettoyage
cœur rouge|amour|sentiment
cœur orange|coeur orange
cœur jaune|amour|sentiment
cœur vert|amour|sentiment
cœur bleu|amour|sentiment
cœur violet|amour|sentiment
cœur noir
cœur blanc
cœur brisé|amour|malheureux|sentiment|séparé
deux cœurs|amour|anniversaire|deux cœurs roses|petits cœurs
cent points|100|score
symbole de colère|bande dessinée|BD|furieux
explosion|bande dessinée|BD|bombe|boum
étourdissement|bande dessinée|BD|étincelles|étoile
gouttes de sueur|bande dessinée|BD|eau|éclabousser
endormi|bande dessinée|BD|bonne nuit|dormir
bulle de parole|bande dessinée|BD|dialogue|écrire
bulle de pensée|bande dessinée|BD|idée|imaginer
bouton coché|✓|carré|coche|coche blanche
case cochée|✓|bouton|carré|coche
coche|✓|coche noire|OK|oui
croix|×|annuler|croix rouge|multiplication
bouton croix|×|multiplier|vert
point d’exclamation rouge|!|ponctuation
point d’interrogation rouge|?|ponctuation|question
double point d’exclamation|!|!!|ponctuation|surprise
symbole d’avertissement|attention
symbole d’interdiction|entrée interdite
sens interdit|circulation|entrée interdite|interdiction|non
symbole Recyclage|recyclage
plus|+|addition|ajouter|arithmétique
moins|-|−|arithmétique|mathématiques
flèche droite|direction|est|sens
flèche gauche|direction|ouest|sens
flèche haut|direction|nord|sens
flèche bas|direction|sens|sud
flèches dans le sens antihoraire|actualiser|retour|sens contraire des aiguilles d’une montre|sens horaire inverse
flèche Retour|flèche vers la gauche|retour
flèche Bientôt|bientôt
source d’informations|guichet d’informations
bouton OK|icône OK
bouton Nouveau|icône Nouveau|nouveau|nouveauté
bouton Gratuit|gratuit|icône Gratuit
cloche|clochette|sonner
alarme désactivée|barrée|cloche|silence
note de musique
notes de musique|partition
disque rouge|cercle|forme géométrique|géométrie|rond
disque orange|cercle|forme géométrique|géométrie|rond
disque jaune|cercle|forme géométrique|géométrie|rond
disque vert|cercle|forme géométrique|géométrie|rond
disque bleu|cercle|forme géométrique|géométrie|rond
disque violet|cercle|forme géométrique|géométrie|rond
disque noir|cercle|forme géométrique|géométrie|rond
disque blanc|cercle|forme géométrique|géométrie|rond
drapeau à damier|course automobile|formule 1|ligne d’arrivée|sport automobile
drapeau triangulaire|drapeau rouge|fanion|golf
drapeau blanc|drapeau qui flotte au vent
étincelles|*|étoile|étoiles|magie
`;
