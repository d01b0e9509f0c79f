// What is said of files, in Spanish.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('es');

export const files: Words['files'] = {
  openPicture: (name) => `Abrir la imagen ${name}`,
  opens: (name) => `Abrir ${name}`,
  downloads: (name) => `Descargar ${name}`,
  inNote: ', en una nota',
  olderMore: 'Los mensajes anteriores pueden tener más.',
  toSend: 'Archivos para enviar',
  waiting: 'En espera',
  again: (name) => `Reintentar: ${name}`,
  cancels: (name) => `Cancelar ${name}`,
  sending: (name) => `Enviando ${name}`,
  previous: 'Imagen anterior',
  next: 'Imagen siguiente',
  place: (at, of) => `${at} de ${of}`,
  cannotShow: 'No se puede mostrar esta imagen. Descárguela para verla.',
  notDownloaded: (name, why) => `${name} no se ha descargado. ${why}`,
  underWay: (n) =>
    count(n, {
      one: '# archivo en camino. Envíe cuando haya llegado.',
      many: '# de archivos en camino. Envíe cuando hayan llegado todos.',
      other: '# archivos en camino. Envíe cuando hayan llegado todos.',
    }),
  allThere: (n) =>
    count(n, {
      one: '# archivo listo para enviar',
      many: '# de archivos listos para enviar',
      other: '# archivos listos para enviar',
    }),
  drop: {
    message: 'Suelte archivos para añadirlos a su mensaje',
    note: 'Suelte archivos para añadirlos a su nota',
  },
  refused: {
    too_many: 'Un mensaje admite 10 archivos como máximo. Envíe este con el siguiente.',
    unreadable: 'Este archivo no se puede leer. Elíjalo de nuevo.',
    too_large: 'Este archivo es demasiado grande.',
    wrong_type: 'Aquí no se aceptan archivos de este tipo.',
    network: 'No se puede acceder al servidor. Inténtelo de nuevo.',
  },
  takenAway: 'Retirado por un admin',
};
