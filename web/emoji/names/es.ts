// Made by tools/emoji.mjs from Unicode CLDR 48.2.0 (licence: names/LICENSE). Do not change by hand.
export const names: string = `
cara sonriendo|divertido|feliz|sonrisa
cara sonriendo con ojos grandes|divertido|risa
cara sonriendo con ojos sonrientes|abierta|sonrisa
cara radiante con ojos sonrientes|risa|sonrisa
cara sonriendo con los ojos cerrados|abierta|boca|risa
cara sonriendo con sudor frío|risa
cara revolviéndose de la risa|carcajada|ojos cerrados
cara llorando de risa|felicidad|lágrima
cara sonriendo ligeramente|sonrisa
cara al revés
cara guiñando el ojo|guiño
cara feliz con ojos sonrientes|rubor|sonrisa
cara sonriendo con aureola|ángel|halo|sonrisa
cara sonriendo con corazones|adorar|amor|enamorada|enamorado
cara sonriendo con ojos de corazón|amor|sonrisa
cara sonriendo con estrellas|sonrisa
cara lanzando un beso
cara besando|beso
cara besando con ojos sonrientes|beso|sonrisa
cara saboreando comida|delicioso|hambre|rico
cara sacando la lengua
cara sacando la lengua y guiñando un ojo|guiño
cara de loco|grande|ojo|pequeño
cara con ojos cerrados y lengua fuera|sabor
cara con manos abrazando|abrazo|sonrisa
cara con mano sobre la boca|ostras|uy|vaya
cara pidiendo silencio|callado
cara pensativa|duda|pensando
cara con la boca cerrada con cremallera
cara con ceja alzada|desconfiado|escéptico
cara neutral|inexpresivo
cara sin expresión|inexpresión|inexpresiva|inexpresivo
cara sin boca|callado|silencio
cara sonriendo con superioridad|listillo
cara de desaprobación|insatisfacción|rechazo
cara con ojos en blanco|frustración|vueltos
cara haciendo una mueca
cara de alivio|aliviado
cara desanimada|alicaído|desanimado|pensativo
cara de sueño|dormir
cara babeando|baba
cara durmiendo|dormido|sueño|zzz
cara con mascarilla médica|enfermo|malo|máscara
cara con termómetro|enfermo|malo
cara con la cabeza vendada|dolor|herida
cara de náuseas|vomitar
cara estornudando|estornudar|estornudo|pañuelo
cara con calor|cara roja|fiebre|golpe de calor|sudor
cara con frío|cara congelada|congelado|helado
cabeza explotando|explosión
cara de fiesta|capirote|celebración|gorro|matasuegras
cara sonriendo con gafas de sol|guay
cara de empollón|friki|friqui
cara con monóculo|aristocrático|estirado
cara de confusión|confuso
cara preocupada|preocupación|preocupado
cara con el ceño ligeramente fruncido
cara con la boca abierta
cara estupefacta|alucinado|estupefacto|sorprendido
cara asombrada|alucinado|asombrado|pasmado
cara sonrojada|colorado|sonrojado
cara suplicante|implorar|ojos adorables|piedad|por favor
cara con el ceño fruncido y la boca abierta|ceño fruncido con boca abierta
cara asustada|asustado|miedo|miedoso
cara con ansiedad y sudor|frío
cara triste pero aliviada|aliviado|decepcionado|menos mal
cara llorando|lágrima|llorar|triste
cara llorando fuerte|lágrima|llorar|triste
cara gritando de miedo|asustado|pánico
cara de frustración|frustrado
cara decepcionada|decepción|decepcionado
cara con sudor frío
cara agotada|agotado|cansado
cara cansada|cansado
cara de bostezo|aburrido|cansado|dormido|sueño
cara resoplando|cabreo|enfado
cara cabreada|cabreo|enfadado|furia
cara enfadada|enfadado|histérico
cara con símbolos en la boca|maldecir|palabrota
cara sonriendo con cuernos|demonio|sonrisa
calavera|cara|cuento|monstruo|muerte
caca con ojos|cómic|mierda|mojón
cara de payaso
fantasma|cara|criatura|cuento|monstruo
alienígena|cara|criatura|extraterrestre|ovni
robot|cara|monstruo
mono con los ojos tapados|cara|mal|prohibido
mono con los oídos tapados|cara|mal|prohibido
mono con la boca tapada|cara|mal|prohibido
pulgar hacia arriba|mano|señal
pulgar hacia abajo|mano|señal
señal de aprobación con la mano|ok
mano con señal de victoria
dedos cruzados|cruzar|mano|suerte
gesto de te quiero|mano
mano haciendo el gesto de llamar|meñique|pulgar
dorso de mano con índice a la izquierda|dedo
dorso de mano con índice a la derecha|dedo
dorso de mano con índice hacia arriba|apuntar|dedo
dorso de mano con índice hacia abajo|apuntar|dedo
dedo índice hacia arriba|apuntar|mano
mano levantada|choca esos cinco
mano abierta|dedo
mano saludando|agitar|saludar|saludo
dorso de la mano|levantado
puño en alto|cerrado|mano|puñetazo
puño cerrado|puñetazo
manos aplaudiendo|aplaudir|palmas|señal
manos levantadas celebrando|celebración|gesto|hurra
manos abiertas
apretón de manos|acuerdo
manos en oración|gracias|orar|por favor|rezar
mano escribiendo|escribir|lápiz
bíceps flexionado|cómic|fuerte|músculo
ojos|cara
cerebro|inteligente
bebé|joven|niño
niño|joven
niña|chica|joven
hombre|adulto
mujer|adulta
anciano|hombre|mayor
anciana|mayor|mujer
persona con la mano levantada|feliz|gesto|levantar
persona haciendo una reverencia|disculpa|gesto|perdón
persona con la mano en la frente|facepalm|incredulidad
persona encogida de hombros|duda|encogerse|indiferencia
persona de mostrador de información|mano
persona haciendo el gesto de "no"|mano|prohibido
persona haciendo el gesto de "de acuerdo"|mano|OK|vale
hombre bailando|bailar
mujer bailando|bailar
persona corriendo|carrera|deporte|maratón
persona caminando|andar|caminar
familia
mujer y hombre de la mano|hombre y mujer de la mano|novios|pareja
cabeza parlante|cara|hablar|silueta
silueta de busto
dos siluetas de bustos
cara de perro|mascota
cara de gato|mascota
cara de ratón
hámster|cara|mascota
cara de conejo|mascota
zorro|cara
oso|cara
panda|cara|oso panda
koala|cara|marsupial
cara de tigre
león|cara|leo|zodiaco
cara de vaca
cara de cerdo|gorrino
rana|cara
cara de mono
gallina|ave|gallinácea|pollo
pingüino|ave
pájaro|ave|pajarillo
búho|ave|lechuza|pájaro
unicornio|cara
abeja|insecto|miel
mariposa|bonito|insecto
caracol|caracola|molusco
mariquita|cochinilla|insecto
tortuga|galápago
serpiente|culebra|reptil|víbora
pulpo|cefalópodo|octópodo
pez tropical
delfín|cetáceo
ballena soltando un chorro|chorro de agua
elefante|paquidermo
caballo|caballo de carreras|carreras de caballos|ecuestre
oveja|borrego|cordero|ovino
planta joven|plantón
hierba|hoja|verde
trébol de cuatro hojas|suerte
árbol de hoja caduca|caducifolio
árbol de hoja perenne
cactus|planta
tulipán|flor
rosa|flor
girasol|flor
flor de cerezo
ramo de flores|bouquet
hoja de arce
hojas caídas
sol con cara|brillante
luna|creciente|espacio
estrella|estelar
estrella brillante|resplandeciente
alto voltaje|electricidad|peligro|peligro de alto voltaje|señal de alto voltaje
fuego|llama
arcoíris|colores|lluvia
sol|espacio|rayos|soleado
sol detrás de una nube|sol con nubes
nube|tiempo
nube con lluvia
copo de nieve|frío
muñeco de nieve|muñeco de nieve sin nieve
ola de mar|océano
gota|agua|cómic|sudor
manzana roja|fruta|poma
pera|fruta|perilla
mandarina|fruta|naranja
limón|cítrico|citrón|fruta
plátano|banana|fruta
sandía|fruta
uvas|agracejo|fruta|racimo
fresa|fresón|fruta
cerezas|fruta|guindas
melocotón|durazno|fruta
piña|ananás|fruta
coco|palmera|piña colada
kiwi|comida|fruta
tomate|ensalada|fruta|verdura
aguacate|comida|fruta
zanahoria|comida|verdura
espiga de maíz|mazorca|mijo
pan de molde|rebanada|tostada
cruasán|bollo|comida|croissant|francés
cuña de queso|trozo
huevo|comida
cocinar|freír|huevo|sartén
beicon|bacon|carne|comida|panceta
hamburguesa|burger
patatas fritas|papas fritas|restaurante
pizza|porción|restaurante
perrito caliente|salchicha
sándwich|bocadillo|bocata|emparedado
taco|comida|mexicano
ensalada|bol|comida|verde
espagueti|pasta|restaurante
tazón de fideos|fideos calientes|fideos chinos|fideos ramen
sushi|restaurante
arroz cocido|restaurante
cucurucho de helado|dulce|helado de cucurucho|restaurante
dónut|berlina|pastel|rosquilla
galleta|dulce|pasta|postre
tarta de cumpleaños|celebración
trozo de tarta|pedazo de tarta|restaurante
tableta de chocolate|barra|restaurante
caramelo|chuche|chuchería|dulce|golosina
tarro de miel|dulce
bebida caliente|café|té
tazón de té|bebida|taza
vaso de leche|bebida
jarra de cerveza|bar|restaurante
copa de vino|bar|bebida|vaso
copas brindando|bebida|brindar|brindis|celebración
bebida tropical|bar|restaurante
cuchillo y tenedor con un plato|restaurante
coche|automóvil|vehículo
taxi|coche|vehículo
autobús|bus|transporte
coche de policía|coche patrulla|vehículo
ambulancia|asistencia médica|transporte|vehículo
coche de bomberos|camión|camión de bomberos|fuego|vehículo
camión de reparto|mercancías|transporte|vehículo
bicicleta|vehículo
scooter|escúter|moto
moto|carreras|motocicleta|vehículo
tren|ferrocarril|vehículo
metro|subterráneo|suburbano|transporte
avión|aeroplano
cohete|espacio|vehículo
helicóptero|aspas|rotores|vehículo|volar
velero|barco|barco de vela|yate
barco|vehículo
ancla|barco|gancho
semáforo|luz|semáforo vertical|señales de tráfico
mapa mundial|mapamundi|mundo
Torre de Tokio|torre
castillo europeo|construcción
casa|vivienda
casa con jardín|construcción|vivienda
edificio de oficinas|construcción
hospital|doctor|edificio|medicina|médico
banco|banca|edificio
hotel|alojamiento|edificio|turismo
tienda 24 horas|edificio|establecimiento|tienda de comestibles
colegio|edificio|escuela
fábrica|edificio|industria
iglesia|cristianismo|cruz|edificio|religión
mezquita|islam|religión
montaña|monte
playa y sombrilla
camping|acampada|campamento|vacaciones
globo terráqueo mostrando Europa y África|mundo|planeta|Tierra
ciudad al atardecer|edificios|paisaje
noche estrellada|estrellas
fuente
cañón de confeti|celebración|fiesta
bola de confeti|celebración
globo|celebración
regalo|celebración|envoltorio|presente|regalo envuelto
lazo|celebración
árbol de Navidad|abeto de Navidad|celebración
calabaza de Halloween|celebración|linterna
trofeo|premio
medalla de oro|primero
medalla de plata|segundo
medalla de bronce|tercero
balón de fútbol
balón de baloncesto|canasta|deporte
balón de fútbol americano|deporte
béisbol|balón|baseball|pelota
pelota de tenis|deporte
pelota de voleibol|balón|juego
bola negra de billar|8|bola ocho|juego
tenis de mesa|juego|pelota|ping pong
bádminton|pluma|raqueta|volante
guante de boxeo|deporte
banderín en hoyo|golf
caña de pescar|entretenimiento|esparcimiento|pez
camiseta sin mangas|banda|camiseta con banda|camiseta de correr|deporte
esquís|esquíes|nieve
practicante de snowboard|nieve
persona haciendo surf|surfear
persona nadando|nadar|natación
persona en bicicleta|ciclismo|ciclista
persona en posición de loto|meditación|yoga
mando de videoconsola|juego|videojuego
dado|juego
pieza de puzle|conectar|pista|rompecabezas
diana|blanco|en el blanco|juego
paleta de pintor|arte|artista|pintura
máscaras de teatro|actuación|arte|artes escénicas|entretenimiento
micrófono|entretenimiento|karaoke|micro
auricular|cascos
guitarra|instrumento|instrumento musical|música
teclado musical|instrumento|instrumento musical|música|piano
trompeta|instrumento|instrumento musical|música
violín|instrumento|instrumento musical|música
tambor|baquetas|música
claqueta|cine|claqueta de cine|entretenimiento|película
reloj
teléfono móvil|celular
ordenador portátil|pc|personal
teclado|ordenador
ordenador de sobremesa
impresora|ordenador
cámara de fotos
videocámara|vídeo
auricular de teléfono|comunicación
teléfono
televisión|tv
radio
reloj despertador|alarma
reloj de arena con tiempo|reloj con arena cayendo|temporizador
pila|batería
enchufe eléctrico|corriente|electricidad
bombilla|cómic|electricidad|idea|luz
linterna|luz
billete con alas|billete de banco|dinero|dinero con alas
billete de dólar|billete de banco|dinero
tarjeta de crédito
piedra preciosa|diamante|gema|joya
llave inglesa|herramienta
martillo|herramienta
tornillo y tuerca|herramienta
engranaje|herramienta
candado cerrado|cerrar
candado abierto|abrir
llave|contraseña
puerta
sofá y lámpara|hotel
cama|dormir|hotel
carrito de la compra|carro|supermercado
paquete|caja
buzón cerrado con la bandera levantada|con contenido
sobre|carta|correo
correo electrónico|comunicación|sobre
cuaderno de notas|comunicación
página hacia arriba|anverso|documento
carpeta de archivos
calendario|fecha
gráfica de evolución ascendente|gráfico|tendencia ascendente
gráfica de evolución descendente|gráfico|tendencia descendente
gráfico de barras
chincheta|tachuela
clip
tijeras|cortar|herramienta
papelera|basura|cubo
libros
libro abierto
lupa orientada hacia la izquierda|buscar
etiqueta
píldora|comprimido|medicina|médico|pastilla
tirita|apósito
camiseta|ropa
vestido|mujer|ropa
zapatilla deportiva|calzado|correr|ropa|tenis
bolso|accesorios|complementos
gafas|accesorios|ojo|ropa
anillo|diamante
paraguas cerrado|accesorios|lluvia
escoba|barrer|bruja|fregar
esponja|absorbente|limpiar|poroso
corazón rojo|emoción
corazón naranja|emoción
corazón amarillo|emoción
corazón verde|emoción
corazón azul|emoción
corazón morado|emoción
corazón negro
corazón blanco|emoción
corazón roto|emoción|partido
dos corazones|amantes|amor|corazón
cien puntos|100|pleno
símbolo de enfado|cómic|enfadado
colisión|cómic
símbolo de mareo|cómic|emoción|estrella
gotas de sudor|cómic|emoción
símbolo de sueño|cómic|dormir|zzz
bocadillo de diálogo|cómic|conversación
bocadillo de pensamiento|burbuja|cómic
botón de marca de verificación|✓|selección
casilla con marca de verificación|✓|selección
marca de verificación|✓|selección
marca de cruz|×|cancelar|marca de tachado|tachar
botón con marca de cruz|×|casilla|x
exclamación roja|!|puntuación|signo de exclamación
interrogación roja|?|pregunta|puntuación|signo de interrogación
exclamación doble|!!|puntuación|sorpresa
advertencia|cuidado|señal
prohibido|entrar|no|pasar|prohibición
dirección prohibida|no|prohibido|señal|señal de dirección prohibida
símbolo de reciclaje|reciclar|señal|símbolo universal de reciclaje sólido
más|+|signo|suma
menos|-|−|resta|signo
flecha hacia la derecha|dirección|este
flecha hacia la izquierda|oeste
flecha hacia arriba|dirección|flecha arriba|norte
flecha hacia abajo|dirección|sur
flechas en sentido antihorario|dirección|señal de recarga
flecha BACK|atrás|atrás con flecha izquierda|back|flecha a la izquierda
flecha SOON|soon|soon con flecha a la derecha
información
botón OK|ok
botón NEW|nuevo
botón FREE|gratis|símbolo gratis
campana
campana con signo de cancelación|ruido
nota musical|música
notas musicales|música
círculo rojo|geometría
círculo naranja
círculo amarillo
círculo verde
círculo azul|geometría
círculo morado|lila|púrpura
círculo negro|geometría
círculo blanco|geometría
bandera de cuadros|carreras|deporte|motor
bandera triangular|bandera de localización triangular|bandera informativa de localización
bandera blanca|ondear
chispas|*|bengala|estrellas
`;
