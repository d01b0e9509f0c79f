// O que diz a página de avisos, e suas configurações.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('pt-BR');

export const notices: Words['notices'] = {
  these: 'os avisos',
  which: 'Quais avisos',
  unread: 'Não lidos',
  type: 'Tipo',
  anyType: 'Todos os tipos',
  types: {
    SCHEDULING_UPDATE: 'Andamento',
    CONFIRMATION: 'Confirmação',
    CLARIFICATION: 'Pergunta',
    CANCELLATION: 'Cancelamento',
    ERROR: 'Erro',
    INFO: 'Informação',
  },
  means: {
    SCHEDULING_UPDATE: 'Como uma tarefa avança',
    CONFIRMATION: 'Algo está feito',
    CLARIFICATION: 'Algo precisa de resposta',
    CANCELLATION: 'Algo foi cancelado',
    ERROR: 'Algo falhou',
    INFO: 'O mais que vale saber',
  },
  priorities: { low: 'Baixa', high: 'Alta', urgent: 'Urgente' },
  unreadMark: 'Não lido: ',
  markRead: 'Marcar como lido',
  markUnread: 'Marcar como não lido',
  markAll: 'Marcar tudo como lido',
  markThese: 'Marcar estes como lidos',
  toSettings: 'Configurações dos avisos',
  showUnread: 'Mostrar só os avisos não lidos',
  showRead: 'Mostrar também os avisos lidos',
  task: 'Tarefa',
  onlyThis: ': mostrar só esta tarefa',
  onlyTask: (task) => `Só a tarefa ${task}`,
  allTasks: ': mostrar todas as tarefas',
  details: 'Detalhes',
  actions: 'O que se pode fazer',
  open: 'Abrir',
  showAll: 'Mostrar tudo',
  showLess: 'Mostrar menos',
  worksOn: (who, task) => `${who} está trabalhando em ${task}…`,
  noneYet: 'Ainda não há avisos',
  whatAppears: 'Aqui aparece o que programas dizem a você sobre suas tarefas.',
  nothingUnread: 'Está tudo lido',
  newAppears: 'O que vier a seguir aparece aqui na hora.',
  noneFits: 'Nenhum aviso assim',
  otherFilter: 'Não há nenhum deste tipo ou desta tarefa.',
  showEverything: 'Mostrar todos os avisos',
  settingsLead:
    'Do que você é avisado enquanto esta página está oculta. Na página de avisos está tudo de qualquer forma.',
  inBrowser: 'Notificações do navegador',
  browserMay: 'O navegador mostra notificações.',
  browserMayNot:
    'O navegador não mostra nenhuma daqui: você, ou alguém antes, recusou. Isso se muda nas configurações dele para este site.',
  browserCannot:
    'Este navegador não mostra notificações deste endereço. É preciso uma conexão segura (https).',
  browserAsks:
    'O navegador vai perguntar se pode. Ele só mostra avisos enquanto esta página está oculta.',
  allow: 'Permitir notificações',
  ofWhich: 'De quais tipos',
  retentionLead:
    'Os avisos ficam para sempre, a menos que haja aqui um número de dias. O que venceu sai uma vez por dia.',
  readDays: 'Lidos, dias',
  unreadDays: 'Não lidos, dias',
  forever: 'Para sempre',
  daysBetween: 'Informe de 1 a 3.650 dias, ou nada.',
  seeAndSave: 'Ver o que sairia, e salvar',
  wouldGo: (n) =>
    count(n, { one: '# aviso sairia', many: '# de avisos sairiam', other: '# avisos sairiam' }),
  noneWouldGo: 'Nenhum aviso sairia agora',
  ofType: (type, n) => `${type}: ${n.toLocaleString('pt-BR')}`,
  goesDaily: 'Eles saem na próxima limpeza diária e depois não podem ser recuperados.',
  goesLater: 'A partir de agora eles saem quando têm essa idade.',
  retentionSaved: 'Salvo. O que venceu sai uma vez por dia.',
  retentionAsBefore: 'Os avisos ficam tanto quanto antes.',
};
