// The API's own page at /api/docs: it shows the routes, and asks nobody but this server.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, openPage, type Server, startServer, tearDown } from './harness.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer();
  await openBrowser();
});
afterAll(tearDown);

it('shows the routes, finds one, and asks nobody else for anything', async () => {
  const asked: string[] = [];
  const page = await openPage('about:blank', {}, undefined, async (fresh) => {
    fresh.on('request', (request) => asked.push(request.url()));
  });
  await page.goto(`${server.url}/api/docs`);
  await page.getByRole('heading', { name: 'Antiphon', exact: true }).waitFor();
  await page.getByText('Idempotency-Key').first().waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('audit trail');
  await page.getByText('Read the audit trail, newest first').last().waitFor();
  const elsewhere = asked.filter((url) => /^https?:/.test(url) && !url.startsWith(server.url));
  expect(elsewhere).toEqual([]);
  expect(page.complaints).toEqual([]);
  await page.context().close();
});
