// Every word of the widget in Spanish.
import type { Language } from './en.ts';
import { plural } from './plural.ts';

const count = /* @__PURE__ */ plural<'one' | 'many' | 'other'>('es');

export const launcher = {
  open: 'Abrir el chat',
  close: 'Cerrar el chat',
  failed: 'El chat no se ha cargado. Vuelva a pulsar.',
};

export const language: Language = {
  locale: 'es',
  launcher,
  open: launcher.open,
  close: launcher.close,
  unread: (n) =>
    count(n, {
      one: '# mensaje sin leer',
      many: '# de mensajes sin leer',
      other: '# mensajes sin leer',
    }),
  title: 'Escríbanos',
  greeting: 'Hola. ¿En qué podemos ayudarle?',
  invite: 'Escriba abajo. La respuesta aparece aquí, también cuando vuelva más tarde.',
  prompts: 'Empezar con',
  here: (names) => `En línea: ${names}`,
  away: 'Deje un mensaje cuando quiera',
  resolved: 'Esta conversación está cerrada. Escriba para volver a abrirla.',
  log: 'Mensajes',
  you: 'Usted',
  today: 'Hoy',
  yesterday: 'Ayer',
  compose: 'Escribir un mensaje',
  send: 'Enviar',
  attach: 'Adjuntar archivos',
  emoji: 'Emojis',
  partFailed: 'Una parte del chat no se ha cargado.',
  editing: 'Está editando su mensaje',
  cancel: 'Cancelar',
  edited: 'editado',
  unlink: 'Quitar la vista previa',
  deleted: 'Mensaje eliminado',
  inReplyTo: 'En respuesta a ',
  tooLong: (over) =>
    count(over, {
      one: 'Sobra # carácter: envíelo en partes.',
      many: 'Sobran # de caracteres: envíelo en partes.',
      other: 'Sobran # caracteres: envíelo en partes.',
    }),
  state: {
    sending: 'Enviando',
    sent: 'Enviado',
    delivered: 'Entregado',
    read: 'Leído',
    failed: 'No enviado',
  },
  retry: 'Reintentar',
  discard: 'Descartar',
  typing: (name) => `${name} está escribiendo`,
  fresh: (n) =>
    count(n, { one: '# mensaje nuevo', many: '# de mensajes nuevos', other: '# mensajes nuevos' }),
  older: 'Mostrar mensajes anteriores',
  olderLoaded: (n) =>
    count(n, {
      one: '# mensaje anterior cargado',
      many: '# de mensajes anteriores cargados',
      other: '# mensajes anteriores cargados',
    }),
  waiting: (n) =>
    count(n, {
      one: '# mensaje en espera.',
      many: '# de mensajes en espera.',
      other: '# mensajes en espera.',
    }),
  offline: 'No tiene conexión.',
  reconnecting: 'Reconectando…',
  loading: 'Cargando…',
  unavailable: 'El chat no está disponible en este momento.',
  unreachable: 'No se puede acceder al chat. Compruebe su conexión; se sigue intentando.',
  failed: (why) => `Esto no se puede mostrar. ${why}`,
  crashed: 'Algo ha fallado en el chat. Sus mensajes están a salvo.',
  refused: {
    network: 'No se puede acceder al servidor. Inténtelo de nuevo.',
    blocked: 'Ya no puede escribir aquí. Lo que se dijo se puede seguir leyendo.',
    forbidden: 'Esto no está permitido aquí.',
    not_found: 'Esto ya no existe o no puede verlo.',
    deleted: 'El mensaje fue eliminado. Escriba uno nuevo.',
    invalid: 'Esto no se puede enviar así. Cambie el texto.',
    too_many_reactions: 'Este mensaje no admite más reacciones.',
    unavailable: 'En este momento no es posible. Inténtelo dentro de un momento.',
    other: 'No ha funcionado. Inténtelo de nuevo.',
  },
  files: {
    list: 'Archivos para enviar',
    attached: 'Archivos',
    waiting: 'En espera',
    sending: (name) => `Enviando ${name}`,
    cancel: (name) => `Cancelar ${name}`,
    remove: (name) => `Quitar ${name}`,
    again: (name) => `Reintentar: ${name}`,
    ready: (n) =>
      count(n, {
        one: '# archivo listo para enviar',
        many: '# de archivos listos para enviar',
        other: '# archivos listos para enviar',
      }),
    wait: 'Hay archivos en camino. Envíe cuando estén todos.',
    drop: 'Suelte archivos para enviarlos',
    open: (name) => `Abrir la imagen ${name}`,
    save: 'Descargar',
    close: 'Cerrar la imagen',
    loading: 'Cargando…',
    notShown: 'Esta imagen no se puede mostrar. Descárguela para verla.',
    notSaved: 'No se ha descargado. Compruebe su conexión e inténtelo de nuevo.',
    refused: {
      too_many: 'Un mensaje lleva como máximo 10 archivos. Envíe este con el siguiente.',
      unreadable: 'Este archivo no se puede leer. Elíjalo de nuevo.',
      too_large: 'Este archivo es demasiado grande.',
      wrong_type: 'Aquí no se aceptan archivos de este tipo.',
      invalid: 'Este archivo no se acepta.',
    },
  },
  signs: {
    search: 'Buscar emojis',
    none: 'Ningún emoji encontrado',
    found: (n) =>
      count(n, {
        one: '# emoji encontrado',
        many: '# de emojis encontrados',
        other: '# emojis encontrados',
      }),
    recent: 'Recientes',
    groups: [
      'Caras',
      'Personas',
      'Naturaleza',
      'Comida',
      'Lugares',
      'Actividades',
      'Objetos',
      'Símbolos',
    ],
    react: 'Reaccionar',
    more: 'Más emojis',
    reactions: 'Reacciones',
    quick: ['Pulgar arriba', 'Corazón', 'Risa', 'Fiesta', 'Sorpresa', 'Tristeza'],
    you: 'usted',
    others: (n) =>
      count(n, { one: '# persona más', many: '# de personas más', other: '# personas más' }),
    by: (names) => `de ${names}`,
    reacted: (name, emoji) => `${name} ha reaccionado con ${emoji}`,
    notSaved: 'La reacción no se ha guardado.',
  },
};
