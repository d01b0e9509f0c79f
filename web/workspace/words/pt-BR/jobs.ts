// What the jobs say, in Brazil's Portuguese.
import type { Words } from '../en/index.ts';

export const jobs: Words['jobs'] = {
  lead: 'Trabalho pendente pelo que as pessoas fizeram, como importações e e-mails. É tentado de novo por si só; o que falha vezes demais é abandonado e guardado por 30 dias.',
  states: {
    any: 'Todas',
    dead: 'Abandonadas',
    ready: 'Aguardando',
    running: 'Em andamento',
    done: 'Concluídas',
  },
  triedAgain: 'A tarefa será tentada de novo.',
  givenUp: 'A tarefa foi abandonada.',
  where: 'Em que ponto está',
  nothingGivenUp: 'Nada foi abandonado',
  nothingOwed: 'Nada está pendente',
  appears: 'As tarefas aparecem aqui enquanto aguardam e por um dia depois de concluídas.',
  work: 'Tarefa',
  state: 'Estado',
  tries: 'Tentativas',
  triesOf: (tried, most) => `${tried} de ${most}`,
  when: 'Quando',
  triesAgain: (kind) => `Tentar ${kind} de novo`,
  givesUp: (kind) => `Abandonar ${kind}`,
  giveUp: 'Abandonar',
  kinds: {
    'accounts.letter': 'Envio de um e-mail',
    'bot.answer': 'Resposta do bot',
    'contacts.clean_imports': 'Limpeza de importações',
    'contacts.edit': 'Alteração de contatos',
    'contacts.import': 'Importação de contatos',
    'contacts.index': 'Indexação de contatos',
    'conversations.give_back': 'Devolução de conversas',
    'files.clean': 'Limpeza de arquivos',
    'jobs.clean': 'Limpeza de tarefas',
    'workspace.bring_in': 'Incorporação de dados',
  },
};
