// The browser's figures: what the widget costs a host page, how soon its panel is there, what one
// more message costs a long thread, and ten thousand conversations in the workspace's list. Real
// Chromium at a fourth of its speed against the release server and its sample shop. Prints one
// table, writes it into docs/benchmarks.md, and fails when a budget is missed: `make bench-web`.
import type { CDPSession, Page } from 'playwright-core';
import { Report } from './bench-report.ts';
import {
  type Agent,
  desktop,
  longTasks,
  openBrowser,
  openPage,
  press,
  type Server,
  signIn,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import {
  bubbles,
  launcher,
  openWidget,
  log as widgetLog,
  says as widgetSays,
} from './widget-kit.ts';
import { enter, list, log, messages, open, reply, row, visitor } from './workspace-kit.ts';

const SLOWER = 4;
const SHOWN = 300;
const CONVERSATIONS = 10_000;
const REPEATS = 5;
const APPENDS = 15;

/** What the page notes for us; see `witness`. */
interface Witness {
  watch(of: string, text: string, since: 'start' | 'frame' | 'key' | 'click'): void;
  painted: Promise<number> | undefined;
}

/** All figures, or (for trying things out; writes no document) those named: host, panel, … */
export async function run(only: string[] = []): Promise<boolean> {
  // The generator's own haste is not what is measured.
  for (const limit of ['REQUESTS', 'SENDS', 'FRAMES', 'HANDSHAKES'])
    process.env[`ANTIPHON_LIMITS__${limit}_PER_SECOND`] = '0';
  process.env.ANTIPHON_LOG__LEVEL = 'warn';
  const report = new Report();
  try {
    const server = await startServer();
    const agent = await signIn(server);
    report.browser = (await openBrowser()).version();
    const figures = {
      host: hostPage,
      panel: clickToPanel,
      widget: widgetThread,
      workspace: workspaceThread,
      list: longList,
    };
    for (const [name, figure] of Object.entries(figures))
      if (!only.length || only.includes(name)) await figure(server, report, agent);
  } finally {
    await tearDown();
  }
  report.finish(!only.length);
  return report.met();
}

// ---- the widget on its host

/** Processor time of all scripts until the page has come to rest; the shop has none of its own. */
async function hostPage(server: Server, report: Report) {
  report.now('scripts on the host page at load');
  const found: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const page = await openPage('about:blank');
    const slow = await slowed(page);
    await slow.send('Performance.enable', { timeDomain: 'threadTicks' });
    const before = await scriptTime(slow);
    await page.goto(`${server.url}/demo/shop`, { waitUntil: 'networkidle' });
    await launcher(page).waitFor();
    found.push((await scriptTime(slow)) - before);
    await page.context().close();
  }
  report.judge('script time on the host page until it rests, first visit', found, 30);
}

async function scriptTime(slow: CDPSession): Promise<number> {
  const { metrics } = await slow.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  return (of('ScriptDuration') + of('V8CompileDuration')) * 1_000;
}

/** The app is in the browser's cache; the click loads, starts and draws it. */
async function clickToPanel(server: Server, report: Report) {
  report.now('click on the launcher to the painted panel');
  const found: number[] = [];
  const first = await openPage(`${server.url}/demo/shop`);
  await openWidget(first);
  // Twice more, so that the compiled code is cached as well, as for anybody who comes back.
  for (let i = 0; i < REPEATS + 2; i++) {
    const page = await openPage('about:blank', {}, first, witness);
    await slowed(page);
    await page.goto(`${server.url}/demo/shop`, { waitUntil: 'networkidle' });
    const painted = await paint(page, 'antiphon-chat', '', 'click');
    await press(page, desktop.width - 48, desktop.height - 48);
    const took = await painted();
    if (i > 1) found.push(took);
    await page.close();
  }
  await first.context().close();
  report.judge('click on the launcher → panel painted, cached', found, 150);
}

// ---- one more message in a long thread

const line = (i: number) =>
  `Line ${i}: the grinder from order ${1000 + i} came with **one** screw too few, and the lid is loose.`;

async function widgetThread(server: Server, report: Report, agent: Agent) {
  report.now(`a thread of ${SHOWN} messages in the widget`);
  const page = await openPage(`${server.url}/demo/shop`, {}, undefined, witness);
  await openWidget(page);
  await widgetSays(page, line(0));
  const id = await until(
    async () => talkOf(page, server),
    (talk) => talk !== '',
  );
  for (let i = 1; i < SHOWN + 20; i++) {
    await agent.says(id, line(i));
    if (i % 50 === 0) report.progress(i, SHOWN + 20);
  }
  await page.reload();
  await openWidget(page);
  await pageBack(page, widgetLog(page), () => bubbles(page).count());
  const field = page.getByRole('textbox', { name: 'Write a message' });
  const where = 'antiphon-chat [role=log]';
  await appends(page, report, 'the widget', where, field, (text) => agent.says(id, text));
  await page.context().close();
}

