// What the prompts say, in Spanish.
import type { Words } from '../en/index.ts';

export const prompts: Words['prompts'] = {
  lead: 'Primeros mensajes ya preparados, ofrecidos como botones en este orden.',
  add: 'Añadir una sugerencia',
  none: 'Aún no hay sugerencias',
  noneYet:
    'Añada lo que más se pregunta, como «¿Dónde está mi pedido?» o «Hablar con una persona». El comando antiphon seed-prompts añade cinco ejemplos.',
  prompt: 'Sugerencia',
  for: 'Para',
  page: 'Página',
  allPages: 'Todas',
  active: 'Activa',
  isActive: (title) => `${title} está activa`,
  movesUp: (title) => `Subir ${title}`,
  movesDown: (title) => `Bajar ${title}`,
  isNow: (title, place, of) => `${title} es ahora ${place} de ${of}.`,
  isDeleted: (title) => `«${title}» se ha eliminado.`,
  notPutBack: (why) => `No se ha restablecido. ${why}`,
  reallyDelete: (title) => `¿Eliminar «${title}»?`,
  deleteMeans: 'Ya no se ofrece a nadie. Para pausarla, desactívela en su lugar.',
  askEdit: 'Editar…',
  titleHint: 'Figura en el botón.',
  textHint: 'Se dice como primer mensaje al pulsar el botón.',
  pageHint: 'Su ruta, como /precios, para ofrecerla solo allí. Vacío para todas las páginas.',
  activeFromNow: 'Activa: se ofrece desde ahora',
  roles: { everyone: 'Todos', customer: 'Clientes', agent: 'Agentes', admin: 'Admins' },
};
