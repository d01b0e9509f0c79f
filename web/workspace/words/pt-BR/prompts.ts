// What the prompts say, in Brazil's Portuguese.
import type { Words } from '../en/index.ts';

export const prompts: Words['prompts'] = {
  lead: 'Primeiras mensagens prontas, oferecidas como botões nesta ordem.',
  add: 'Adicionar uma sugestão',
  none: 'Nenhuma sugestão ainda',
  noneYet:
    'Adicione o que mais se pergunta, como “Onde está meu pedido?” ou “Falar com uma pessoa”. O comando antiphon seed-prompts adiciona cinco exemplos.',
  prompt: 'Sugestão',
  for: 'Para',
  page: 'Página',
  allPages: 'Todas',
  active: 'Ativa',
  isActive: (title) => `${title} está ativa`,
  movesUp: (title) => `Mover ${title} para cima`,
  movesDown: (title) => `Mover ${title} para baixo`,
  isNow: (title, place, of) => `${title} agora é ${place} de ${of}.`,
  isDeleted: (title) => `“${title}” foi excluída.`,
  notPutBack: (why) => `Não restaurada. ${why}`,
  reallyDelete: (title) => `Excluir “${title}”?`,
  deleteMeans: 'Ela não é mais oferecida a ninguém. Para pausá-la, desative-a em vez disso.',
  askEdit: 'Editar…',
  titleHint: 'Fica no botão.',
  textHint: 'É dito como primeira mensagem quando o botão é pressionado.',
  pageHint: 'O caminho, como /precos, para oferecê-la só lá. Vazio para todas as páginas.',
  activeFromNow: 'Ativa: oferecida a partir de agora',
  roles: { everyone: 'Todos', customer: 'Clientes', agent: 'Agentes', admin: 'Admins' },
};
