// What whoever oversees the workspace reads, in Spanish.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('es');

export const oversight: Words['oversight'] = {
  lead: 'Lo que se dice en este espacio de trabajo, también entre otras personas. Cada consulta de una conversación en la que usted no participa queda en el registro de auditoría.',
  shelves: { any: 'Guardadas o no', false: 'No guardadas', true: 'Guardadas' },
  kinds: {
    any: 'Cualquier tipo',
    support: 'Con clientes',
    direct: 'Entre personas',
    assistant: 'Con el asistente',
    meeting: 'Sobre una reunión',
    log: 'Informada por un bot',
  },
  whoTakesPart: 'Quién participa',
  anybody: 'Cualquiera',
  noneFits: 'Ninguna conversación coincide',
  nothingYet: 'Aún no se ha dicho nada',
  fewerFilters: 'Elija menos filtros.',
  firstAppears: 'La primera conversación aparece aquí.',
  lastSaid: 'Último mensaje',
  state: 'Estado',
  putAway: 'Guardada',
  puts: 'Guardar aparte',
  atHand: 'A mano',
  nobody: 'Ya no participa nadie',
  andMore: (names, n) =>
    count(n, {
      one: `${names} y # más`,
      many: `${names} y # más`,
      other: `${names} y # más`,
    }),
  isAway: 'La conversación está guardada.',
  isBack: 'La conversación está de vuelta.',
  noSuch: 'Esta conversación no existe',
  begun: (kind, when) => `${kind}, empezada el ${when}`,
  whatToDo: 'Acciones de la conversación',
  askRename: 'Renombrar…',
  fetchBack: 'Recuperar',
  noPart:
    'Usted no participa en esta conversación. Que la ha consultado queda en el registro de auditoría.',
  renameTitle: 'Renombrar la conversación',
  rename: 'Renombrar',
  titleHint: 'Lo ven todos los que participan. Vacío para ninguno.',
  notAdded: (why) => `No se ha añadido. ${why}`,
  isOut: (name) => `${name} ya no participa.`,
  notTakenOut: (why) => `No se ha sacado. ${why}`,
  loadingPeople: 'Cargando quién participa',
  couldNot: 'No se ha podido cargar',
  roles: { customer: 'cliente', agent: 'agente', admin: 'admin', bot: 'Bot', member: 'miembro' },
  since: (role, when) => `${role}, desde el ${when}`,
  lastRead: (when) => `, última lectura ${when}`,
  takesOut: (name) => `Sacar a ${name}`,
  bringIn: 'Incorporar a alguien',
  reallyTakeOut: (name) => `¿Sacar a ${name}?`,
  takeOut: 'Sacar',
  takeOutMeans:
    'Desde entonces no ve nada de la conversación. Todos los demás ven que salió. Se le puede volver a incorporar.',
  said: 'Lo que se dijo',
  loadingSaid: 'Cargando los mensajes',
  showOlder: 'Mostrar mensajes anteriores',
  nothing: 'Aún no hay nada.',
  messageDeeds: 'Acciones del mensaje',
  askEdit: 'Editar…',
  askTakeBack: 'Retirar…',
  notTakenBack: (why) => `No se ha retirado. ${why}`,
  reallyTakeBack: '¿Retirar este mensaje?',
  takeBack: 'Retirar',
  takeBackMeans:
    'Su texto y sus archivos desaparecen para todos en la conversación, que ven que aquí hubo un mensaje. El equipo sigue encontrando el texto entre las versiones anteriores.',
  editMessage: 'Editar el mensaje',
  editHint:
    'Todos ven que se editó. El texto anterior se conserva, y el cambio queda en el registro de auditoría.',
};
