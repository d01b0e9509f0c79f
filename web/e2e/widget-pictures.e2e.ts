// A picture of the widget on a visit that goes well; what may go otherwise is in widget-states.e2e.ts.
import { afterAll, beforeAll, it } from 'vitest';
import {
  type Agent,
  type Line,
  openBrowser,
  openPage,
  type Server,
  signIn,
  startLine,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import { field, launcher, openWidget, panel, says, state, texts } from './widget-kit.ts';
import { looks, picture } from './widget-looks.ts';

let server: Server;
let line: Line;
let agent: Agent;

beforeAll(async () => {
  server = await startServer();
  line = await startLine(server);
  agent = await signIn(server);
  await openBrowser();
});
afterAll(tearDown);

it.each(looks)('every state as it was looked at and found good: %s', async (look, options) => {
  const page = await openPage(`${line.url}/demo/shop`, options);
  await launcher(page).waitFor();
  await picture(page, `${look}-closed`);
  await openWidget(page);
  await page.getByText('The answer appears here').waitFor();
  await picture(page, `${look}-home`);
  await says(page, 'Hello, my grinder **order 1042** has not arrived.');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const talk = await agent.newest();
  await agent.says(talk, 'Hello! Let me look for it.');
  await agent.says(
    talk,
    'It left us on Monday:\n- one grinder\n- two bags of beans\n\nFollow it at https://track.example/1042',
  );
  await agent.reads(talk);
  await until(
    () => texts(page),
    (all) => all.length === 3,
  );
  await says(page, 'Thank you, that helps.');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  await agent.reads(talk);
  await until(
    () => state(page),
    (text) => text.includes('Read'),
  );
  await picture(page, `${look}-talk`);
  await agent.request('POST', `/api/conversations/${talk}/typing`, { is_typing: true });
  await panel(page).locator('.dots').waitFor();
  await picture(page, `${look}-typing`);
  line.cut();
  await says(page, 'Written without a line');
  await panel(page).locator('.bar').waitFor();
  await panel(page).locator('.dots').waitFor({ state: 'detached' });
  await picture(page, `${look}-reconnecting`);
  line.mend();
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
    45_000,
  );
  await panel(page).getByRole('button', { name: 'Close chat' }).click();
  await agent.says(talk, 'Anything else?');
  await page.getByRole('button', { name: '1 unread message' }).waitFor();
  await picture(page, `${look}-unread`);
  await page.context().close();
});

it('a session that cannot be had', async () => {
  const page = await openPage(
    `${line.url}/demo/shop`,
    { viewport: { width: 500, height: 760 } },
    undefined,
    (fresh) =>
      fresh.route('**/api/widget/session', (route) => route.fulfill({ status: 503, body: '{}' })),
  );
  await launcher(page).click();
  await panel(page).getByText('cannot be reached').waitFor();
  await picture(page, 'light-unreachable');
  await page.unroute('**/api/widget/session');
  await panel(page).getByRole('button', { name: 'Try again' }).click();
  await field(page).waitFor();
  await page.context().close();
});
