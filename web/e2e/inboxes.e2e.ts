// What docs/inboxes.md tells a site's developer to copy, tried as it stands there: the identity JWT
// against the real server, and the calls before the loader in a page.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  openBrowser,
  openPage,
  type Server,
  serveHost,
  signIn,
  startServer,
  tearDown,
} from './harness.ts';

let server: Server;
let inbox: string;
let admin: Awaited<ReturnType<typeof signIn>>;

const page = readFileSync(new URL('../../docs/inboxes.md', import.meta.url), 'utf8');
const block = (begins: string) => {
  const found = [...page.matchAll(/```\w+\n([\s\S]*?)```/g)].find(([, code]) =>
    code?.includes(begins),
  );
  if (!found?.[1]) throw new Error(`docs/inboxes.md has no block with ${begins}`);
  return found[1];
};

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  type Inboxes = { inboxes: { id: string; widget_key: string }[] };
  const { inboxes } = await admin.request<Inboxes>('GET', '/api/inboxes');
  inbox = inboxes.find((one) => one.widget_key === server.widget_key)!.id;
  await openBrowser();
});
afterAll(tearDown);

it('the identity JWT of the guide is taken, and says who the visitor is', async () => {
  const { identity_secret } = await admin.request<{ identity_secret: string }>(
    'POST',
    `/api/inboxes/${inbox}/identity-secret`,
  );
  const code = `${block('function identityJwt')}\nexport { identityJwt };`;
  const guide = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
  const user = { id: 'customer-7', name: 'Nora Brandt', email: 'nora@example.org' };
  const answer = await fetch(`${server.url}/api/widget/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      widget_key: server.widget_key,
      identity_jwt: guide.identityJwt(user, identity_secret),
    }),
  });
  expect(answer.status).toBe(200);
  const { contact } = (await answer.json()) as { contact: Record<string, unknown> };
  expect(contact).toMatchObject({ name: user.name, email: user.email, verified: true });
  const known = await admin.request<object>('GET', `/api/contacts/${contact.id}`);
  expect(known).toMatchObject({ external_id: user.id, verified: true });
});

it('calls before the loader are kept and run', async () => {
  const snippet = block('data-key')
    .trim()
    .replace('https://chat.example.com', server.url)
    .replace('wk_…', server.widget_key);
  const body = `<!doctype html><title>Shop</title>${block('Object.assign')}
    <script>Antiphon('on', 'open', () => { document.title = 'Opened'; }); Antiphon('open');</script>${snippet}`;
  const host = await serveHost({ '/': { type: 'text/html', body } });
  await admin.request('PATCH', `/api/inboxes/${inbox}`, { allowed_origins: [host] });
  const shop = await openPage(host);
  await shop.waitForFunction(() => document.title === 'Opened');
  await shop.getByRole('textbox').waitFor();
  await shop.close();
});
