// Networks that let no WebSocket through: customer and agent talk over an event stream, where that
// is refused too by long poll, and both return to the socket once it is allowed. What passes by
// (typing, read marks) comes with the stream; a poll carries the log, and read marks with its news.
import type { Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  type Line,
  openBrowser,
  openPage,
  type Server,
  startLine,
  startServer,
  tearDown,
  until,
  type Watched,
} from './harness.ts';
import {
  field,
  openWidget,
  panel,
  state,
  says as visitorSays,
  texts as visitorSees,
} from './widget-kit.ts';
import {
  says as agentSays,
  texts as agentSees,
  enter,
  list,
  log,
  open,
  reply,
} from './workspace-kit.ts';

let server: Server;
let line: Line;

beforeAll(async () => {
  server = await startServer();
  line = await startLine(server);
  await openBrowser();
});
const pages: Page[] = [];
afterEach(async () => {
  line.mend();
  for (const page of pages.splice(0)) await page.context().close();
});
afterAll(tearDown);

/** What the network between a page and the server lets through. */
interface Net {
  sockets: boolean;
  /** How event streams fare: let through, answered by a proxy's own page, or cut off. */
  streams: 'pass' | 'refused' | 'cut';
  /** How the page was told of news last. */
  way: 'socket' | 'sse' | 'poll' | null;
  /** Pages of long poll asked for so far. */
  polls: number;
}

const isStream = (request: Request) => request.headers().accept === 'text/event-stream';

/** To be called before the page begins to talk. */
async function behind(page: Page, net: Net): Promise<void> {
  await page.routeWebSocket(/\/api\/live$/, (socket) => {
    if (!net.sockets) return socket.close();
    const far = socket.connectToServer();
    far.onMessage((message) => {
      if (String(message).includes('"welcome"')) net.way = 'socket';
      socket.send(message);
    });
  });
  await page.route(/\/(events|feed)\?/, (route) => {
    const request = route.request();
    if (request.url().includes('wait=')) {
      net.way = 'poll';
      net.polls += 1;
    } else if (isStream(request)) {
      if (net.streams === 'refused')
        return route.fulfill({ status: 403, contentType: 'text/html', body: 'Not from here.' });
      if (net.streams === 'cut') return route.abort('connectionreset');
      net.way = 'sse';
    }
    return route.continue();
  });
}

const closed = (): Net => ({ sockets: false, streams: 'pass', way: null, polls: 0 });

/** A visitor and an agent, each behind a network of their own, who have greeted each other. */
async function meet(
  ofVisitor: Net,
  ofAgent: Net,
  hello: string,
): Promise<{ visitor: Watched; agent: Watched }> {
  const visitor = await openPage(`${line.url}/demo/shop`, {}, undefined, (page) =>
    behind(page, ofVisitor),
  );
  pages.push(visitor);
  const agent = await enter({ url: line.url, accounts: server.accounts });
  pages.push(agent);
  await behind(agent, ofAgent);
  await agent.reload();
  await list(agent).waitFor();
  await until(
    async () => ofAgent.way,
    (way) => way !== null,
  );

  await openWidget(visitor);
  await visitorSays(visitor, hello);
  await until(
    () => state(visitor),
    (text) => /Sent|Delivered|Read/.test(text),
  );
  // The list tells of it by itself: the feed goes the same ways.
  const first = list(agent).getByRole('option').filter({ hasText: hello });
  await first.waitFor({ timeout: 30_000 });
  const name = (await first.locator('bdi').first().innerText()).trim();
  await open(agent, name);
  await agentSays(agent, 'Loud and clear.');
  await until(
    () => visitorSees(visitor),
    (all) => all.length === 2,
    30_000,
  );
  return { visitor, agent };
}

/** Both say something and read the other's words, in one order. */
async function talk(visitor: Page, agent: Page, word: string): Promise<void> {
  const before = await visitorSees(visitor);
  await visitorSays(visitor, `${word}, says the visitor`);
  await until(
    () => agentSees(agent),
    (all) => all.at(-1) === `${word}, says the visitor`,
    30_000,
  );
  await agentSays(agent, `${word}, says the agent`);
  const all = [...before, `${word}, says the visitor`, `${word}, says the agent`];
  await until(
    () => visitorSees(visitor),
    (seen) => seen.length === all.length,
    30_000,
  );
  expect(await visitorSees(visitor)).toEqual(all);
  // A line that was not drawn yet has no text to be read.
  await until(
    () => agentSees(agent),
    (seen) => seen.length === all.length && seen.every(Boolean),
  );
  expect(await agentSees(agent)).toEqual(all);
}

