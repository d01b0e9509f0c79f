// The page of notices, how one is told, and how long they stay, over the SDK's fake server.
import type { Notice } from '@antiphon/sdk/notices';
import { Toasts } from '@antiphon/ui';
import { act } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { draw, press, problems, settle, signedIn } from '../testing.tsx';
import NoticeSettings from './NoticeSettings.tsx';
import Notices, { daysOf } from './Notices.tsx';
import Retention from './Retention.tsx';

afterEach(() => {
  history.replaceState(null, '', '/');
  vi.unstubAllGlobals();
});

const named = (role: string, name: RegExp | string) => {
  const all = [...document.querySelectorAll<HTMLElement>(`${role}, [role=${role}]`)];
  const found = all.find((one) => {
    const words = one.getAttribute('aria-label') ?? one.textContent ?? '';
    return typeof name === 'string' ? words.includes(name) : name.test(words);
  });
  if (!found) throw new Error(`no ${role} ${name} in ${all.map((one) => one.textContent)}`);
  return found;
};
const click = (element: HTMLElement) => act(async () => element.click());

/** Ana's inbox with these in it. */
async function shown(...told: Partial<Notice>[]) {
  const set = signedIn();
  for (const one of told) set.server.tells(one);
  const advance = (ms: number) => act(() => set.clock.advance(ms));
  await draw(
    set.inside(
      <>
        <Notices />
        <Toasts />
      </>,
    ),
  );
  await advance(500);
  return { ...set, advance };
}

const cards = () =>
  [...document.querySelectorAll('article')].map((one) => one.querySelector('p')?.textContent);

it('shows a card per notice, as what it is and who sent it', async () => {
  const { advance, server } = await shown(
    { type: 'INFO', read_at: '2026-11-22T10:00:00Z', content: 'Read' },
    {
      type: 'ERROR',
      priority: 'urgent',
      content: '<b>See</b> https://a.test/x',
      data: { url: 'javascript:alert(1)', eventId: 'e1' },
    },
  );
  expect(cards()).toEqual(['<b>See</b> https://a.test/x', 'Read']);
  const [first, second] = [...document.querySelectorAll('article')];
  expect(first?.querySelector('h3')?.textContent).toBe('Unread: Error');
  expect(second?.querySelector('h3')?.textContent).toBe('Information');
  expect(first?.textContent).toContain('Urgent');
  expect(first?.textContent).toContain('Scheduling agent');
  expect(first?.querySelector('b')).toBe(null);
  const [link] = first!.querySelectorAll('a');
  expect(link?.getAttribute('href')).toBe('https://a.test/x');
  expect(link?.getAttribute('rel')).toContain('noopener');
  expect(first?.querySelectorAll('a')).toHaveLength(1);
  expect(first?.querySelector('table')?.textContent).toContain('eventIde1');
  expect(await problems()).toEqual([]);
  server.tells({ content: 'Just now' });
  server.works('task-9');
  await advance(100);
  expect(cards()[0]).toBe('Just now');
  expect(document.querySelector('[role=status]')?.textContent).toBe(
    'Scheduling agent is working on task-9…',
  );
  await advance(7_000);
  expect(document.body.textContent).not.toContain('is working on');
});

it('marks one, takes the mark back, and marks all', async () => {
  const { advance, server } = await shown({}, {}, {});
  const unread = () => server.notices.filter(({ read_at }) => !read_at).map(({ id }) => id);
  await click(named('button', 'Mark as read'));
  await advance(200);
  expect(unread()).toEqual(['n1', 'n2']);
  await click(named('button', 'Mark as unread'));
  await advance(200);
  expect(unread()).toEqual(['n1', 'n2', 'n3']);
  await click(named('button', 'Mark all as read'));
  await advance(500);
  expect(unread()).toEqual([]);
  expect((named('button', 'Mark all as read') as HTMLButtonElement).disabled).toBe(true);
});

it('narrows by type, task and what is unread, in the address', async () => {
  const { advance } = await shown(
    { type: 'INFO', task_id: null, content: 'a' },
    { type: 'ERROR', task_id: 'task b', content: 'b', read_at: '2026-11-22T10:00:00Z' },
    { type: 'ERROR', task_id: 'task c', content: 'c' },
  );
  await click(named('tab', 'Unread'));
  await advance(300);
  expect(cards()).toEqual(['c', 'a']);
  expect(location.search).toBe('?unread=true');
  await click(named('button', 'Task task c'));
  await advance(300);
  expect(cards()).toEqual(['c']);
  await click(named('button', 'Mark these as read'));
  await advance(500);
  expect(document.body.textContent).toContain('No such notice');
  await click(named('button', 'Show all notices'));
  await advance(300);
  expect(cards()).toEqual(['c', 'b', 'a']);
  expect(location.search).toBe('');
});

it('says that there is nothing, and why nothing can be had', async () => {
  const { advance, server } = await shown();
  expect(document.body.textContent).toContain('No notices yet');
  expect(await problems()).toEqual([]);
  server.faults.down = true;
  await click(named('tab', 'Unread'));
  await advance(500);
  expect(document.body.textContent).toContain('The notices could not be loaded');
  server.faults.down = false;
  await click(named('button', 'Try again'));
  await advance(500);
  expect(document.body.textContent).toContain('Everything is read');
});

