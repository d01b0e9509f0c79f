// The workspace's settings over a server: changed, undone, refused, and what the server decides in words.
import { Toasts } from '@antiphon/ui';
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { byRole, draw, press, problems, settle, signedIn, type } from '../testing.tsx';
import Workspace from './Workspace.tsx';

async function open(refuse?: unknown) {
  const calls: unknown[] = [];
  let settings = {
    id: 'w1',
    name: 'Northwind',
    file_quota: null as number | null,
    created_at: '2026-11-20T10:00:00Z',
    server: [
      { name: 'files.quota_bytes', value: 0 },
      { name: 'files.max_bytes', value: 10485760 },
      { name: 'cors_origins', value: ['https://a.test'] },
      { name: 'mail.host', value: false },
      { name: 'public_url', value: null },
    ],
  };
  const { client, inside } = signedIn();
  vi.spyOn(client, 'request').mockImplementation((async (
    method: string,
    _: string,
    body: object,
  ) => {
    if (method === 'PATCH') {
      calls.push(body);
      if (refuse) throw refuse;
      settings = { ...settings, ...body };
    }
    return settings;
  }) as never);
  await draw(
    inside(
      <>
        <Workspace />
        <Toasts />
      </>,
    ),
  );
  await settle();
  return calls;
}

async function write(name: RegExp | string, text: string) {
  await act(async () => byRole('textbox', name).focus());
  await type(text);
}

async function push(name: string) {
  await act(async () => byRole('button', name).focus());
  await press('Enter');
  await settle();
}

it('renames the workspace, and takes that back', async () => {
  const calls = await open();
  await write('Name of the workspace', 'Southwind');
  await push('Save the name');
  await push('Undo');
  expect(calls).toEqual([{ name: 'Southwind' }, { name: 'Northwind' }]);
  expect((byRole('textbox', 'Name of the workspace') as HTMLInputElement).value).toBe('Northwind');
});

it('takes room in megabytes, and nothing for no limit', async () => {
  const calls = await open();
  const field = /All files together/;
  await write(field, 'much');
  expect(document.body.textContent).toContain('Give a number above zero, or nothing.');
  await write(field, '1.5');
  await push('Save the limit');
  await write(field, '');
  await push('Save the limit');
  expect(calls).toEqual([{ file_quota: 1572864 }, { file_quota: null }]);
});

it('says what the server decides, and what it refuses', async () => {
  const refused = { status: 422, code: 'invalid', field: 'name' };
  await open(Object.assign(new Error('Shorten the text.'), refused));
  const { textContent } = document.body;
  for (const words of ['No limit', '10 MB', 'https://a.test', 'Not set', 'cors_origins'])
    expect(textContent).toContain(words);
  await write('Name of the workspace', 'x');
  await push('Save the name');
  expect(document.body.textContent).toContain('Shorten the text.');
  expect(await problems()).toEqual([]);
});
