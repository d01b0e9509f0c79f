// What is said of how people come in: the second step of everybody, the workspace's provider.

export const signIn = {
  title: 'Single sign-on',
  lead: 'What signing in to this workspace takes, and who besides the password lets people in.',
  secondStep: 'Second step',
  ofEveryone: 'Everyone needs a second step',
  ofEveryoneMeans:
    'Whoever signed in without one is signed out, and sets one up when they sign in again. API keys and customers in the chat are not asked.',
  provider: 'Provider',
  removed: 'The provider is removed. People sign in with their passwords.',
  noneYet:
    'None yet. People sign in with the account that they have at your company, by OpenID Connect: Keycloak, Entra ID, Okta, Google and many others speak it.',
  redirect: 'Redirect address',
  redirectHint: 'Enter it at the provider, as it stands.',
  pageOfWorkspace: 'Sign-in page of this workspace',
  pageHint: "It has the provider's button. Give it to your people.",
  page: 'Sign-in page',
  /** `setting` is the name of the server's setting. */
  noAddress: (setting: string) =>
    `This server does not know the address under which people reach it. Whoever runs it sets ${setting} first.`,
  works: 'The provider answers and knows this workspace.',
  test: 'Test the connection',
  askRemove: 'Remove…',
  reallyRemove: 'Remove the provider?',
  removeMeans: 'Nobody comes in by it any more. Whoever has no password cannot sign in then.',
  /** Who comes in, how, and with which step more. */
  comesIn: (who: string, how: string, step: string) => `${who} ${how}${step}.`,
  addressesAt: (domains: string) => `Addresses at ${domains}`,
  allPeople: 'All its people',
  newOnes: {
    admin: 'come in, new ones as admins',
    agent: 'come in, new ones as agents',
    customer: 'come in, new ones as customers',
  },
  noNewOnes: 'come in if they are among the people here',
  withStep: ', with their second step here as well',

  // The provider's form
  setUp: 'Set up a provider',
  edit: 'Edit the provider',
  saved: 'The provider is saved. Test the connection next.',
  /** What the button says until somebody chooses other words. */
  button: 'Sign in with single sign-on',
  issuer: 'Issuer',
  issuerHint: 'As the provider calls itself, such as https://login.example.com/realms/team',
  clientId: 'Client id',
  clientSecret: 'Client secret',
  secretHint: 'Leave it empty to keep the one that is stored.',
  buttonWords: 'Words on the button',
  domains: 'Allowed e-mail domains',
  domainsHint: "Such as example.com example.org. Empty: all of the provider's people.",
  whoComesIn: 'Who comes in',
  newcomers: {
    nobody: 'Only people who are here already',
    agent: 'Newcomers become agents',
    admin: 'Newcomers become admins',
    customer: 'Newcomers become customers',
  },
  askStep: 'Ask for the second step here as well',
  isOn: 'The button is shown and lets people in',
};
