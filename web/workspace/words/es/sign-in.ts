// What is said of how people come in, in Spanish.
import type { Words } from '../en/index.ts';

export const signIn: Words['signIn'] = {
  title: 'Inicio de sesión único',
  lead: 'Lo que pide el inicio de sesión en este espacio de trabajo, y quién, además de la contraseña, deja entrar a las personas.',
  secondStep: 'Segundo paso',
  ofEveryone: 'Todos necesitan un segundo paso',
  ofEveryoneMeans:
    'A quien inició sesión sin él se le cierra, y configura uno al iniciarla de nuevo. A las claves de API y a los clientes en el chat no se les pide.',
  provider: 'Proveedor',
  removed: 'El proveedor se ha quitado. Las personas inician sesión con su contraseña.',
  noneYet:
    'Aún no hay ninguno. Las personas inician sesión con la cuenta que tienen en su empresa, por OpenID Connect: Keycloak, Entra ID, Okta, Google y muchos otros lo hablan.',
  redirect: 'Dirección de redirección',
  redirectHint: 'Introdúzcala en el proveedor, tal como está.',
  pageOfWorkspace: 'Página de inicio de sesión de este espacio de trabajo',
  pageHint: 'Tiene el botón del proveedor. Désela a su equipo.',
  page: 'Página de inicio de sesión',
  noAddress: (setting) =>
    `Este servidor no conoce la dirección en la que se le encuentra. Quien lo administra debe fijar antes ${setting}.`,
  works: 'El proveedor responde y conoce este espacio de trabajo.',
  test: 'Probar la conexión',
  askRemove: 'Quitar…',
  reallyRemove: '¿Quitar el proveedor?',
  removeMeans: 'Ya nadie entra por él. Quien no tenga contraseña no podrá entonces iniciar sesión.',
  comesIn: (who, how, step) => `${who} ${how}${step}.`,
  addressesAt: (domains) => `Las personas con direcciones de ${domains}`,
  allPeople: 'Todas sus personas',
  newOnes: {
    admin: 'pueden entrar, las nuevas como admins',
    agent: 'pueden entrar, las nuevas como agentes',
    customer: 'pueden entrar, las nuevas como clientes',
  },
  noNewOnes: 'pueden entrar si ya están entre las personas de aquí',
  withStep: ', con su segundo paso también aquí',

  setUp: 'Configurar un proveedor',
  edit: 'Editar el proveedor',
  saved: 'El proveedor se ha guardado. Pruebe ahora la conexión.',
  button: 'Entrar con inicio de sesión único',
  issuer: 'Emisor',
  issuerHint:
    'Como se llama el propio proveedor, por ejemplo https://login.example.com/realms/team',
  clientId: 'ID de cliente',
  clientSecret: 'Secreto de cliente',
  secretHint: 'Déjelo vacío para conservar el que está guardado.',
  buttonWords: 'Texto del botón',
  domains: 'Dominios de correo admitidos',
  domainsHint: 'Por ejemplo example.com example.org. Vacío: todas las personas del proveedor.',
  whoComesIn: 'Quién puede entrar',
  newcomers: {
    nobody: 'Solo personas que ya están aquí',
    agent: 'Los nuevos pasan a ser agentes',
    admin: 'Los nuevos pasan a ser admins',
    customer: 'Los nuevos pasan a ser clientes',
  },
  askStep: 'Pedir también aquí el segundo paso',
  isOn: 'El botón se muestra y deja entrar a las personas',
};
