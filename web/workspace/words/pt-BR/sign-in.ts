// What is said of how people come in, in Brazil's Portuguese.
import type { Words } from '../en/index.ts';

export const signIn: Words['signIn'] = {
  title: 'Login único',
  lead: 'O que a entrada neste espaço de trabalho pede, e quem, além da senha, deixa as pessoas entrar.',
  secondStep: 'Segunda etapa',
  ofEveryone: 'Todos precisam de uma segunda etapa',
  ofEveryoneMeans:
    'Quem entrou sem uma tem a sessão encerrada e configura a sua ao entrar de novo. Chaves de API e clientes no chat não precisam dela.',
  provider: 'Provedor',
  removed: 'O provedor foi removido. As pessoas entram com as próprias senhas.',
  noneYet:
    'Nenhum ainda. As pessoas entram com a conta que têm na sua empresa, por OpenID Connect: Keycloak, Entra ID, Okta, Google e muitos outros o falam.',
  redirect: 'Endereço de redirecionamento',
  redirectHint: 'Informe-o no provedor, exatamente assim.',
  pageOfWorkspace: 'Página de entrada deste espaço de trabalho',
  pageHint: 'Ela tem o botão do provedor. Passe-a à sua equipe.',
  page: 'Página de entrada',
  noAddress: (setting) =>
    `Este servidor não conhece o endereço em que é acessado. Quem o administra precisa antes definir ${setting}.`,
  works: 'O provedor responde e conhece este espaço de trabalho.',
  test: 'Testar a conexão',
  askRemove: 'Remover…',
  reallyRemove: 'Remover o provedor?',
  removeMeans: 'Ninguém mais entra por ele. Quem não tem senha não poderá entrar.',
  comesIn: (who, how, step) => `${who} ${how}${step}.`,
  addressesAt: (domains) => `As pessoas com endereços em ${domains}`,
  allPeople: 'Todas as pessoas dele',
  newOnes: {
    admin: 'podem entrar, as novas como admins',
    agent: 'podem entrar, as novas como agentes',
    customer: 'podem entrar, as novas como clientes',
  },
  noNewOnes: 'podem entrar se já estão entre as pessoas daqui',
  withStep: ', com a segunda etapa também aqui',

  setUp: 'Configurar um provedor',
  edit: 'Editar o provedor',
  saved: 'O provedor foi salvo. Agora teste a conexão.',
  button: 'Entrar com login único',
  issuer: 'Emissor',
  issuerHint: 'Como o provedor chama a si mesmo, por exemplo https://login.example.com/realms/team',
  clientId: 'ID do cliente',
  clientSecret: 'Segredo do cliente',
  secretHint: 'Deixe vazio para manter o que está guardado.',
  buttonWords: 'Texto do botão',
  domains: 'Domínios de e-mail permitidos',
  domainsHint: 'Por exemplo example.com example.org. Vazio: todas as pessoas do provedor.',
  whoComesIn: 'Quem pode entrar',
  newcomers: {
    nobody: 'Só pessoas que já estão aqui',
    agent: 'Os novos se tornam agentes',
    admin: 'Os novos se tornam admins',
    customer: 'Os novos se tornam clientes',
  },
  askStep: 'Pedir a segunda etapa também aqui',
  isOn: 'O botão é mostrado e deixa as pessoas entrar',
};