const talkOf = (page: Page, server: Server) =>
  page.evaluate(
    (key) => String(JSON.parse(localStorage.getItem(`antiphon.${key}`) ?? '{}').talk ?? ''),
    server.widget_key,
  );

async function workspaceThread(server: Server, report: Report, agent: Agent) {
  report.now(`a thread of ${SHOWN} messages in the workspace`);
  const vera = await visitor(server, 'Vera Holm', line(0), agent);
  for (let i = 1; i < SHOWN + 20; i++) {
    if (i % 3) await vera.says(line(i));
    else await agent.says(vera.conversation, line(i));
    if (i % 50 === 0) report.progress(i, SHOWN + 20);
  }
  const page = await enter(server, 'agent', {}, '/app/', witness);
  await row(page, 'Vera Holm').waitFor();
  await open(page, 'Vera Holm');
  await pageBack(page, log(page), () => messages(page).count());
  await appends(page, report, 'the workspace', '[role=log]', reply(page), (text) =>
    vera.says(text),
  );
  await page.context().close();
}

/** Reads up until as many are shown as ever are, and comes back to the end. */
async function pageBack(
  page: Page,
  box: ReturnType<typeof log>,
  count: () => Promise<number>,
): Promise<void> {
  await until(count, (n) => n >= 50);
  for (let shown = await count(); shown < SHOWN; ) {
    await box.evaluate((one) => one.scrollTo(0, 0));
    const before = shown;
    shown = await until(count, (n) => n > before);
  }
  await box.evaluate((one) => one.scrollTo(0, one.scrollHeight));
  await rest(page);
}

async function appends(
  page: Page,
  report: Report,
  place: string,
  where: string,
  field: ReturnType<typeof reply>,
  comes: (text: string) => Promise<void>,
) {
  await slowed(page);
  const received: number[] = [];
  const sent: number[] = [];
  for (let i = 0; i < APPENDS + 2; i++) {
    for (const [found, since] of [
      [received, 'frame'],
      [sent, 'key'],
    ] as const) {
      const text = `${since} number ${i}, and some words beside it`;
      const painted = await paint(page, where, text, since);
      if (since === 'frame') await comes(text);
      else {
        await field.fill(text);
        await field.press('Enter');
      }
      const took = await painted();
      // The first ones warm the compiler up.
      if (i > 1) found.push(took);
      await rest(page);
    }
  }
  report.judge(`${place}, ${SHOWN} shown: a message comes → painted`, received, 50);
  report.judge(`${place}, ${SHOWN} shown: Enter → own message painted`, sent, 50);
}

// ---- the list

