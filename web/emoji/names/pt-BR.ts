// Made by tools/emoji.mjs from Unicode CLDR 48.2.0 (licence: names/LICENSE). Do not change by hand.
export const names: string = `
rosto risonho|engraçado|feliz|lol|rindo
rosto risonho com olhos bem abertos|boca|feliz|olhos arregalados|risada
rosto risonho com olhos sorridentes|aberta|boca|engraçado|feliz
rosto contente com olhos sorridentes|feliz|olhos sorrindo|rosto rindo com olhos sorridentes|sorriso
rosto risonho com olhos semicerrados|gargalhada|gargalhando|hahaha|kkk
rosto risonho com gota de suor|estressada|estressado|nervoso|rindo
rolando no chão de rir|choro|engraçada|feliz|gargalhada
rosto chorando de rir|alegria|engraçada|engraçado|gargalhada
rosto levemente sorridente|feliz|rosto sorrindo|sorriso|sorriso leve
rosto de cabeça para baixo|rosto invertido
rosto com olho piscando|flerte|piscada|rosto piscando
rosto sorridente com olhos sorridentes|alegre|encabulada|envergonhada|feliz
rosto sorridente com auréola|anjinho|anjo|inocente|sorriso
rosto sorridente com 3 corações|amando|amei|amo|apaixonada
rosto sorridente com olhos de coração|amor|apaixonado|olhar apaixonado|paixão
rosto com olhar maravilhado|estrela|gargalhando|olhos|super animada
rosto mandando um beijo|flerte|jogando beijos|mandando beijo|rosto jogando beijos
rosto beijando|beijo|rosto com beijo
rosto beijando com olhos sorridentes|beijar e sorrir|beijinho|beijos|flerte
rosto saboreando comida|apetitoso|comida gostosa|delicioso|gostoso
rosto mostrando a língua|língua para fora|rosto com língua para fora
rosto piscando e com língua para fora|brincadeira|língua para fora com piscadela|piscando e mostrando a língua|provocação
rosto bizarro|cara de maluco|doida|doido|excêntrico
rosto com olhos semicerrados e língua para fora|eca|horrível|língua para fora com os olhos fechados
rosto abraçando|abraço|carinho|feliz|mãos abraçando
rosto com a mão sobre a boca|hehe|ops|risadinha|risonho
rosto fazendo sinal de silêncio|faça silêncio|fica quieta|quieto
rosto pensativo|curiosa|curioso|dúvida|hmm
rosto com boca de zíper|boca fechada|calada|calado|quieta
rosto com sobrancelha levantada|cética|ceticismo|cético|confusa
rosto neutro|putz|rosto sem emoção|sem comentários|sem reação
rosto inexpressivo|aff|inespressiva|inespressivo|nada a dizer
rosto sem boca|calada|calado|quieto|sem comentários
rosto com sorriso maroto|flerte|sorriso maldoso|sorriso malicioso|suspeito
rosto aborrecido|aff|blasé|nada engraçado|não achou graça
rosto com olhos revirados|olhando para cima|revirando os olhos|rolando os olhos|tanto faz
rosto expressando desagrado|careta|fazendo careta|rosto fazendo careta|sem graça
rosto aliviado|alívio|em paz|zen
rosto deprimido|abatido|chateado|desanimado|pensativo
rosto sonolento|cara de sono|rosto com sono
rosto babando|babar|salivando
rosto dormindo|boa noite|cama|cansada|cansado
rosto com máscara médica|doente|gripado|resfriado
rosto com termômetro|de cama|doente|febre|febril
rosto com atadura na cabeça|acidentado|doente|ferimento|machucado
rosto nauseado|doente|enjoado|enjoo|náusea
rosto espirrando|de cama|doente|espirro|gripado
rosto fervendo de calor|febre|febril|insolação|língua de fora
rosto gelado|abaixo de zero|azul|congelando|congelei
cabeça explodindo|chocada|chocado|chocante|choque
rosto festivo|animação|aniversário|apito|chapéu
rosto sorridente com óculos escuros|muito sol|na boa|sorrindo|sorrindo de óculos escuros
rosto de nerd|cdf|esperto|estudioso|inteligência
rosto com monóculo|conservador
rosto confuso|indeciso|não entendi|não tenho certeza
rosto preocupado|decepcionado
rosto meio triste|tristeza|tristinho
rosto com boca aberta|boquiaberto|empatia|pasmo
rosto surpreso|espantado|uau
rosto espantado|chocado|estupefato|totalmente chocado
rosto ruborizado|atordoado|deslumbrado|horrorizado|impressionado
rosto implorando|olhar de cachorrinho|olhos grandes|perdão|por favor
rosto franzido com boca aberta|assustado|decepcionado|inesperado|rosto assustado
rosto amedrontado|ansiedade|assustado|com medo|preocupado
rosto ansioso com gota de suor|boca aberta|nervoso|rosto azul com suor frio|suando frio
rosto triste, mas aliviado|decepcionado|não|ufa
rosto chorando|choro|lágrimas|triste
rosto chorando aos berros|chorando alto|chorar|infeliz|lágrimas
rosto gritando de medo|assustada|assustado|grito|susto
rosto perplexo|bravo|frustrado|indignado
rosto desapontado|decepção|desapontamento|rosto decepcionado|triste
rosto cabisbaixo com gota de suor|rosto com suor frio|suando frio
rosto desolado|aborrecido|cansado|cansei|decepcionado
rosto cansado|desesperado|exausto
rosto bocejando|bocejo|cansada|cansado|com sono
rosto soltando vapor pelo nariz|brava|bravo|furiosa|furioso
rosto furioso|bravo|irado|vermelho|zangado
rosto zangado|irado
rosto com símbolos na boca|censurado|fala|mal|rude
rosto sorridente com chifres|cara|diabinho|diabo|malícia
caveira|conto|corpo|fadas|morte
cocô|estrume|excremento|fezes|pilha
rosto de palhaço|cara|circo|engraçado|piada
fantasma|assombração|assombrado|buu|conto
alienígena|extraterrestre|OVNI|rosto
rosto de robô|monstro|robotizado
macaco que não vê nada|envergonhado|não veja o mal|não vi nada|olhos
macaco que não ouve nada|não ouça o mal|não ouço|não quero ouvir|ouvidos
macaco que não fala nada|animal|boca tapada|não fale nada|não posso contar
polegar para cima|beleza|concordo|dedão|joia
polegar para baixo|dedão|dedão para baixo|desaprovação|desaprovado
sinal de ok|beliscar|certo|concordo|mão
mão em V de vitória|beleza|paz|sim
dedos cruzados|boa sorte|mão|torcendo
gesto de "te amo"|amor|mão
sinal "me liga"|legal|ligar|mão
dorso da mão com indicador apontando para a esquerda|costas|dedo
dorso da mão com indicador apontando para a direita|apontar|costas|dedo
dorso da mão com indicador apontando para cima|costas|dedo|dedo para cima
dorso da mão com indicador apontando para baixo|abaixo|costas da mão|dedo|dedo apontado para baixo
indicador apontando para cima|dedo|dedo apontando para cima|eu|mão
mão levantada|5|cinco|erguida|high five
mão aberta com os dedos separados|5|cinco|palma|pare
mão acenando|aceno|até mais|está aí?|flw
dorso da mão levantado|levantada|para tudo|pare
punho levantado|pedra|punho erguido|solidariedade
soco|beleza|fechado|força|mão
mãos aplaudindo|aplauso|bom trabalho|palmas|parabéns
mãos para cima|ambas as mãos|comemoração|levantando ambas as mãos para comemorar|viva
mãos abertas|sinal|sinal de mãos abertas
aperto de mãos|combinado|cumprimento
mãos juntas|gesto|reza|rezando|rezar
escrevendo à mão|caneta
bíceps|academia|contraído|engraçado|forte
olhos|olhando|rosto|tô de olho
cérebro|inteligência|inteligente
bebê|bebezinho|grávida|neném|pessoas
menino|garoto|guri|jovem|loiro
menina|filha|garota|menininha|neta
homem|adulto|amigo|irmão|marido
mulher|adulta|garota|guria|loira
homem idoso|adulto|avô|careca|pessoas
idosa|adulta|mulher|pessoas|velhinha
pessoa levantando a mão|dúvida|eu|eu sei|feliz
pessoa fazendo reverência|arrependimento|desculpa|desculpe|gesto
pessoa decepcionada|como assim|decepção|decepcionado|desapontamento
pessoa dando de ombros|dar de ombros|dúvida|ignorância|indiferença
pessoa com a palma virada para cima|ajuda|diva|divo|fala sério
pessoa fazendo gesto de “não”|de jeito nenhum|mão|proibido|sem chance
pessoa fazendo gesto de “OK”|exercício|gesto para OK|mão|mãos para cima
homem dançando
mulher dançando|bailarina|flamenco|pessoas|salsa
pessoa correndo|correr|corrida|esporte|maratona
pessoa andando|andar|caminhada|caminhar|passo
família|filho|mãe|pai|pessoas
homem e mulher de mãos dadas|amigos|casal|pessoas
silhueta falando|berro|cabeça|grito|voz
silhueta de busto|mistério|pessoas|sombra
silhueta de bustos|amigos|dupla|pessoas
rosto de cachorro|animal
rosto de gato|animal|felino|gatinho
rosto de camundongo|animal|ratinho|rato
rosto de hamster|animal
rosto de coelho|animal
rosto de raposa|animal|bicho
rosto de urso|animal
rosto de panda|animal
coala|animal
rosto de tigre|animal
rosto de leão|animal|zodíaco
rosto de vaca|animal|fazenda|leite|muuu
rosto de porco|animal
sapo|animal|rosto|rosto de sapo
rosto de macaco|animal
galinha|animal|ave
pinguim|animal|antartica|frio
pássaro|animal
coruja|pássaro|sabedoria
rosto de unicórnio|animal
abelha|animal|inseto|natureza
borboleta|beleza|inseto
caracol|animal|escargot
joaninha|animal|besouro|inseto|tipo de besouro
tartaruga|animal
cobra|animal|réptil|serpente
polvo|animal|oceano|octopus
peixe tropical|animal
golfinho|animal|oceano
baleia esguichando água|animal|esguicho
elefante|animal
cavalo|animal|corrida|equestre
ovelha|animal|fazenda|lã
muda de planta|brotar|broto|jovem|planta jovem
erva|folha|planta
trevo de quatro folhas|irlandês|planta|sorte|sortudo
árvore caidiça|árvore cheia|desfolha|natureza
conífera|árvore|árvore de pinheiro|floresta|natal
cacto|deserto|natureza|planta|seca
tulipa|flor
rosa|flor
girassol|flor|planta
flor de cerejeira|cereja|planta|primavera
buquê|aniversário|flor|planta|romance
folha de bordo|folha caída|folha vermelha|maple|outono
folhas caídas|cair|outono
rosto do sol|praia
lua crescente
estrela branca média|amarela|astronomia
estrela brilhante|brilho|cintilante|luminosa|reluzente
alta tensão|eletricidade|natureza|perigo|relâmpago
fogo|chama
arco-íris|chuva|clima|gay|lésbica
sol|clima|dia claro|raios|solar
sol por trás das nuvens|clima|nublado|nuvem
nuvem|clima
nuvem com chuva|chovendo|clima
floco de neve|clima|frio
boneco de neve sem neve|frio|inverno
onda|água|mar|oceano|praia
gota|com suor|engraçado|gota de suor
maçã vermelha|fruta
pera|comida|fome|fruta
tangerina|cítrica|fruta|laranja
limão|azedo|cítrico|fruta|lima
banana|fruta
melancia|fruta
uvas|fruta
morango|comida|fome|fruta|frutas vermelhas
cereja|comida|fome|fruta|frutas vermelhas
pêssego|fruta
abacaxi|comida|fome|fruta
coco|fruta|palmeira|piña colada
kiwi|comida|fruta
tomate|fruta|fruto|legume|vegetal
abacate|comida|fruta
cenoura|comida|fome|legume|salada
milho|comida|espiga|espiga de milho|fome
pão|pão de forma|pão para fatiar|restaurante|torrada
croissant|café da manhã|comida|fome|pão
queijo|comida|fome|queijo suíço
ovo|comida|fome
ovo frito|comida|culinária|frigideira|ovo estrelado
bacon|comida|fome|toucinho
hambúrguer|cheese burguer|restaurante
batata frita|comida|fast food|fome|fritas
pizza|fatia|restaurante
cachorro-quente|cachorro quente|hot dog|pão com salsicha|pão com vina
sanduíche|pão|pão de forma
taco|comida mexicana|mexicano|tacos
salada verde|comida|fome|restaurante
espaguete|comida|fome|italiano|macarrão
lámen|comida|fome|macarrão|miojo
sushi|comida japonesa|restaurante|restaurante japonês|sashimi
arroz cozido|comida|fome|restaurante
sorvete italiano|doce|fome|sobremesa|sorvete de casquinha
donut|comida|fome|restaurante|rosquinha
biscoito|bolacha|comida|cookie|doce
bolo de aniversário|comemoração|doce|feliz aniversário|festa
pão de ló de morango|bolo|bolo recheado|doce|fatia
chocolate|barra|barra de chocolate|doce|fome
bala|balinha|doce
pote de mel|restaurante
café|cafeína|cafezinho|chá|inverno
xícara de chá sem alça|bebida|chá verde
copo de leite
cerveja|bar|bebida|caneca|caneca de cerveja
vinho|bar|bebida|cálice de vinho|restaurante
taças brindando|brinde|champagne|champanhe|comemoração
bebida tropical|bar|coquetel|coquetel de frutas|drink
prato com talheres|almoço|faca|fome|garfo
carro|automóvel|veículo
táxi|veículo
ônibus|transporte público|veículo
viatura policial|carro patrulha|polícia|veículo
ambulância|veículo
carro do corpo de bombeiros|caminhão do corpo de bombeiros|fogo|incêndio|veículo
caminhão de entrega|veículo
bicicleta|bike|veículo
scooter|monareta|motinho|moto|motoca
motocicleta|corrida|veículo
trem|ferrovia|veículo
metrô|trem|túnel|túnel subterrâneo|veículo
avião|aéreo|veículo|viajar|voar
foguete|espaço|veículo
helicóptero|veículo|viagem|viajar|voo
barco a vela|iate|navegar|oceano|praia
navio|aquático|barco|cruzeiro|férias
âncora|marinha|navegar|sinal
semáforo vertical|cruzamento|luz|sinal|sinaleira
mapa-múndi|geografia|mundo
Torre de Tóquio|Japão|torre
castelo|castelo europeu|castelo medieval|prédio
casa|construção|domicílio|lar|residência
casa com jardim|construção|lar
edifício comercial|escritório
hospital|doente|internado|médico|prédio
banco|prédio
hotel|prédio
loja de conveniência|24 horas|24h|prédio
escola|colégio|prédio|prédio da escola
fábrica|prédio
igreja|capela|cristã|cristão|missa
mesquita|islã|muçulmano|religião
montanha|natureza
praia e guarda-sol
acampamento|barraca
globo mostrando Europa e África|Terra
cidade ao anoitecer|paisagem|pôr do sol|prédio
noite estrelada|cidade à noite|estrelas|prédios
fonte|água|chafariz|praça
cone de festa|alegria|aniversário|celebrar|comemoração
confete|bola|celebração|comemoração|eba
balão|aniversário|celebração|comemoração|festa
presente|comemoração|embrulhado|mimo
laço de fita|comemoração|presente
árvore de natal|comemoração|Natal|pinheirinho
abóbora de halloween|comemoração|dia das bruxas|jack|lanterna
troféu|campeã|campeão|prêmio
medalha de ouro|1o. lugar|1º. lugar|vitória
medalha de prata|2o. lugar|2º. lugar|segundo
medalha de bronze|3o. lugar|3º. lugar|terceiro
bola de futebol|jogar
bola de basquete|cesta|esporte|jogo
bola de futebol americano|esporte|super bowl
bola de beisebol|esportes
tênis|bola|esporte|raquete
bola de vôlei|jogar|jogo
bilhar|bola oito|jogo
pingue-pongue|mesa|pingpong|raquete|tênis
badminton|jogo|peteca|raquete
luva de boxe|esporte|luta
bandeira no buraco|esporte|golfe
pesca|entretenimento|peixe|pescador|pescaria
camiseta de corrida|esporte|faixa
esqui|bota|esporte|esquiar|neve
praticante de snowboard|esporte|inverno|neve|ski
surfista|esporte|onda|ondas|pessoa
pessoa nadando|esporte|nadar|natação|olimpíada
ciclista|bicicleta|bike|ciclismo|esporte
pessoa na posição de lótus|cruzadas|ioga|meditação|pernas
videogame|controle|jogo|jogos|playstation
jogo de dado|dados|sorte
quebra-cabeça|dica|encaixe|peça
no alvo|certeiro|dardos|jogo|mira
paleta de tintas|arte|artista|artística|museu
máscara|arte|ator|atriz|drama
microfone|cantar|entretenimento|karaokê|música
fones de ouvido|entretenimento|música|som
guitarra|instrumento|instrumento musical|música
teclado musical|instrumento|instrumento musical|música|piano
trompete|instrumento|instrumento musical|música
violino|instrumento|instrumento musical|música
tambor|baquetas|música|percussão
claquete|cena|entretenimento|filme|tomada
relógio de pulso|hora|tempo
telefone celular|telefone móvel
laptop|computador|notebook|PC|pessoal
teclado|acessório|computador|digitação
computador de mesa|desktop|monitor
impressora|acessório|computador|documento|impressão
câmera|foto|selfie|vídeo
câmera de vídeo|filmadora
telefone|aparelho de telefone|comunicação
telefone no gancho
televisão|canal|TV|vídeo
rádio|radiola|som|vídeo
despertador|alarme|atrasada|atrasado|hora
ampulheta contando o tempo|areia|cheia|em cima|hora
pilha|bateria
tomada elétrica|cabo|eletricidade|energia|plugue
lâmpada|elétrica|ideia|luz|quadrinhos
lanterna|elétrica|ferramenta|luz
dinheiro voando|asas|banco|cédula|dinheiro indo embora
nota de dólar|dinheiro|moeda|nota bancária
cartão de crédito|banco|débito|dinheiro
pedra preciosa|diamante|joia
chave inglesa|ferramenta|obra|reforma
martelo|construção|ferramenta|martelada|reparo
porca e parafuso|construção|ferramenta
engrenagem|ferramenta
cadeado|fechado|trancado
cadeado aberto|destrancado
chave|senha|trancado|trancar
porta|fechada
sofá e luminária|hotel|lâmpada
cama|dormir|hotel|sono
carrinho de compras|mercado|supermercado
pacote|caixa|embrulho
caixa de correio fechada com bandeira levantada|correspondência
envelope|carta|correspondência|e-mail|email
e-mail|carta|comunicação|correspondência
memorando|anotações|caderno|comunicação|lápis
página voltada para cima|documento|oficial|papel
pasta de arquivos
calendário|data|datas
gráfico subindo|crescimento|diagrama|gráfico de tendência de crescimento
gráfico caindo|diagrama|gráfico de tendência negativa
gráfico de barras|diagrama
tacha|alfinete
clipe de papel
tesoura|aberta|cortar|ferramenta
lixeira|cesto|lixo
livros|biblioteca|estudando|estudar|leitura
livro aberto|biblioteca|leitura|lendo|ler
lupa para a esquerda|aumento|busca|ferramenta|lente
etiqueta|identificar|rótulo
comprimido|cápsula|medicina|médico|pílula
atadura adesiva|bandaid|bandeide|curativo
camiseta|camisa|roupa
vestido|peça única|roupa
tênis de corrida|acessório|correr|esportivo|sapato
bolsa de mão|acessório|fashion|mala
óculos|acessório
anel|diamante|romance
guarda-chuva fechado|chuvoso
vassoura|bruxa|limpar|limpeza|varrer
esponja|absorção|absorvente|encharcar|limpeza
coração vermelho|amor|s2
coração laranja|emoção|s2
coração amarelo|amor|emoção|love|s2
coração verde|emoção|s2
coração azul|emoção|s2
coração roxo|coração lilás|emoção|s2
coração preto|negro|s2
coração branco|s2
coração partido|amorosa|decepção|desilusão|emoção
dois corações|amor|aniversário|casal|coração
cem pontos|100|certamente|certeza|conte comigo
símbolo de raiva|com raiva|emoção|engraçado
colisão|emoção|engraçado|explosão|símbolo de colisão
zonzo|brilhante|emoção|engraçado|estrelas
pingos de suor|borrifo|com suor|emoção|engraçado
zzz|boa noite|cansada|cansado|com sono
balão de diálogo|balão de conversa|engraçado
balão de pensamento|engraçado|ideia|invenção|inventando
marca de seleção branca|✓|botão|check|completo
caixa de seleção marcada com tique|✓|check|feito|marca de verificação
marca de seleção|✓|check|feito|marca de verificação simples
xis|×|cancelar|multiplicação|multiplicar
botão de xis|×|botão com x|botão de caixa com X|marcado
ponto de exclamação vermelho|!|pontuação
ponto de interrogação vermelho|?|pergunta|pontuação|sinal
dupla exclamação|!|!!|exclamação dupla|explosão
aviso|atenção|cuidado|sinal
proibido|entrada|não|proibida|símbolo
entrada proibida|entre|não|placa|proibido
símbolo de reciclagem|reclicar|símbolo de reciclagem sólido universal|sinal
símbolo de adição|+|cruz|mais|matemática
símbolo de subtração|-|−|diminuir|matemática
seta para a direita|direção|flecha|leste
seta para a esquerda|atrás|direção|flecha|oeste
seta para cima|cardinal|direção|norte
seta para baixo|abaixo|cardinal|direção|embaixo
botão de setas em sentido anti-horário|atualizar|botão de setas no sentido anti-horário
seta "BACK"|flecha|seta para a esquerda|seta para voltar|voltar com seta para a esquerda
seta "SOON"|“Soon” com seta para a direita|em breve|flecha|símbolo “Soon”
informações|informação|símbolo|símbolo de informações
botão OK|ok|sim|símbolo “OK”
botão "NEW"|new|Novo|símbolo
botão "FREE"|free|grátis|gratuito|símbolo
sino|capela
sino silenciado|mudo|notificação|proibido|quieto
nota musical|música
notas musicais|música
círculo vermelho|bola vermelha|círculo vermelho grande|geométrico
círculo laranja
círculo amarelo
círculo verde
círculo azul|bolinha azul|círculo azul grande|geométrico
círculo roxo
círculo preto|geométrico
círculo branco|geométrico
bandeira quadriculada|chegada|corrida|esporte|vitória
bandeira triangular|informações|localização|poste|vermelha
bandeira branca|paz|tremulando
brilhos|*|brilhantes|estrelas|faíscas
`;
