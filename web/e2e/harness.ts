// What every browser spec stands on: the real server in a folder of its own (to be killed and
// started again), a cuttable line to it, a fresh browser, an agent who answers over the API, and
// a static server for host pages. No assertions here.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../../target');

/** Cleaned up in reverse order by `tearDown`. */
const undo: (() => unknown)[] = [];

export async function tearDown(): Promise<void> {
  for (const one of undo.splice(0).reverse()) await one();
}

// ---- the server

export interface Account {
  role: string;
  email: string;
  password: string;
}

export interface Server {
  url: string;
  port: number;
  accounts: Account[];
  api_key: string;
  widget_key: string;
  /** SIGKILL: as if the power went. */
  kill(): Promise<void>;
  /** On the same port and folder. */
  restart(): Promise<void>;
  /** What it wrote to standard error, for a failing spec to show. */
  log(): string;
}

function binary(): string {
  const named = process.env.ANTIPHON_BIN;
  const found = [named, join(target, 'release/antiphon'), join(target, 'debug/antiphon')].find(
    (path) => path && existsSync(path),
  );
  if (!found)
    throw new Error('No server binary. Build it (cargo build) or name it in ANTIPHON_BIN.');
  return found;
}

/** A release binary carries the web that was built before it: a stale one would test the past. */
async function sameBuild(url: string): Promise<void> {
  const manifest = 'widget/v1/manifest.json';
  const served = await (await fetch(`${url}/${manifest}`)).text();
  const built = readFileSync(join(here, '../dist', manifest), 'utf8');
  if (served !== built)
    throw new Error(
      `${binary()} carries another build of the web than web/dist. Build the server again, or name a debug build in ANTIPHON_BIN: that one reads web/dist from disk.`,
    );
}

