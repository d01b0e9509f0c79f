// What the inboxes say, in Spanish.
import type { Words } from '../en/index.ts';

export const inboxes: Words['inboxes'] = {
  inboxes: 'Bandejas de entrada',
  lead: 'Una bandeja de entrada es un acceso: un sitio que muestra el widget.',
  add: 'Añadir una bandeja de entrada',
  none: 'Aún no hay bandejas de entrada',
  noneYet: 'Añada una por cada sitio en el que los clientes deban poder escribir.',
  visitorsOwn: 'El del visitante',
  right: 'Derecha',
  left: 'Izquierda',
  notRotated: (why) => `No se ha renovado. ${why}`,
  snippet: 'Fragmento de código',
  paste: 'Péguelo antes del final del body en cada página del sitio.',
  snippetFor: (name) => `Fragmento de código para ${name}`,
  allowedSites: 'Sitios permitidos',
  noSites: 'Aún ninguno: el widget solo funciona en las páginas de este servidor.',
  identitySecret: 'Secreto de identidad',
  copySecret: 'Copie el secreto de identidad ahora: no se vuelve a mostrar.',
  askNewSecret: 'Nuevo secreto de identidad…',
  reallyNew: '¿Crear un nuevo secreto de identidad?',
  makeNew: 'Crear uno nuevo',
  newMeans:
    'Su sitio firma con este secreto quiénes son sus visitantes. Los tokens firmados con el anterior se rechazan desde ahora.',
  nameHint: 'Los clientes lo ven en la parte superior del widget.',
  oneAddress: 'Una dirección por línea, como https://shop.example.org',
  line: (place, why) => `Línea ${place}: ${why}`,
  widgetLanguage: 'Idioma del widget',
  side: 'Lado de la página',
};