it('goes on to the next one where what is read leaves the list, and reads out what comes', async () => {
  const { advance, server } = await shown({ content: 'a' }, { content: 'b' }, { content: 'c' });
  await click(named('tab', 'Unread'));
  await advance(300);
  expect(cards()).toEqual(['c', 'b', 'a']);
  const marks = () => [...document.querySelectorAll<HTMLElement>('article header button')];
  const isOn = () => document.activeElement?.closest('article')?.querySelector('p')?.textContent;
  const read = async (at: number) => {
    await act(async () => marks()[at]!.focus());
    await click(marks()[at]!);
    await advance(200);
  };
  await read(1);
  expect([cards(), isOn()]).toEqual([['c', 'a'], 'a']);
  await read(1);
  expect([cards(), isOn()]).toEqual([['c'], 'c']);
  await read(0);
  expect(document.activeElement?.textContent).toContain('Unread');
  server.tells({ type: 'ERROR', content: 'It failed.' });
  await advance(100);
  const said = [...document.querySelectorAll('main > [role=status]')];
  expect(said.map((one) => one.textContent)).toEqual(['Error: It failed.']);
});

it('puts what follows each other into days', () => {
  const rows = ['2026-11-22T12:00:00', '2026-11-22T08:00:00', '2026-11-21T23:00:00'];
  expect(daysOf(rows.map((created_at) => ({ created_at }))).map((day) => day.rows.length)).toEqual([
    2, 1,
  ]);
});

it('asks the browser by a press only, and keeps of which types', async () => {
  const ask = vi.fn(async () => 'granted');
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('Notification', { permission: 'default', requestPermission: ask });
  const { client, inside } = signedIn();
  let types = [
    { type: 'CONFIRMATION', in_browser: true },
    { type: 'INFO', in_browser: false },
  ];
  const asked = vi.spyOn(client, 'request').mockImplementation((async (
    method: string,
    _: string,
    body: { types: typeof types },
  ) => {
    if (method === 'PUT')
      types = types.map((one) => body.types.find(({ type }) => type === one.type) ?? one);
    return { types };
  }) as typeof client.request);
  await draw(inside(<NoticeSettings />));
  await settle();
  expect(ask).not.toHaveBeenCalled();
  expect(await problems()).toEqual([]);
  await click(named('button', 'Allow notifications'));
  await settle();
  expect(document.body.textContent).toContain('The browser shows notifications.');
  const boxes = () => [...document.querySelectorAll<HTMLInputElement>('[role=switch]')];
  await click(boxes()[1]!);
  await settle();
  expect(asked).toHaveBeenLastCalledWith('PUT', '/api/me/notice-settings', {
    types: [{ type: 'INFO', in_browser: true }],
  });
  expect(boxes().map((one) => one.checked)).toEqual([true, true]);
});

it('shows what would go before it saves, and puts the former rules back', async () => {
  const { client, inside } = signedIn();
  let rules = [
    { type: 'ERROR', read_days: null, unread_days: null },
    { type: 'INFO', read_days: 30, unread_days: null },
  ] as { type: string; read_days: number | null; unread_days: number | null }[];
  const calls: [string, string, unknown][] = [];
  vi.spyOn(client, 'request').mockImplementation((async (
    method: string,
    path: string,
    body: { rules: typeof rules },
  ) => {
    if (method !== 'GET') calls.push([method, path, body.rules]);
    if (method === 'POST') return { would_remove: [{ type: 'INFO', count: 14 }] };
    if (method === 'PUT')
      rules = rules.map((rule) => body.rules.find(({ type }) => type === rule.type) ?? rule);
    return { rules };
  }) as typeof client.request);
  await draw(
    inside(
      <>
        <Retention />
        <Toasts />
      </>,
    ),
  );
  await settle();
  const field = (at: number) => document.querySelectorAll<HTMLInputElement>('input')[at]!;
  const write = async (at: number, text: string) => {
    await act(async () => {
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      set?.call(field(at), text);
      field(at).dispatchEvent(new Event('input', { bubbles: true }));
    });
  };
  const button = () => named('button', 'See what would go') as HTMLButtonElement;
  expect(button().disabled).toBe(true);
  for (const wrong of ['0', '3651', '1.5', 'x', '-1']) {
    await write(2, wrong);
    expect(document.body.textContent, wrong).toContain('Give 1 to 3,650 days');
    expect(button().disabled).toBe(true);
  }
  await write(2, '7');
  expect(await problems()).toEqual([]);
  await click(button());
  await settle();
  expect(document.body.textContent).toContain('14 notices would go');
  expect(document.body.textContent).toContain('Information: 14');
  expect(calls).toEqual([
    ['POST', '/api/notice-retention/preview', [{ type: 'INFO', read_days: 7, unread_days: null }]],
  ]);
  await press('Escape');
  await settle();
  expect(rules[1]?.read_days).toBe(30);
  await click(button());
  await settle();
  await click(named('button', /^Save$/));
  await settle();
  expect(rules[1]?.read_days).toBe(7);
  await click(named('button', 'Undo'));
  await settle();
  expect(rules[1]?.read_days).toBe(30);
  expect(field(2).value).toBe('30');
});
