// The kit's words in Brazil's Portuguese.
import type { Words } from '../en/index.ts';

export const ui: Words['ui'] = {
  cancel: 'Cancelar',
  close: 'Fechar',
  dismiss: 'Dispensar',
  notices: 'Avisos',
  chosen: 'escolhido',
  nothingFits: 'Nada corresponde.',
  tryAgain: 'Tentar de novo',
  reload: 'Recarregar',
  theWindow: 'A janela',
  theMenu: 'O menu',
  broke: (part) => `${part}: ocorreu um problema`,
  restWorks: 'O resto da página continua funcionando. Se acontecer de novo, recarregue a página.',
  pageNotLoaded: 'Não foi possível carregar esta página',
  partNotLoaded: (what, why) => `Não foi possível carregar: ${what}. ${why}`,
  checkConnection: 'Verifique a conexão e tente de novo.',
  newVersion: 'Há uma nova versão: recarregue a página para usá-la.',
  reloadToGoOn: 'Recarregue a página para continuar.',
  justAgain: 'Tente de novo.',
};