/** With a postbox it sends mail there, and knows its own address for the links in it. */
export async function startServer(
  postbox?: Postbox,
  more: Record<string, string> = {},
): Promise<Server> {
  const port = postbox && (await freePort());
  const settings = postbox && {
    ...postbox.settings,
    ANTIPHON_PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
  const data = mkdtempSync(join(tmpdir(), 'antiphon-e2e-'));
  let child: ChildProcess;
  let errors = '';

  async function start(listen: string): Promise<Record<string, unknown>> {
    child = spawn(binary(), ['demo', '--listen', listen, '--data', data, '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // It reads ANTIPHON_* as its settings and refuses what it does not know.
      env: {
        ...Object.fromEntries(
          Object.entries(process.env).filter(([name]) => name !== 'ANTIPHON_BIN'),
        ),
        ...settings,
        ...more,
      },
    });
    child.stderr!.on('data', (chunk) => {
      errors = (errors + chunk).slice(-20_000);
    });
    const lines = createInterface({ input: child.stdout! });
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`The server did not become ready.\n${errors}`)),
        30_000,
      );
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}.\n${errors}`)));
      lines.once('line', (line) => {
        clearTimeout(late);
        resolve(JSON.parse(line));
      });
    });
  }

  function kill(): Promise<void> {
    return new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  }

  const told = await start(`127.0.0.1:${port ?? 0}`);
  undo.push(async () => {
    await kill();
    rmSync(data, { recursive: true, force: true });
  });
  const url = String(told.url).replace(/\/$/, '');
  await sameBuild(url);
  return {
    url,
    port: Number(new URL(url).port),
    accounts: told.accounts as Account[],
    api_key: told.api_key as string,
    widget_key: told.widget_key as string,
    kill,
    restart: async () => {
      await start(new URL(url).host);
    },
    log: () => errors,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

// ---- a mail server

export interface Postbox {
  /** The settings of a server that sends its mail here. */
  settings: Record<string, string>;
  /** The link in the next letter to an address, as soon as it has come. */
  linkTo(email: string): Promise<string>;
}

/** Speaks SMTP as far as a letter needs, and keeps what it is sent. */
export async function startPostbox(): Promise<Postbox> {
  const letters: { to: string; text: string }[] = [];
  const answers: Record<string, string> = {
    EHLO: '250-postbox\r\n250 8BITMIME',
    DATA: '354 go on',
  };
  const server = createServer((socket) => {
    let to = '';
    let text: string[] | null = null;
    socket.write('220 postbox\r\n');
    createInterface({ input: socket }).on('line', (line) => {
      if (text && line !== '.') return text.push(line.replace(/^\./, ''));
      if (text) {
        // Quoted-printable: soft ends of lines, and bytes in hexadecimal.
        const plain = text.join('\n').replace(/=\n/g, '').replace(/=3D/g, '=');
        letters.push({ to, text: plain });
        text = null;
        return socket.write('250 kept\r\n');
      }
      const word = line.split(/[ :]/)[0]!.toUpperCase();
      if (word === 'RCPT') to = /<(.*)>/.exec(line)?.[1] ?? '';
      if (word === 'DATA') text = [];
      socket.write(`${answers[word] ?? '250 yes'}\r\n`);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  undo.push(() => server.close());
  return {
    settings: {
      ANTIPHON_MAIL__HOST: '127.0.0.1',
      ANTIPHON_MAIL__PORT: String((server.address() as AddressInfo).port),
      ANTIPHON_MAIL__TLS: 'none',
      ANTIPHON_MAIL__FROM: 'chat@chat.test',
    },
    async linkTo(email) {
      for (let tries = 0; tries < 200; tries++) {
        const at = letters.findIndex((letter) => letter.to === email);
        const link = /http:\S+#token=\S+/.exec(letters[at]?.text ?? '')?.[0];
        if (link) {
          letters.splice(at, 1);
          return link;
        }
        await new Promise((done) => setTimeout(done, 50));
      }
      throw new Error(`No letter to ${email} came.`);
    },
  };
}

// ---- a line to it that can be cut

export interface Line {
  url: string;
  cut(): void;
  mend(): void;
}

/** A TCP proxy: what passes through it is offline when it is cut, whatever the browser thinks. */
export async function startLine(server: Server): Promise<Line> {
  const open = new Set<Socket>();
  let whole = true;
  const proxy = createServer((from) => {
    if (!whole) return from.destroy();
    const to = connect(server.port, '127.0.0.1');
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    whole = false;
    for (const socket of open) socket.destroy();
  };
  undo.push(() => {
    cut();
    proxy.close();
  });
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut,
    mend: () => {
      whole = true;
    },
  };
}

// ---- an agent who answers, without a screen

export interface Agent {
  request<T>(method: string, path: string, body?: unknown): Promise<T>;
  token(): string;
  says(conversation: string, text: string, kind?: 'message' | 'note'): Promise<void>;
  reads(conversation: string): Promise<void>;
  /** The newest conversation there is. */
  newest(): Promise<string>;
  /** The texts of its messages, in the log's order. */
  texts(conversation: string): Promise<(string | null)[]>;
}

export async function signIn(server: Server, role = 'agent'): Promise<Agent> {
  const account = server.accounts.find((one) => one.role === role);
  if (!account) throw new Error(`The demo has no account with the role ${role}.`);
  const login = await call<{ access_token: string }>('', 'POST', '/api/auth/login', {
    email: account.email,
    password: account.password,
  });
  async function call<T>(token: string, method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
  const request = <T>(method: string, path: string, body?: unknown) =>
    call<T>(login.access_token, method, path, body);
  type Messages = { messages: { text: string | null; seq: number }[]; last_seq: number };
  const messages = (id: string) =>
    request<Messages>('GET', `/api/conversations/${id}/messages?limit=100`);
  return {
    request,
    token: () => login.access_token,
    async says(id, text, kind = 'message') {
      await request('POST', `/api/conversations/${id}/messages`, { text, kind });
    },
    async reads(id) {
      await request('PUT', `/api/conversations/${id}/read`, { seq: (await messages(id)).last_seq });
    },
    async newest() {
      type Page = { conversations: { id: string; created_at: string }[] };
      const { conversations } = await request<Page>('GET', '/api/conversations?limit=100');
      return conversations.sort((a, b) => (a.created_at < b.created_at ? 1 : -1))[0]!.id;
    },
    texts: async (id) => (await messages(id)).messages.map((one) => one.text),
  };
}

// ---- the browser

let browser: Browser | undefined;

/** Chromium without windows, which opens pages twice as fast, else with them; CHROMIUM names another. */
function chromiumAt(): string {
  const shell = '/usr/bin/chromium-headless-shell';
  return process.env.CHROMIUM ?? (existsSync(shell) ? shell : '/usr/bin/chromium');
}

export async function openBrowser(): Promise<Browser> {
  browser = await chromium.launch({
    executablePath: chromiumAt(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
    ],
  });
  undo.push(() => browser?.close());
  return browser;
}

export interface Watched extends Page {
  /** Errors and warnings that the page's console showed, and uncaught ones. */
  complaints: string[];
}

export const desktop = { width: 1100, height: 800 };
export const phone = { width: 390, height: 844 };

/**
 * A time zone in which it is afternoon now. At midnight, what was said an hour ago was said yesterday,
 * and a picture with the day's name in it is another one.
 */
function afternoon(): string {
  const east = 14 - new Date().getUTCHours();
  // The names of these zones count westward.
  return `Etc/GMT${east < 0 ? '+' : '-'}${Math.abs(east)}`;
}

/** A page in a profile of its own (or in `with_`'s: a second tab). */
export async function openPage(
  url: string,
  options: BrowserContextOptions = {},
  with_?: Page,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Watched> {
  const context =
    with_?.context() ??
    (await browser!.newContext({
      viewport: desktop,
      locale: 'en-GB',
      timezoneId: afternoon(),
      ...options,
    }));
  const page = (await context.newPage()) as Watched;
  page.complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  await prepare?.(page);
  await page.goto(url);
  return page;
}

/** To be given to `openPage`: whatever is opened in it reads from right to left. */
export const mirrored = (page: Page) => turned(page, { dir: 'rtl' });

/** The same for any language and direction of the page. */
export const turned = (page: Page, attributes: { dir?: string; lang?: string }) =>
  page.addInitScript((all) => {
    const turn = () => {
      for (const [name, value] of Object.entries(all))
        document.documentElement?.setAttribute(name, value);
    };
    turn();
    new MutationObserver((_, watch) => {
      if (!document.documentElement) return;
      turn();
      watch.disconnect();
    }).observe(document, { childList: true });
  }, attributes);

/** Waits until `read` gives what `good` wants, and says what it gave last when it does not. */
export async function until<T>(
  read: () => Promise<T>,
  good: (value: T) => boolean,
  ms = 20_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await read();
    if (good(value)) return value;
    if (Date.now() > end)
      throw new Error(`Waited ${ms} ms in vain; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

