// A linked page in real browsers: its card comes beneath the message on both sides, its words as text, and
// goes for both when whoever wrote takes it away; in both themes, and on a phone.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Agent,
  axe,
  openBrowser,
  openPage,
  type Server,
  signIn,
  startServer,
  tearDown,
} from './harness.ts';
import { field, log, openWidget, says } from './widget-kit.ts';
import { looks as widgetLooks } from './widget-looks.ts';
import * as desk from './workspace-kit.ts';
import { looks as deskLooks } from './workspace-looks.ts';

const page = `<!doctype html><title>Oak & elm <script>alert(1)</script></title>
  <meta name="description" content="Tables, lamps and chairs, made to order by three joiners in Trondheim, who also mend what others have made.">
  <meta property="og:site_name" content="The joiners">`;
const site = createServer((_, answer) =>
  answer.setHeader('content-type', 'text/html; charset=utf-8').end(page),
);
const title = 'Oak & elm <script>alert(1)</script>';

let server: Server;
let agent: Agent;
let link: string;

beforeAll(async () => {
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
  link = `http://127.0.0.1:${(site.address() as AddressInfo).port}/tables`;
  server = await startServer(undefined, { ANTIPHON_OUTGOING__PRIVATE_HOSTS: '127.0.0.1' });
  agent = await signIn(server);
  await openBrowser();
});
afterAll(async () => {
  site.close();
  await tearDown();
});

it.each(widgetLooks)(
  'shows a linked page to visitor and agent, and takes it away (%s)',
  async (look, calm) => {
    const visitor = await openPage(`${server.url}/demo/shop`, calm);
    await openWidget(visitor);
    await says(visitor, `Do you have [this table](${link})?`);
    const card = log(visitor).locator('a', { hasText: 'Oak & elm' }).filter({ hasText: 'joiners' });
    await card.getByText(title).waitFor();
    expect(await card.getAttribute('rel')).toBe('noopener noreferrer nofollow ugc');
    expect(await card.getAttribute('href')).toBe(link);
    expect(await axe(visitor, 'antiphon-chat')).toEqual([]);

    const talk = await agent.newest();
    const options = deskLooks.find(([name]) => name === look)![1];
    const screen = await desk.enter(server, 'agent', options);
    await screen.goto(`${server.url}/app/conversations/${talk}`);
    const links = desk.log(screen).getByRole('list', { name: 'Links' });
    await links.getByText(title).waitFor();
    expect(await axe(screen)).toEqual([]);

    await log(visitor).getByRole('button', { name: 'Remove preview' }).click();
    await card.waitFor({ state: 'detached' });
    await links.waitFor({ state: 'detached' });
    expect(await log(visitor).evaluate((one) => one.matches(':focus'))).toBe(true);
    expect(await field(visitor).isVisible()).toBe(true);
    expect(visitor.complaints).toEqual([]);
    await visitor.context().close();
    await screen.context().close();
  },
);
