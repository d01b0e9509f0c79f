// The kit's words in Spanish.
import type { Words } from '../en/index.ts';

export const ui: Words['ui'] = {
  cancel: 'Cancelar',
  close: 'Cerrar',
  dismiss: 'Descartar',
  notices: 'Avisos',
  chosen: 'elegido',
  nothingFits: 'Nada coincide.',
  tryAgain: 'Reintentar',
  reload: 'Recargar',
  theWindow: 'La ventana',
  theMenu: 'El menú',
  broke: (part) => `${part}: ha surgido un problema`,
  restWorks: 'El resto de la página sigue funcionando. Si vuelve a ocurrir, recargue la página.',
  pageNotLoaded: 'No se ha podido cargar esta página',
  partNotLoaded: (what, why) => `No se ha podido cargar: ${what}. ${why}`,
  checkConnection: 'Compruebe la conexión e inténtelo de nuevo.',
  newVersion: 'Hay una versión nueva: recargue la página para usarla.',
  reloadToGoOn: 'Recargue la página para continuar.',
  justAgain: 'Inténtelo de nuevo.',
};
