// Lo que dice la página de avisos, y sus ajustes.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('es');

export const notices: Words['notices'] = {
  these: 'los avisos',
  which: 'Qué avisos',
  unread: 'Sin leer',
  type: 'Tipo',
  anyType: 'Todos los tipos',
  types: {
    SCHEDULING_UPDATE: 'Progreso',
    CONFIRMATION: 'Confirmación',
    CLARIFICATION: 'Pregunta',
    CANCELLATION: 'Cancelación',
    ERROR: 'Fallo',
    INFO: 'Información',
  },
  means: {
    SCHEDULING_UPDATE: 'Cómo avanza una tarea',
    CONFIRMATION: 'Algo está hecho',
    CLARIFICATION: 'Hay que responder algo',
    CANCELLATION: 'Algo se ha cancelado',
    ERROR: 'Algo ha fallado',
    INFO: 'Lo demás que conviene saber',
  },
  priorities: { low: 'Baja', high: 'Alta', urgent: 'Urgente' },
  unreadMark: 'Sin leer: ',
  markRead: 'Marcar como leído',
  markUnread: 'Marcar como no leído',
  markAll: 'Marcar todo como leído',
  markThese: 'Marcar estos como leídos',
  toSettings: 'Ajustes de los avisos',
  showUnread: 'Mostrar solo los avisos sin leer',
  showRead: 'Mostrar también los avisos leídos',
  task: 'Tarea',
  onlyThis: ': mostrar solo esta tarea',
  onlyTask: (task) => `Solo la tarea ${task}`,
  allTasks: ': mostrar todas las tareas',
  details: 'Detalles',
  actions: 'Qué se puede hacer',
  open: 'Abrir',
  showAll: 'Mostrar todo',
  showLess: 'Mostrar menos',
  worksOn: (who, task) => `${who} está trabajando en ${task}…`,
  noneYet: 'Todavía no hay avisos',
  whatAppears: 'Aquí aparece lo que los programas le dicen de sus tareas.',
  nothingUnread: 'Todo está leído',
  newAppears: 'Lo próximo que llegue aparecerá aquí enseguida.',
  noneFits: 'No hay ningún aviso así',
  otherFilter: 'No hay ninguno de este tipo o de esta tarea.',
  showEverything: 'Mostrar todos los avisos',
  settingsLead:
    'De qué se le avisa mientras esta página está oculta. En la página de avisos está todo en cualquier caso.',
  inBrowser: 'Notificaciones del navegador',
  browserMay: 'El navegador muestra notificaciones.',
  browserMayNot:
    'El navegador no muestra ninguna desde aquí: usted, o alguien antes, lo rechazó. Se cambia en sus ajustes para este sitio.',
  browserCannot:
    'Este navegador no muestra notificaciones desde esta dirección. Hace falta una conexión segura (https).',
  browserAsks:
    'El navegador le preguntará si puede. Solo muestra avisos mientras esta página está oculta.',
  allow: 'Permitir notificaciones',
  ofWhich: 'De qué tipos',
  retentionLead:
    'Los avisos se quedan para siempre, salvo que aquí figure un número de días. Lo vencido se va una vez al día.',
  readDays: 'Leídos, días',
  unreadDays: 'Sin leer, días',
  forever: 'Para siempre',
  daysBetween: 'Indique de 1 a 3650 días, o nada.',
  seeAndSave: 'Ver qué se iría, y guardar',
  wouldGo: (n) =>
    count(n, { one: 'Se iría # aviso', many: 'Se irían # de avisos', other: 'Se irían # avisos' }),
  noneWouldGo: 'Ahora no se iría ningún aviso',
  ofType: (type, n) => `${type}: ${n.toLocaleString('es')}`,
  goesDaily: 'Se van con la próxima limpieza diaria y después no se pueden recuperar.',
  goesLater: 'Desde ahora se van cuando tienen esa antigüedad.',
  retentionSaved: 'Guardado. Lo vencido se va una vez al día.',
  retentionAsBefore: 'Los avisos se quedan tanto como antes.',
};
