// Made by tools/emoji.mjs from Unicode CLDR 48.2.0 (licence: names/LICENSE). Do not change by hand.
export const names: string = `
grinsendes Gesicht|froh|fröhlich|haha|lachen
grinsendes Gesicht mit großen Augen|fröhlich|glücklich|lächeln|lachen
grinsendes Gesicht mit lachenden Augen|fröhlich|geschlossen|glücklich|lächeln
strahlendes Gesicht mit lachenden Augen|fröhlich|grinsen|happy|lächeln
Grinsegesicht mit zugekniffenen Augen|geschlossen|Gesicht|grinsen|haha
grinsendes Gesicht mit Schweißtropfen|lächeln|lachen|lustig|Mund
sich vor Lachen auf dem Boden wälzen|Gesicht|haha|hehe|lachen
Gesicht mit Freudentränen|fröhlich|haha|happy|hehe
leicht lächelndes Gesicht|Smiley
umgekehrtes Gesicht|auf dem Kopf|lächeln|Smiley|stehen
zwinkerndes Gesicht|Auge|flirten|sexy|Smiley
lächelndes Gesicht mit lachenden Augen|erröten|Freude|freundlich|glücklich
lächelndes Gesicht mit Heiligenschein|brav|Engel|glücklich|Lächeln
lächelndes Gesicht mit Herzen|3|anhimmeln|bewundern|HDGDL
lächelndes Gesicht mit herzförmigen Augen|glücklich|Herzen|Liebe|Smiley
überwältigt|aufgeregt|Augen|Gesicht|grinsen
Kuss zuwerfendes Gesicht|flirten|Küsschen|küssen|lieb
küssendes Gesicht|flirten|HDL|Knutsch|Kuss
küssendes Gesicht mit lächelnden Augen|flirten|knutsch|Kuss|Smiley
sich die Lippen leckendes Gesicht|lächeln|lecker|leckeres Essen|Sich die Lippen leckender Smiley
Gesicht mit herausgestreckter Zunge|ätsch|bäh|lachen|lustig
zwinkerndes Gesicht mit herausgestreckter Zunge|Auge|herausstrecken|Smiley|zudrücken
irres Gesicht|Auge|Augen|groß|klein
Gesicht mit herausgestreckter Zunge und zusammengekniffenen Augen|bäh|ekel|herausstrecken|igitt
Gesicht mit umarmenden Händen|drücken|Smiley|Umarmung
verlegen kicherndes Gesicht|haha|Hand|hihi|Huch
ermahnendes Gesicht|Finger|leise|psst|pst
nachdenkendes Gesicht|fragen|grübeln|hm|komisch
Gesicht mit Reißverschlussmund|Geheimnis|halten|Mund|schweigen
Gesicht mit hochgezogenen Augenbrauen|argwöhnisch|misstrauen|skeptisch|Smiley
neutrales Gesicht|ausdruckslos|kommentarlos|Smiley|todernst
ausdrucksloses Gesicht|kommentarlos|selbstgefällig|Smiley|unbeeindruckt
Gesicht ohne Mund|kein|Smiley|sprachlos
süffisant lächelndes Gesicht|feixen|flirten|Mundwinkel|schief
verstimmtes Gesicht|langweilig|Smiley|traurig|unglücklich
Augen verdrehendes Gesicht|genervt|meinetwegen|ohje|rollen
Grimassen schneidendes Gesicht|peinlich|Smiley|verziehen|Zähne
erleichtertes Gesicht|Augen|entspannt|geschlossen|Smiley
nachdenkliches Gesicht|enttäuscht|schrecklich|Smiley|traurig
schläfriges Gesicht|gute|müde|Nacht|Smiley
sabberndes Gesicht|Smiley
schlafendes Gesicht|dösen|einschlafen|gähnen|gute Nacht
Gesicht mit Atemschutzmaske|Arzt|Bazillen|erkältet|krank
Gesicht mit Fieberthermometer|krank|messen|Smiley|Thermometer
Gesicht mit Kopfverband|aua|autsch|Schmerzen|Smiley
würgendes Gesicht|ekel|eklig|erbrechen|grün
niesendes Gesicht|erkältet|Erkältung|Gesundheit|Grippe
schwitzendes Gesicht|erhitzt|Fieber|fiebrig|heiß
frierendes Gesicht|bibbern|blau|eisig|erfrieren
explodierender Kopf|entsetzt|geschockt|Gesicht|Schock
Partygesicht|aufgeregt|Feier|Fest|fröhlich
lächelndes Gesicht mit Sonnenbrille|cool|Smiley
Strebergesicht|Brille|Gesicht|intelligent|klug
Gesicht mit Monokel|elegant|reich|Smiley
verwundertes Gesicht|keine Ahnung|Smiley|traurig|verwirrt
besorgtes Gesicht|Smiley|sorgen|traurig
betrübtes Gesicht|schade|Smiley|traurig
Gesicht mit offenem Mund|erstaunt|omg|schockiert|unglaublich
verdutztes Gesicht|erstaunt|omg|Smiley|sprachlos
erstauntes Gesicht|nee|omg|schockiert|Smiley
errötetes Gesicht mit großen Augen|erröten|peinlich|rot|Scham
bettelndes Gesicht|anflehen|Augen|bitte|bitten
entsetztes Gesicht|Mund|offen|schockiert|Smiley
ängstliches Gesicht|Angst|besorgt
besorgtes Gesicht mit Schweißtropfen|Angst|ängstlich|Angstschweiß|Mund
trauriges aber erleichtertes Gesicht|ängstlich|enttäuscht|knapp|Schweiß
weinendes Gesicht|Smiley|Träne|traurig
heulendes Gesicht|flennen|schluchzen|Smiley|Tränen
vor Angst schreiendes Gesicht|ängstlich|Munch|omg|Panik
verwirrtes Gesicht|bestürzt|frustriert|konfus|Smiley
enttäuschtes Gesicht|leider|schade|Smiley|traurig
bedrücktes Gesicht mit Schweiß|Angstschweiß|Augen|geschlossen|Kopfschmerzen
erschöpftes Gesicht|Fehlschlag|hungrig|müde|nein
müdes Gesicht|niesen|Smiley|traurig
gähnendes Gesicht|gelangweilt|langweilig|müde|öde
schnaubendes Gesicht|erleichtert|gewonnen
schmollendes Gesicht|rot|Rot angelaufener Smiley|wütend
verärgertes Gesicht|ärgern|böse|Smiley|Wut
Gesicht mit Symbolen über dem Mund|Ärger|ärgern|fluchen|schimpfen
grinsendes Gesicht mit Hörnern|böse|Dämon|Dämonin|Fantasie
Totenkopf|Gesicht|Knochen|Märchen|Schädel
Kothaufen|Mist
Clown-Gesicht
Gespenst|buh|Fantasy|Geist|Gesicht
Außerirdischer|Alien|All|außerirdisch|Fantasy
Roboter|Gesicht|Monster|Robotergesicht|Roboterkopf
sich die Augen zuhaltendes Affengesicht|böse|Geheimnis|gemein|Geste
sich die Ohren zuhaltendes Affengesicht|böse|Geheimnis|gemein|Geste
sich den Mund zuhaltendes Affengesicht|böse|Geheimnis|gemein|Geste
Daumen hoch|einverstanden|Finger|gut|Hand
Daumen runter|Hand|nach unten|schlecht
OK-Zeichen|exzellent|Finger|genial|Hand
Victory-Geste|Sieg
Hand mit gekreuzten Fingern
Ich-liebe-dich-Geste|drei|Finger|Hand|hdl
Ruf-mich-an-Handzeichen|Anruf|anrufen|Shaka
nach links weisender Zeigefinger|Finger|Handrückseite|zeigen
nach rechts weisender Zeigefinger|Finger|Handrückseite|zeigen
nach oben weisender Zeigefinger von hinten|aufwärts|Finger|Handrücken|Handrückseite
nach unten weisender Zeigefinger|abwärts|Finger|Handrücken|Handrückseite
nach oben weisender Zeigefinger von vorne|Finger|Hand|Handvorderseite|hier
erhobene Hand|5|halt|Handfläche|high five
Hand mit gespreizten Fingern|5|fünf
winkende Hand|auf Wiedersehen|bis später|ciao|guten Tag
erhobene Hand von hinten|erhobener Handrücken
erhobene Faust|Hand|Kampf|Solidarität
geballte Faust|absolut|Bro|Hand|korrekt
klatschende Hände|applaudieren|Applaus|Beifall|Gratulation
zwei erhobene Handflächen|feiern|Geste|Hände|hurra
offene Hände|Jazz|umarmen|Umarmung
Handschlag|Hände|Händeschütteln|Vereinbarung
zusammengelegte Handflächen|beten|betend|bitten|danke
schreibende Hand|Stift
angespannter Bizeps|Arm|Bodybuilder|Bro|Fitnessstudio
Augen|Gesicht|gucken|schauen|sehen
Gehirn|Hirn|intelligent|Intelligenz|klug
Baby|Gesicht|jung|Kind|Kleinkind
Junge|Enkelsohn|Gesicht|jung|jünger
Mädchen|Enkeltochter|Gesicht|jung|jünger
Mann|erwachsen|Gesicht
Frau|erwachsen|Gesicht
älterer Mann|alt|erwachsen|Großeltern|Großvater
ältere Frau|alt|erwachsen|Großeltern|Großmutter
Person mit erhobenem Arm|aufzeigen|drankommen|drannehmen|Frage
sich verbeugende Person|Bedauern|bitten|Demut|Entschuldigung
sich an den Kopf fassende Person|frustriert|genervt|Gesicht|oh nein
schulterzuckende Person|egal|gleichgültig|keine Ahnung|Schultern zucken
Infoschalter-Mitarbeiter(in)|abgekippt|beleidigen|Gerüchte|Geste
Person mit überkreuzten Armen|Gesicht|NEIN|nicht|verbieten
Person mit Händen auf dem Kopf|Geste|oje|OK|omg
tanzender Mann|elegant|festlich|Flair|Flamenco
tanzende Frau|elegant|festlich|Flair|Flamenco
laufende Person|eilig|joggen|Laufen|Läufer
Fußgänger(in)|Fußgängerin|gehen|gehend|Person
Familie|Junge|Kind|Mutter|Vater
Mann und Frau halten Hände|Händchen halten|Paar|Pärchen aus Frau und Mann
sprechender Kopf|Gesicht|Silhouette|Sprechende Person
Silhouette einer Büste|Person
Silhouette mehrerer Büsten|Personen
Hundegesicht|Gesicht|Tier|treu|Wau
Katzengesicht|Gesicht|Miau|Miez|Miezekatze
Mäusegesicht|Gesicht|Maus|Mausgesicht|Nagetier
Hamster|Gesicht|Hamstergesicht|Tier
Hasengesicht|Gesicht|Kaninchen|Karnickel|Langohr
Fuchs|Fuchsgesicht|Gesicht|Tier
Bär|Bärengesicht|Gesicht|Tier
Panda|Gesicht|Pandabär|Pandagesicht|Tier
Koala|Koalabär|Koalagesicht|Tier
Tigergesicht|Gesicht|Raubkatze|Tier
Löwe|Gesicht|Löwengesicht|Sternzeichen|Tier
Kuhgesicht|Gesicht|Tier
Schweinegesicht|Gesicht|Tier
Frosch|Froschgesicht|Gesicht|grün|quak
Affengesicht|Banane|Dschungel|Gesicht|Tier
Huhn|Geflügel|Henne|Tier|Tierkopf
Pinguin|Pinguinkopf|Tier|Vogel
Vogel|Papagei|Taube|Tier|Vogelkopf
Eule|Raubvogel|Tier|Uhu|Vogel
Einhorn|Einhorngesicht|Gesicht
Biene|Honig|Honigbiene|Hummel|Insekt
Schmetterling|Insekt|schön
Schnecke|langsam|Tier
Marienkäfer|Glückskäfer|Insekt|Käfer|krabbel
Schildkröte|Tier
Schlange|Schlangenträger|Sternzeichen|Tier|Tierkreis
Oktopus|Krake|Meer|Tier|Tintenfisch
Tropenfisch|Fisch|Tier
Delfin|Meer|Ozean|Strand|Tier
blasender Wal|Blasender Wal|Meer|Ozean|Tier
Elefant|Tier
Pferd|Rennen|Rennpferd|Tier
Schaf|Bock|mäh|Tier|Widder
Spross|junge Pflanze
Kräuter|Blätter|Pflanze
Glücksklee|Blatt|Klee|Kleeblatt|Pflanze
Laubbaum|Baum|Blätter|grün|Pflanze
Nadelbaum|Baum|Pflanze|Tannenbaum
Kaktus|Dürre|Natur|Pflanze|Trockenzeit
Tulpe|Blume|Blüte|Pflanze
Rose|Blume|Blüte|Pflanze
Sonnenblume|Blume|Blüte|Pflanze
Kirschblüte|Blume|Blüte|Kirsche|Pflanze
Blumenstrauß|Bouquet
Ahornblatt|Blatt|Herbst|Laub|Pflanze
Laub|Blatt|Blätter|Fallendes Laub|Herbst
Sonne mit Gesicht|Sonnengesicht|Sonnenschein
Mondsichel|Nacht
weißer mittelgroßer Stern|astronomie|gelber Stern|Himmel
funkelnder Stern|Funkelnder Stern|glitzern
Hochspannung|Blitz|Elektrizität|Gefahr|Gewitter
Feuer|brennen|Flamme|heiß
Regenbogen|Wetter
Sonne|Sonnenstrahlen|sonnig|Strahlen|Wetter
Sonne hinter Wolke|wolkig
Wolke|Wetter|wolkig
Wolke mit Regen|Regenwolke|Wetter
Schneeflocke|Flocke|kalt|schneien|Wetter
Schneemann ohne Schneeflocken|kalt|Winter
Welle|Meer
Tropfen|Schweiß|Träne|Wasser|Wassertropfen
roter Apfel|Frucht|Obst
Birne|Frucht|Obst
Mandarine|Apfelsine|Frucht|Obst|Orange
Zitrone|Frucht|Obst|sauer|Zitrusfrucht
Banane|Frucht|Obst|Schale
Wassermelone|Frucht|Melone|Obst
Trauben|Frucht|Obst|Wein
Erdbeere|Beere|Essen|Frucht|Obst
Kirschen|Frucht|Obst
Pfirsich|Frucht|Obst
Ananas|Frucht|Obst
Kokosnuss|Colada|Essen|Frucht|Palme
Kiwi|Frucht|Obst
Tomate|Essen|Gemüse|Obst
Avocado|Essen|Frucht
Karotte|Gemüse|Möhre|Mohrrübe
Maiskolben|Gemüse
Brot|Brotlaib|Essen|Kohlenhydrate|Laib Brot
Croissant|Corissant|französisch|Frühstück|Frühstückshörnchen
Käsestück
Ei|Frühstück|Frühstücksei
Spiegelei in Bratpfanne|braten|Kochen|Pfanne
Bacon|Essen|Frühstücksspeck|Speck|Speckstreifen
Hamburger|Burger|Fast Food|Restaurant
Pommes frites|Fritten|Pommes Frites
Pizza|Pizzastück|Pizzeria
Hotdog|Essen|Frankfurter|Hot Dog|Wurst
Sandwich|brot|Brot|essen|sandwich
Taco|Essen|mexikanisch
Salat|Blattgemüse|Essen|gesund|grün
Spaghetti|Essse|Nudeln mit Tomatensoße|Pasta|Restaurant
Schüssel und Essstäbchen|chinesisches Essen|dampfend|Eiernudeln|Nudeln
Sushi|japanisches Gericht|Restaurant
Reis in Schüssel|Essen
Softeis|Eis
Donut|Doughnut|Essen|Kuchen|süß
Keks|Cookie|Plätchen
Geburtstagskuchen|Essen|feier|Feier|Geburtstagstorte
Torte|Kuchen|Kuchenstück|Stück Torte|Tortenstück
Schokoladentafel|Essen|Süßigkeit
Bonbon|süß|Süßigkeit
Honigtopf|süß
Heißgetränk|Cafe|dampfend|Getränk|heiß
Teetasse ohne Henkel|Getränk|grüner Tee|Oolong|Schale
Glas Milch|Getränk|trinken
Bierkrug|Bar|Krug|Oktoberfest|prost
Weinglas|Alkohol|Bar|Glas
Sektgläser|anstoßen|Feier|feiern|Getränk
Cocktail|Bar|exotisches Getränk
Teller mit Messer und Gabel|Geschirr|kochen
Auto|fahren|Fahrzeug|rot|Verkehr
Taxi|Auto|Fahrzeug
Bus|Fahrzeug|Schulbus
Polizeiwagen|Streifenwagen
Krankenwagen|Ambulanz|Notfall
Feuerwehrauto|Brand|Löschfahrzeug
Lieferwagen|Lastwagen|LKW
Fahrrad|BMX|Rad|Radeln|Radler
Motorroller|Motoroller|Roller|Vespa
Motorrad|Moped|Motorrennen
Zug|Bahn|Eisenbahn|ICE
U-Bahn|Metro
Flugzeug|Flieger
Rakete|All|Weltraum
Hubschrauber|fliegen|Helikopter|reisen
Segelboot|Boot
Schiff|Dampfer|Kreuzfahrtschiff|Traumschiff
Anker|Hafen|Meer
vertikale Verkehrsampel|Ampel|horizontal|Vertikale Verkehrsampel
Weltkarte|Karte|Landkarte|reisen
Tokyo Tower|Fernsehturm|Tokio
Schloss|Bauwerk|Burg|Europa|europäisch
Haus|Gebäude|Zuhause
Haus mit Garten|Baum|Haus mit Baum
Bürogebäude|Hochhaus
Krankenhaus|Ambulanz|Arzt|Gebäude|krank
Bank|Gebäude|Geld
Hotel|Gebäude|übernachten|Unterkunft
Minimarkt|einkaufen|Gebäude|Geschäft|Lebensmittel
Schule|Gebäude|Schulgebäude
Fabrik|Fabrikgebäude|Gebäude
Kirche|Christ|Christentum|christlich|Gebäude
Moschee|Islam|Moslem|Muslim|Religion
Berg|Gebirge
Strand mit Sonnenschirm|Meer
Camping|campen|Zelt|zelten
Globus mit Europa und Afrika|Erde|Weltkugel
Abendstimmung in der Stadt|Hochhäuser|New York|Skyline|Sonnenaufgang
Sternenhimmel|City|Hochhäuser|Nacht|Skyline
Springbrunnen|Brunnen|Garten|Park
Konfettibombe|Böller|Feier|juhu|Knaller
Konfettiball|Feier|Party
Luftballon|Ballon|Feier|Geburtstag
Geschenk|Feier|Geburtstag|Schachtel|Schleife
pinke Schleife|Feier|Geschenk|rosa
Weihnachtsbaum|Baum|Tanne|Weihnachten
Halloweenkürbis|Herbst|Kürbis|Kürbislaterne
Pokal|Bundesliga|Champion|gewinnen|Preis
Goldmedaille|Erster|Gewinn|Medaille 1. Platz
Silbermedaille|Medaille 2. Platz|Zweiter
Bronzemedaille|Dritter|Medaille 3. Platz
Fußball|Ball|Bundesliga|Messi
Basketball|Ball|Korb|Sport
Football|American Football|Amerika|Ball|Sport
Baseball|Ball
Tennisball|Ball|Sport
Volleyball|Ball|Sport
Billardkugel|8-Ball|Kugel|schwarz|Spiel
Tischtennis|Ball|Ping Pong|Schläger|Spiel
Badminton|Federball|Schläger
Boxhandschuh|Boxen|Handschuh|Sport
Golffahne|Golfplatz
Angel mit Fisch|Angeln|Entspannung
Laufshirt|Laufen|Laufshirt mit Schärpe|Sport
Ski|Ski und Stöcke
Snowboarder(in)|Snowboarden|Snowboarderin|Sport
Surfer(in)|Person|Sport|Surfboard|Surfbrett
Schwimmer(in)|Kraulen|Person|Pool|Schwimmbecken
Radfahrer(in)|Fahrrad|Person|radeln|Radfahren
Person im Lotossitz|burmesischer Sitz|Frau|Lotussitz|Meditation
Gamepad|Gaming|Unterhaltung|Videospiel
Spielwürfel|Casino|Unterhaltung|Würfel|würfeln
Puzzleteil|Bestandteile|Hinweise|Hobby|passen
Darts|Pfeil|Spiel|Volltreffer|Zielscheibe
Mischpalette|Farben|Kunst|Künstler|Palette
Masken|Kunst|Theater|Unterhaltung
Mikrofon|Karaoke|Singen|Unterhaltung
Kopfhörer|Musik|Unterhaltung
Gitarre|Instrument|Musik|Musikinstrument
Klaviatur|Instrument|Klavier|Musik|Musikinstrument
Trompete|Instrument|Musik|Musikinstrument
Geige|Instrument|Musik|Musikinstrument|Violine
Trommel|Drumsticks|Instrument|Musik|Schlägel
Filmklappe|Klappe|Unterhaltung
Armbanduhr|Uhr|Zeit
Mobiltelefon|Handy|iPhone|Smartphone|telefonieren
Laptop|Bildschirm|Computer|Computermonitor|Monitor
Tastatur|Computer|Keyboard
Desktopcomputer|Bildschirm|Computer|iMac|Monitor
Drucker|Computer
Fotoapparat|Fotos|Kamera
Videokamera|filmen|Videos
Telefonhörer|anrufen|Hörer|Kommunikation
Telefon|Anruf|anrufen|Festnetz
Fernseher|Fernsehen|Film|TV
Radio|Musik
Wecker|Uhr|Uhrzeit|Zeit
laufende Sanduhr|Laufende Sanduhr|Prozess|Vorgang läuft
Batterie|Akku
Netzstecker|Stecker|Stromstecker
Glühbirne|hell|Idee|Lampe|Licht
Taschenlampe|Lampe|Licht
Geldschein mit Flügeln|Bank|Euro|Knete|Moneten
Dollar-Banknote|Geld|Geldschein|Währung
Kreditkarte|Bankkarte|EC-Karte|Geldkarte|Guthaben
Edelstein|Diamant
Schraubenschlüssel|Werkzeug
Hammer|Werkzeug
Mutter und Schraube
Zahnrad|Werkzeug
geschlossenes Schloss|Datenschutz|Geschlossenes Schloss|Sicherheit
offenes Schloss|nicht gesichert|Offenes Schloss
Schlüssel|Passwort|schließen
Tür|Eingang|geschlossen
Sofa und Lampe|Couch
Bett|Hotel|schlafen|Übernachtung
Einkaufswagen|einkaufen
Paket|Päckchen
geschlossener Briefkasten mit Post|E-Mail|Geschlossener Briefkasten mit Post
Briefumschlag|E-Mail
E-Mail|Brief|E-Mail-Symbol|Post
Papier und Bleistift|Kurzmitteilung|Nachricht|Notiz|Schreibblock
Vorderseite eines Blattes|Dokument|Papier|Seite
Ordner|Akten|Büro|Dokument|geschlossen
Kalender|Datum|Kalenderblatt
Aufwärtstrend|Diagramm|Kurve|steigend
Abwärtstrend|Diagramm|fallend|Kurve
Balkendiagramm|Diagramm
Reißzwecke|anpinnen
Büroklammer
Schere|schneiden|schnipp
Papierkorb|Abfalleimer
Bücherstapel|Fantasie|lesen|Roman
offenes Buch|Bibliothek|blättern|geöffnet|lernen
Lupe nach links|Suche|Vergrößerungsglas
Etikett|Label|Marke
Kapsel|Arznei|Arzt|Medizin|Pille
Heftpflaster|Pflaster|verletzt|Wunde
T-Shirt|Kleidung
Kleid|Kleidung
Sportschuh|laufen|rennen|Schuh|Sneaker
Handtasche|Accessoire|einkaufen|Tasche
Brille|Accessoire
Ring|Diamantring|Edelstein|Schmuck|Verlobung
geschlossener Regenschirm|Geschlossener Regenschirm
Besen|fegen|Fegen|Hexe|Hexenbesen
Schwamm|absorbieren|aufsaugen|löchrig|porös
rotes Herz
oranges Herz|Liebe
gelbes Herz|Gefühl|herzlich|Liebe
grünes Herz|Gefühl|Liebe|romantisch
blaues Herz|Gefühl|Liebe|romantisch
lila Herz|beste|Gefühl|hdl|Liebe
schwarzes Herz|böse
weißes Herz
gebrochenes Herz|allein|Gefühl|Herzschmerz|Liebeskummer
zwei Herzen|Date|Gefühl|Hochzeitstag|Jahrestag
100 Punkte|Punktestand|volle Punktzahl
Ärger|Comic|Wut
Zusammenstoß|Bombe|Boom|Comic|explodieren
schwindlig|benommen|Benommenheit|Comic|Komet
Schweißtropfen|Comic|feucht|nass|schwitzen
Schlafen|Buchstaben|Comic|gähn|langweilig
Sprechblase mit drei Punkten|Comic|Dialog|Gespräch|Unterhaltung
Gedankenblase|Comic|Nachdenken
weißes Häkchen|abgehakt|erledigt|Weißes Häkchen
abgehaktes Kästchen|✓|Abstimmungsfeld|Abstimmungsfeld mit Häkchen|ankreuz
kräftiges Häkchen|abhaken|erledigt|fertig|Haken
Kreuzzeichen|abbrechen|durchgestrichen|mal|Multiplikation
angekreuztes Kästchen|angekreuztes Feld|Kreuz|Kreuzsymbol im Quadrat|X
rotes Ausrufezeichen|!|Satzzeichen
rotes Fragezeichen|Rotes Fragezeichen|Satzzeichen|warum|wieso
doppeltes Ausrufezeichen|Doppeltes Ausrufezeichen|muss|rot|Satzzeichen
Warnung|Achtung|Dreieck|Vorsicht|Warnschild
Verboten|kein zutritt|Kein-Zutritt-Zeichen|Verbotszeichen
Zutritt verboten|Einbahnstrasse|kein Zutritt|keine Durchfahrt|Zutritt-verboten-Schild
Recycling-Symbol|grüne Punkt|grüner Punkt
plus|+|addieren|mathe|Plus
minus|-|−|Mathe|Minus
Pfeil nach rechts|Osten|Rechtspfeil
Pfeil nach links|Linkspfeil|Westen
Pfeil nach oben|aufwärts|Aufwärtspfeil|Norden
Pfeil nach unten|abwärts|Abwärtspfeil|Süden
Pfeile gegen den Uhrzeigersinn|kreisförmige Pfeile gegen den Uhrzeigersinn|Kreisförmige Pfeile gegen den Uhrzeigersinn
BACK-Pfeil|links|zurück
SOON-Pfeil|Bald-Zeichen|rechts
Buchstabe „i“ in blauem Quadrat|Information
Großbuchstaben OK in blauem Quadrat|keycap|okay|Taste|Tastenkappe
Wort „New“ in blauem Quadrat|Neu
Wort „Free“ in blauem Quadrat
Glocke|ding dong|Klingeling|Ton eingeschaltet
durchgestrichene Glocke|Durchgestrichene Glocke|kein ton|leise|Ton ausgeschaltet
Musiknote|Lied|Melodie|Note
Musiknoten|Noten
roter Punkt|Ball
oranger Punkt|Form|Kreis|orange Scheibe|oranger Kreis
gelber Punkt|Form|gelbe Scheibe|gelber Kreis
grüner Punkt|Form|grüne Scheibe|grüner Kreis
blauer Punkt|Ball|Großer blauer Kreis
lila Punkt|Form|Kreis|Scheibe|violett
schwarzer Punkt|Ball|Großer schwarzer Kreis|rund
weißer Punkt|Ball|Großer weißer Kreis
Zielflagge|Flagge|formel 1|karierte Flagge|nascar
Wimpel|Dreiecksflagge|Flagge|rot|Standortflagge
weiße Flagge|Fahne|wehen|Wehende weiße Fahne
funkelnde Sterne|*|Funkelnde Sterne
`;