async function longList(server: Server, report: Report, agent: Agent) {
  const count = CONVERSATIONS.toLocaleString('en');
  report.now(`${count} conversations`);
  const { widget_key } = server;
  const post = async <T>(path: string, body: object, token = ''): Promise<T> => {
    const headers = {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const answer = await fetch(server.url + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  let made = 0;
  const maker = async () => {
    while (made < CONVERSATIONS) {
      const i = made++;
      if (i % 1_000 === 0) report.progress(i, CONVERSATIONS);
      const { visitor_token } = await post<{ visitor_token: string }>('/api/widget/session', {
        widget_key,
      });
      await post('/api/conversations', { message: { text: line(i) } }, visitor_token);
    }
  };
  await Promise.all(Array.from({ length: 16 }, maker));

  report.now('the list: first rows');
  const page = await enter(server, 'agent', {}, '/app/', witness);
  await list(page).getByRole('option').first().waitFor();
  const slow = await slowed(page);
  const first: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    await page.goto(`${server.url}/app/conversations`);
    const painted = await paint(page, '[role=listbox] [role=option]', '', 'start');
    first.push(await painted());
    await rest(page);
  }
  report.tell(`list of ${count} conversations: address entered → first rows painted`, first);

  report.now('the list: scrolling through its first pages');
  const box = (await list(page).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, 400);
  const scroll = async (steps: number, by: number) => {
    for (let i = 0; i < steps; i++) {
      await page.mouse.wheel(0, by);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await rest(page);
  };
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const loading = await longTasks(page, () => scroll(120, 400), { slower: SLOWER });
  const size = async () =>
    Number(await list(page).getByRole('option').first().getAttribute('aria-setsize'));
  const some = await size();
  report.none(`scrolling the list while it loads (${some} rows): tasks over 50 ms`, loading);

  report.now('the list: all of it');
  const scroller = list(page).locator('xpath=..');
  for (let known = some; known < CONVERSATIONS; ) {
    const before = known;
    await scroller.evaluate((one) => one.scrollTo(0, one.scrollHeight));
    known = await until(size, (n) => n > before);
    if (Math.floor(known / 1_000) > Math.floor(before / 1_000))
      report.progress(known, CONVERSATIONS);
  }
  await rest(page);
  const there = async () => {
    await scroll(60, -400);
    await scroll(60, 400);
  };
  const all = await longTasks(page, there, { slower: SLOWER });
  await slow.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  report.none(`scrolling with all ${count} rows loaded: tasks over 50 ms`, all);

  await scroller.evaluate((one) => one.scrollTo(0, 0));
  await rest(page);
  const vera = await visitor(server, 'Tove Ask', line(0), agent);
  await row(page, 'Tove Ask').waitFor();
  const moved: number[] = [];
  for (let i = 0; i < REPEATS + 2; i++) {
    const text = `news number ${i}`;
    const painted = await paint(page, '[role=listbox]', text, 'frame');
    await vera.says(text);
    const took = await painted();
    if (i > 1) moved.push(took);
    await rest(page);
  }
  report.judge(`a message comes with all ${count} rows loaded → row painted`, moved, 50);
  await page.context().close();
}

// ---- in the page

async function slowed(page: Page): Promise<CDPSession> {
  const slow = await page.context().newCDPSession(page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return slow;
}

/** Until nothing is left to do for a moment. */
const rest = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let calm = 0;
        const look = (deadline: IdleDeadline) => {
          calm = deadline.timeRemaining() > 10 ? calm + 1 : 0;
          if (calm > 5) resolve();
          else requestIdleCallback(look);
        };
        requestIdleCallback(look);
      }),
  );

/**
 * Arms the page first, since input overtakes what a debugger asks; the answer then gives the
 * milliseconds from the page's start, a frame of the socket that holds `text`, the Enter key or
 * the click, to the end of the frame that shows `text` within `of`.
 */
async function paint(
  page: Page,
  of: string,
  text: string,
  since: 'start' | 'frame' | 'key' | 'click',
): Promise<() => Promise<number>> {
  await page.evaluate(
    (what) =>
      (window as unknown as { witness: Witness }).witness.watch(what.of, what.text, what.since),
    { of, text, since },
  );
  return async () => {
    let late: NodeJS.Timeout | undefined;
    const never = new Promise<never>((_, reject) => {
      const say = () => reject(new Error(`Nothing was painted: ${of} “${text}” since ${since}`));
      late = setTimeout(say, 30_000);
    });
    const painted = page.evaluate(
      () => (window as unknown as { witness: Witness }).witness.painted!,
    );
    return Promise.race([painted, never]).finally(() => clearTimeout(late));
  };
}

/** Installed before the page's own scripts: hears what comes in and sees what is drawn. */
const witness = (page: Page) =>
  page.addInitScript(() => {
    let hear = (_: string) => {};
    window.WebSocket = class extends WebSocket {
      constructor(...all: ConstructorParameters<typeof WebSocket>) {
        super(...all);
        this.addEventListener('message', (event) => hear(String(event.data)));
      }
    };
    const find = (of: string) => {
      const [host = '', ...inside] = of.split(' ');
      if (host !== 'antiphon-chat') return document.querySelector(of);
      return document
        .querySelector(host)
        ?.shadowRoot?.querySelector(inside.join(' ') || '[role=dialog]');
    };
    const witness: Witness = {
      painted: undefined,
      watch(of, text, since) {
        witness.painted = new Promise((resolve) => {
          let began = since === 'start' ? 0 : Number.NaN;
          hear = (data) => {
            if (since === 'frame' && Number.isNaN(began) && data.includes(text))
              began = performance.now();
          };
          const press = (event: Event) => {
            if (event.type === 'click' || (event as KeyboardEvent).key === 'Enter')
              began = event.timeStamp;
          };
          const input = { key: 'keydown', click: 'click' }[since as string];
          if (input) addEventListener(input, press, { capture: true });
          const look = () => {
            if (Number.isNaN(began) || !find(of)?.textContent?.includes(text)) return;
            watch.disconnect();
            if (input) removeEventListener(input, press, { capture: true });
            requestAnimationFrame(() => {
              // A message is delivered after the frame's own work is done.
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => resolve(performance.now() - began);
              port2.postMessage(0);
            });
          };
          const watch = new MutationObserver(look);
          const inside = document.querySelector('antiphon-chat')?.shadowRoot;
          watch.observe(of.startsWith('antiphon-chat') && inside ? inside : document, {
            childList: true,
            subtree: true,
            characterData: true,
          });
          look();
        });
      },
    };
    Object.assign(window, { witness });
  });
