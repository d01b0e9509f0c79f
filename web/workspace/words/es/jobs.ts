// What the jobs say, in Spanish.
import type { Words } from '../en/index.ts';

export const jobs: Words['jobs'] = {
  lead: 'Trabajo pendiente por lo que hicieron las personas, como importaciones y correo. Se reintenta por sí solo; lo que falla demasiadas veces se abandona y se conserva 30 días.',
  states: {
    any: 'Todas',
    dead: 'Abandonadas',
    ready: 'En espera',
    running: 'En curso',
    done: 'Hechas',
  },
  triedAgain: 'La tarea se reintenta.',
  givenUp: 'La tarea se abandona.',
  where: 'En qué punto está',
  nothingGivenUp: 'No se ha abandonado nada',
  nothingOwed: 'No hay nada pendiente',
  appears: 'Las tareas aparecen aquí mientras esperan y un día después de terminar.',
  work: 'Tarea',
  state: 'Estado',
  tries: 'Intentos',
  triesOf: (tried, most) => `${tried} de ${most}`,
  when: 'Cuándo',
  triesAgain: (kind) => `Reintentar ${kind}`,
  givesUp: (kind) => `Abandonar ${kind}`,
  giveUp: 'Abandonar',
  kinds: {
    'accounts.letter': 'Envío de un correo',
    'bot.answer': 'Respuesta del bot',
    'contacts.clean_imports': 'Limpieza de importaciones',
    'contacts.edit': 'Cambio de contactos',
    'contacts.import': 'Importación de contactos',
    'contacts.index': 'Indexación de contactos',
    'conversations.give_back': 'Devolución de conversaciones',
    'files.clean': 'Limpieza de archivos',
    'jobs.clean': 'Limpieza de tareas',
    'workspace.bring_in': 'Incorporación de datos',
  },
};