const becomes = (net: Net, way: Net['way']) =>
  until(
    async () => net.way,
    (now) => now === way,
    60_000,
  );

it('over event streams all is as on the socket: talk, typing, read marks, the list; then back', async () => {
  const [ofVisitor, ofAgent] = [closed(), closed()];
  const { visitor, agent } = await meet(ofVisitor, ofAgent, 'Do streams get through?');
  expect([ofVisitor.way, ofAgent.way]).toEqual(['sse', 'sse']);
  await talk(visitor, agent, 'Streaming');

  await field(visitor).pressSequentially('Hm');
  await log(agent)
    .getByText(/is typing/)
    .waitFor();
  await field(visitor).fill('');
  await reply(agent).pressSequentially('Well');
  await panel(visitor).getByRole('status').getByText('is typing').waitFor();
  await reply(agent).fill('');

  await visitorSays(visitor, 'Did you read this?');
  await until(
    () => state(visitor),
    (text) => text.includes('Read'),
  );
  await agentSays(agent, 'I did. And you?');
  await log(agent).getByText('Read', { exact: true }).waitFor();
  expect(ofVisitor.polls + ofAgent.polls).toBe(0);
  // Nothing was asked that the server had to refuse.
  expect(visitor.complaints.filter((one) => /status of 4/.test(one))).toEqual([]);

  ofVisitor.sockets = ofAgent.sockets = true;
  await becomes(ofVisitor, 'socket');
  await becomes(ofAgent, 'socket');
  await talk(visitor, agent, 'Back on the socket');
});

it.each(['refused', 'cut'] as const)(
  'where streams are %s they talk by long poll, and return to the socket',
  async (streams) => {
    const [ofVisitor, ofAgent] = [closed(), closed()];
    ofVisitor.streams = ofAgent.streams = streams;
    const { visitor, agent } = await meet(ofVisitor, ofAgent, `Are streams ${streams}?`);
    await becomes(ofVisitor, 'poll');
    await becomes(ofAgent, 'poll');
    await talk(visitor, agent, 'Polling');

    // How far the agent has read comes with the answer to the poll.
    await visitorSays(visitor, 'Are you still with me?');
    await until(
      () => agentSees(agent),
      (all) => all.at(-1) === 'Are you still with me?',
      30_000,
    );
    await agentSays(agent, 'I am.');
    await until(
      () => state(visitor),
      (text) => text.includes('Read'),
      30_000,
    );

    // The line goes and comes: what was written meanwhile arrives once, in order.
    line.cut();
    await visitorSays(visitor, 'Into the dark');
    await panel(visitor).locator('.bar').waitFor();
    line.mend();
    await until(
      () => agentSees(agent),
      (all) => all.at(-1) === 'Into the dark',
      60_000,
    );
    await talk(visitor, agent, 'And again');

    ofVisitor.sockets = ofAgent.sockets = true;
    await becomes(ofVisitor, 'socket');
    await becomes(ofAgent, 'socket');
    await talk(visitor, agent, 'Back on the socket');
  },
);

it('one whose socket dies in the middle goes on over the stream, beside one who keeps the socket', async () => {
  const [ofVisitor, ofAgent] = [closed(), closed()];
  ofVisitor.sockets = ofAgent.sockets = true;
  const { visitor, agent } = await meet(ofVisitor, ofAgent, 'Does one socket do?');
  expect([ofVisitor.way, ofAgent.way]).toEqual(['socket', 'socket']);
  ofVisitor.sockets = false;
  line.cut();
  line.mend();
  await becomes(ofVisitor, 'sse');
  await until(
    async () => ofAgent.way,
    (way) => way === 'socket',
  );
  await talk(visitor, agent, 'Mixed');
  ofVisitor.sockets = true;
  await becomes(ofVisitor, 'socket');
  await talk(visitor, agent, 'Even again');
});