// ---- accessibility

const axeSource = readFileSync(fileURLToPath(import.meta.resolve('axe-core')), 'utf8');

/** Every rule that the specs hold to: WCAG 2.2 A and AA, and axe's best practices. */
const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules whose verdict hangs on colours: only those can find more in the dark, in the same document. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** What axe finds, as readable lines. */
export async function axe(page: Page, within = 'document', runOnly = everyRule): Promise<string[]> {
  // Evaluated by the debugger, not as a script of the page: works under any content policy.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(
    async ([scope, runOnly]) => {
      type Axe = {
        run(
          context: unknown,
          options: object,
        ): Promise<{
          violations: {
            id: string;
            help: string;
            nodes: { target: unknown; failureSummary?: string }[];
          }[];
        }>;
      };
      const { axe: runner } = window as unknown as { axe: Axe };
      const { violations } = await runner.run(scope === 'document' ? document : scope, {
        runOnly,
        // What is fine need not be described, which is most of the time.
        resultTypes: ['violations'],
      });
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(
          (node) => `${id}: ${help} ${JSON.stringify(node.target)} ${node.failureSummary ?? ''}`,
        ),
      );
    },
    [within, runOnly] as const,
  );
}

/** The same, and then of its colours in the dark. The page must stand in light. */
export async function axeInLightAndDark(page: Page, within?: string): Promise<string[]> {
  const found = await axe(page, within);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await axe(page, within, ofColours);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...found, ...dark.map((line) => `in the dark, ${line}`)];
}

// ---- cost

/**
 * Tasks of the page's main thread that would work longer than 50 ms on a processor `slower` times slower than this
 * one, in milliseconds there, while `deed` ran. It is processor time: what other programs on the machine take away
 * does not count, so the debugger must not slow the page at the same time (it does so by the wall's clock). With
 * `origin`, only tasks in which a script from there ran: what a page does for itself is not the widget's.
 */
export async function longTasks(
  page: Page,
  deed: () => Promise<unknown>,
  { slower, origin }: { slower: number; origin?: string },
): Promise<number[]> {
  interface Event {
    name: string;
    pid: number;
    tid: number;
    ts: number;
    dur?: number;
    tdur?: number;
    args?: { name?: string; data?: { url?: string } };
  }
  const categories = ['toplevel', 'devtools.timeline', 'v8', '__metadata'];
  await browser!.startTracing(page, { categories });
  await deed();
  const { traceEvents } = JSON.parse((await browser!.stopTracing()).toString()) as {
    traceEvents: Event[];
  };
  const thread = (event: Event) => `${event.pid}/${event.tid}`;
  const main = new Set(
    traceEvents.filter((event) => event.args?.name === 'CrRendererMain').map(thread),
  );
  const tasks = traceEvents.filter(
    (event) =>
      event.name.endsWith('RunTask') && event.tdur !== undefined && main.has(thread(event)),
  );
  const scripts = traceEvents.filter(
    (event) =>
      (event.name === 'EvaluateScript' || event.name === 'FunctionCall') &&
      event.args?.data?.url?.startsWith(origin ?? ''),
  );
  // A trace without tasks would pass anything.
  if (!tasks.length) throw new Error('The trace shows no task of a page: has its format changed?');
  return tasks
    .filter(
      (task) =>
        !origin ||
        scripts.some(
          (one) =>
            thread(one) === thread(task) && one.ts >= task.ts && one.ts <= task.ts + task.dur!,
        ),
    )
    .map((task) => Math.round((task.tdur! * slower) / 1_000))
    .filter((ms) => ms > 50);
}

/** A press of the mouse without any help in the page that would itself cost time. */
export async function press(page: Page, x: number, y: number): Promise<void> {
  const input = await page.context().newCDPSession(page);
  for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased'] as const)
    await input.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
}

// ---- pages of strangers

/** Serves these files, each with these headers, on a port (and so an origin) of its own. */
export async function serveHost(
  files: Record<string, { type: string; body: string }>,
  headers: Record<string, string> = {},
) {
  const server = createHttpServer((request, response) => {
    const file = files[request.url?.split('?')[0] ?? ''];
    response.writeHead(file ? 200 : 404, {
      'content-type': file?.type ?? 'text/plain',
      ...headers,
    });
    response.end(file?.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
