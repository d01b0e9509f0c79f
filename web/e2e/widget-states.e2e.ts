// A picture of what may come about in the widget: refused, changed, deleted, too long, closed by the
// team, without a line, not loaded, and from right to left.
import { afterAll, beforeAll, it } from 'vitest';
import {
  type Agent,
  mirrored,
  openBrowser,
  openPage,
  type Server,
  signIn,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import { field, launcher, openWidget, panel, prompts, says, state, texts } from './widget-kit.ts';
import { looks, picture } from './widget-looks.ts';

let server: Server;
let agent: Agent;

beforeAll(async () => {
  server = await startServer();
  agent = await signIn(server);
  await openBrowser();
});
afterAll(tearDown);

it.each(looks)('every state as it was looked at and found good: %s', async (look, options) => {
  const calm = { ...options, reducedMotion: 'reduce' as const };
  const page = await openPage(`${server.url}/demo/shop`, calm);
  await openWidget(page);
  await panel(page).getByText('The answer appears here').waitFor();
  // Refused for good: it can be tried again or thrown away.
  await page.route('**/api/conversations', (route) =>
    route.fulfill({
      status: 403,
      json: { error: { code: 'forbidden', message: 'This site takes no messages.' } },
    }),
  );
  await says(page, 'Do you still have the small oak table?');
  await panel(page).getByText('This site takes no messages.').waitFor();
  await picture(page, `${look}-refused`);
  await page.unroute('**/api/conversations');
  await panel(page).getByRole('button', { name: 'Try again' }).click();
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const talk = await agent.newest();
  const path = `/api/conversations/${talk}`;
  await agent.says(talk, 'We do.');
  await agent.says(talk, 'Wrong window, sorry.');
  const { messages } = await agent.request<{ messages: { id: string }[] }>(
    'GET',
    `${path}/messages`,
  );
  const [edited, deleted] = messages.slice(-2).map(({ id }) => id);
  await agent.request('PATCH', `${path}/messages/${edited}`, { text: 'We do, three of them.' });
  await agent.request('DELETE', `${path}/messages/${deleted}`);
  await panel(page).getByText('Message deleted').waitFor();
  await panel(page).getByText('edited').waitFor();
  await picture(page, `${look}-changed`);

  await field(page).press('ArrowUp');
  await panel(page).getByText('Editing your message').waitFor();
  await field(page).fill('x'.repeat(10_001));
  await panel(page).getByText('Too long').waitFor();
  await picture(page, `${look}-too-long`);
  await field(page).press('Escape');

  await agent.request('PATCH', path, { status: 'resolved' });
  await panel(page).getByText('This conversation is closed').waitFor();
  await picture(page, `${look}-closed-by-team`);
  await page.context().setOffline(true);
  await panel(page).getByText('You are offline').first().waitFor();
  await says(page, 'One more thing.');
  await panel(page).getByText('1 message waiting').first().waitFor();
  await picture(page, `${look}-offline`);
  await page.context().setOffline(false);
  await page.context().close();

  const right = await openPage(`${server.url}/demo/shop`, calm, undefined, mirrored);
  // Titles in both directions, one of them longer than a line.
  await right.route('**/api/bot-prompts*', (route) =>
    route.fulfill({
      json: [
        'أين طلبي؟',
        'My lamp came with a crack in its shade: what now?',
        'أريد التحدث إلى شخص',
      ].map((title) => ({ id: title, title, text: title, order: 0 })),
    }),
  );
  await openWidget(right);
  await prompts(right).waitFor();
  await picture(right, `${look}-home-from-right`);
  await says(right, 'مرحبا, do you deliver to Haifa?');
  await until(
    () => state(right),
    (text) => /Sent|Delivered/.test(text),
  );
  await agent.says(await agent.newest(), 'نعم, within a week.');
  await until(
    () => texts(right),
    (all) => all.length === 2,
  );
  await picture(right, `${look}-from-right`);
  await right.context().close();

  const bare = await openPage(`${server.url}/demo/shop`, calm, undefined, (fresh) =>
    fresh.route('**/widget/v1/app-*', (route) => route.abort()),
  );
  await launcher(bare).click();
  await bare.getByText('The chat did not load').waitFor();
  await picture(bare, `${look}-not-loaded`);
  await bare.context().close();
});
