// Every word of the widget in Brazilian Portuguese.
import type { Language } from './en.ts';
import { plural } from './plural.ts';

const count = /* @__PURE__ */ plural<'one' | 'many' | 'other'>('pt-BR');

export const launcher = {
  open: 'Abrir o chat',
  close: 'Fechar o chat',
  failed: 'O chat não carregou. Pressione de novo.',
};

export const language: Language = {
  locale: 'pt-BR',
  launcher,
  open: launcher.open,
  close: launcher.close,
  unread: (n) =>
    count(n, {
      one: '# mensagem não lida',
      many: '# de mensagens não lidas',
      other: '# mensagens não lidas',
    }),
  title: 'Fale conosco',
  greeting: 'Olá. Como podemos ajudar?',
  invite: 'Escreva abaixo. A resposta aparece aqui, mesmo que você volte mais tarde.',
  prompts: 'Comece com',
  here: (names) => `On-line agora: ${names}`,
  away: 'Deixe uma mensagem a qualquer hora',
  resolved: 'Esta conversa foi encerrada. Escreva para reabri-la.',
  log: 'Mensagens',
  you: 'Você',
  today: 'Hoje',
  yesterday: 'Ontem',
  compose: 'Escreva uma mensagem',
  send: 'Enviar',
  attach: 'Anexar arquivos',
  emoji: 'Emojis',
  partFailed: 'Uma parte do chat não carregou.',
  editing: 'Você está editando sua mensagem',
  cancel: 'Cancelar',
  edited: 'editada',
  unlink: 'Remover a prévia',
  deleted: 'Mensagem apagada',
  inReplyTo: 'Em resposta a ',
  tooLong: (over) =>
    count(over, {
      one: 'Longa demais em # caractere: envie em partes.',
      many: 'Longa demais em # de caracteres: envie em partes.',
      other: 'Longa demais em # caracteres: envie em partes.',
    }),
  state: {
    sending: 'Enviando',
    sent: 'Enviada',
    delivered: 'Entregue',
    read: 'Lida',
    failed: 'Não enviada',
  },
  retry: 'Tentar de novo',
  discard: 'Descartar',
  typing: (name) => `${name} está digitando`,
  fresh: (n) =>
    count(n, { one: '# mensagem nova', many: '# de mensagens novas', other: '# mensagens novas' }),
  older: 'Mostrar mensagens anteriores',
  olderLoaded: (n) =>
    count(n, {
      one: '# mensagem anterior carregada',
      many: '# de mensagens anteriores carregadas',
      other: '# mensagens anteriores carregadas',
    }),
  waiting: (n) =>
    count(n, {
      one: '# mensagem aguardando.',
      many: '# de mensagens aguardando.',
      other: '# mensagens aguardando.',
    }),
  offline: 'Você está sem conexão.',
  reconnecting: 'Reconectando…',
  loading: 'Carregando…',
  unavailable: 'O chat não está disponível no momento.',
  unreachable: 'Não foi possível acessar o chat. Verifique sua conexão; as tentativas continuam.',
  failed: (why) => `Não é possível mostrar isto. ${why}`,
  crashed: 'Algo deu errado no chat. Suas mensagens estão seguras.',
  refused: {
    network: 'Não foi possível acessar o servidor. Tente de novo.',
    blocked: 'Você não pode mais escrever aqui. O que foi dito continua legível.',
    forbidden: 'Isto não é permitido aqui.',
    not_found: 'Isto não existe mais, ou você não pode vê-lo.',
    deleted: 'A mensagem foi apagada. Escreva uma nova.',
    invalid: 'Não é possível enviar assim. Altere o texto.',
    too_many_reactions: 'Esta mensagem não aceita mais reações.',
    unavailable: 'Não é possível no momento. Tente de novo daqui a pouco.',
    other: 'Não deu certo. Tente de novo.',
  },
  files: {
    list: 'Arquivos para enviar',
    attached: 'Arquivos',
    waiting: 'Aguardando',
    sending: (name) => `Enviando ${name}`,
    cancel: (name) => `Cancelar ${name}`,
    remove: (name) => `Remover ${name}`,
    again: (name) => `Tentar de novo: ${name}`,
    ready: (n) =>
      count(n, {
        one: '# arquivo pronto para enviar',
        many: '# de arquivos prontos para enviar',
        other: '# arquivos prontos para enviar',
      }),
    wait: 'Há arquivos a caminho. Envie quando todos chegarem.',
    drop: 'Solte arquivos para enviá-los',
    open: (name) => `Abrir a imagem ${name}`,
    save: 'Baixar',
    close: 'Fechar a imagem',
    loading: 'Carregando…',
    notShown: 'Não é possível mostrar esta imagem. Baixe-a para vê-la.',
    notSaved: 'Não foi baixado. Verifique sua conexão e tente de novo.',
    refused: {
      too_many: 'Uma mensagem leva no máximo 10 arquivos. Envie este com a próxima.',
      unreadable: 'Não é possível ler este arquivo. Escolha-o de novo.',
      too_large: 'Este arquivo é grande demais.',
      wrong_type: 'Arquivos deste tipo não são aceitos aqui.',
      invalid: 'Este arquivo não é aceito.',
    },
  },
  signs: {
    search: 'Buscar emojis',
    none: 'Nenhum emoji encontrado',
    found: (n) =>
      count(n, {
        one: '# emoji encontrado',
        many: '# de emojis encontrados',
        other: '# emojis encontrados',
      }),
    recent: 'Recentes',
    groups: [
      'Rostos',
      'Pessoas',
      'Natureza',
      'Comida',
      'Lugares',
      'Atividades',
      'Objetos',
      'Símbolos',
    ],
    react: 'Reagir',
    more: 'Mais emojis',
    reactions: 'Reações',
    quick: ['Joinha', 'Coração', 'Risada', 'Festa', 'Surpresa', 'Tristeza'],
    you: 'você',
    others: (n) =>
      count(n, { one: '# outra pessoa', many: '# de outras pessoas', other: '# outras pessoas' }),
    by: (names) => `de ${names}`,
    reacted: (name, emoji) => `${name} reagiu com ${emoji}`,
    notSaved: 'A reação não foi salva.',
  },
};
