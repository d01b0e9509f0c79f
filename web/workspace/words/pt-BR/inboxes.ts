// What the inboxes say, in Brazil's Portuguese.
import type { Words } from '../en/index.ts';

export const inboxes: Words['inboxes'] = {
  inboxes: 'Caixas de entrada',
  lead: 'Uma caixa de entrada é um acesso: um site que mostra o widget.',
  add: 'Adicionar uma caixa de entrada',
  none: 'Nenhuma caixa de entrada ainda',
  noneYet: 'Adicione uma para cada site em que os clientes devem poder escrever.',
  visitorsOwn: 'O do visitante',
  right: 'Direita',
  left: 'Esquerda',
  notRotated: (why) => `Não renovado. ${why}`,
  snippet: 'Trecho de código',
  paste: 'Cole-o antes do fim do body em cada página do site.',
  snippetFor: (name) => `Trecho de código para ${name}`,
  allowedSites: 'Sites permitidos',
  noSites: 'Nenhum ainda: o widget só funciona nas páginas deste servidor.',
  identitySecret: 'Segredo de identidade',
  copySecret: 'Copie o segredo de identidade agora: ele não é mostrado de novo.',
  askNewSecret: 'Novo segredo de identidade…',
  reallyNew: 'Criar um novo segredo de identidade?',
  makeNew: 'Criar um novo',
  newMeans:
    'Seu site assina com este segredo quem são os visitantes. Tokens assinados com o antigo são recusados a partir de agora.',
  nameHint: 'Os clientes o veem no topo do widget.',
  oneAddress: 'Um endereço por linha, como https://shop.example.org',
  line: (place, why) => `Linha ${place}: ${why}`,
  widgetLanguage: 'Idioma do widget',
  side: 'Lado da página',
};
