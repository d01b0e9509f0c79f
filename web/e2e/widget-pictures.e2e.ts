// A picture of the widget on a visit that goes well; what may go otherwise is in widget-states.e2e.ts.
import { afterAll, beforeAll, it } from 'vitest';
import { choose, drag, holdPieces, long, picture, program, sendIn, text } from './files-kit.ts';
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
import {
  clip,
  field,
  launcher,
  log,
  openWidget,
  panel,
  prompts,
  says,
  state,
  texts,
} from './widget-kit.ts';
import { looks, picture as take } from './widget-looks.ts';

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
  await take(page, `${look}-closed`);
  await openWidget(page);
  await page.getByText('The answer appears here').waitFor();
  await prompts(page).waitFor();
  await take(page, `${look}-home`);
  await says(page, 'Hello, my grinder **order 1042** has not arrived.');
  await until(
    () => state(page),
    (said) => /Sent|Delivered/.test(said),
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
    (said) => /Sent|Delivered/.test(said),
  );
  await agent.reads(talk);
  await until(
    () => state(page),
    (said) => said.includes('Read'),
  );
  await take(page, `${look}-talk`);
  await agent.request('POST', `/api/conversations/${talk}/typing`, { is_typing: true });
  await panel(page).locator('.dots').waitFor();
  await take(page, `${look}-typing`);
  line.cut();
  await says(page, 'Written without a line');
  await panel(page).locator('.bar').waitFor();
  await panel(page).locator('.dots').waitFor({ state: 'detached' });
  await take(page, `${look}-reconnecting`);
  line.mend();
  await until(
    () => state(page),
    (said) => /Sent|Delivered/.test(said),
    45_000,
  );
  await panel(page).getByRole('button', { name: 'Close chat' }).click();
  await agent.says(talk, 'Anything else?');
  await page.getByRole('button', { name: '1 unread message' }).waitFor();
  await take(page, `${look}-unread`);
  await page.context().close();
});

it.each(looks)('files as they were looked at and found good: %s', async (look, options) => {
  const page = await openPage(`${line.url}/demo/shop`, options);
  await openWidget(page);
  await choose(clip(page), [picture('Lamp.png'), text('Order.txt', 'x'.repeat(2_400))]);
  await panel(page).getByText('2 files ready to send').waitFor({ state: 'attached' });
  await says(page, 'My new lamp came like this.');
  const small = log(page).getByRole('button', { name: 'Open picture Lamp.png' });
  await small.waitFor();
  const talk = await agent.newest();
  const token = agent.token();
  await agent.request('POST', `/api/conversations/${talk}/messages`, {
    text: 'I am sorry. This is how it can be returned.',
    attachments: [
      await sendIn(server, token, text('Returns, step by step.txt', 'x'.repeat(40_000))),
    ],
  });
  await log(page)
    .getByRole('button', { name: /^Download Returns/ })
    .waitFor();
  await agent.reads(talk);
  await until(
    () => state(page),
    (said) => said.includes('Read'),
  );
  await small.hover();
  await page.waitForTimeout(300);
  await panel(page).getByRole('heading').first().hover();
  await take(page, `${look}-files`);
  await holdPieces(page);
  await choose(clip(page), [
    picture('Label.png', 400, 300),
    long('Photos of all spare parts that I still have here.txt', 1_300_000),
    program(),
  ]);
  await panel(page)
    .getByText(/40\s?%/)
    .waitFor();
  await panel(page)
    .getByText(/not taken here/)
    .waitFor();
  await take(page, `${look}-chips`);
  const drop = await drag(panel(page), [text('x.txt', 'x')]);
  await page.getByText('Drop files to send them').waitFor();
  await take(page, `${look}-drop`);
  await drop();
  await small.click();
  await page.locator('antiphon-chat dialog > p:empty').waitFor({ state: 'attached' });
  await take(page, `${look}-picture`);
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
  await take(page, 'light-unreachable');
  await page.unroute('**/api/widget/session');
  await panel(page).getByRole('button', { name: 'Try again' }).click();
  await field(page).waitFor();
  await page.context().close();
});
