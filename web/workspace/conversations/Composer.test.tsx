// Writing: what sends and what does not, note or reply, drafts, Escape.
import type { Message } from '@antiphon/sdk/core';
import { act, createRef } from 'react';
import '../emoji/Picker.tsx';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { trayOf } from '../files/trays.ts';
import { listenForShortcuts, useShortcut } from '../shell/keys.ts';
import { setPreferences } from '../shell/preferences.ts';
import { allByRole, byRole, draw, press, problems, settle, signedIn, type } from '../testing.tsx';
import { Composer, type ComposerHandle } from './Composer.tsx';

beforeEach(() => setPreferences({ enter_sends: true }));
afterEach(() => localStorage.clear());

const people = [
  { id: 'b1', name: 'Ben Okafor' },
  { id: 'c1', name: 'Bea' },
];

async function compose(
  id = 't1',
  onEditLast = () => false,
  isDirect = false,
  replying: Message | null = null,
) {
  const session = signedIn();
  const handle = createRef<ComposerHandle>();
  const again = await draw(
    session.inside(
      <Composer
        id={id}
        me="a1"
        to="Vera Holm"
        isDirect={isDirect}
        isResolved={false}
        isReady
        onReopen={() => {}}
        onEditLast={onEditLast}
        onLeave={() => {}}
        replying={replying}
        onReplied={() => {}}
        people={people}
        ref={handle}
      />,
    ),
  );
  const waiting = () => session.client.getState().threads.t1?.outgoing ?? [];
  session.client.open('t1');
  return { ...session, again, waiting, handle };
}

const field = () => document.querySelector('textarea') as HTMLTextAreaElement;

it('sends by Enter and empties the field', async () => {
  const { waiting } = await compose();
  field().focus();
  await type('  Hello Vera ');
  await press('Enter');
  expect(waiting().map((one) => [one.text, one.kind])).toEqual([['Hello Vera', 'message']]);
  expect(field().value).toBe('');
  expect(localStorage.getItem('antiphon.draft.a1.t1.message')).toBeNull();
});

it('does not send by Shift+Enter, while a word is being composed, or nothing at all', async () => {
  const { waiting } = await compose();
  field().focus();
  await press('Enter');
  await type('にほん');
  await press('Enter', { isComposing: true });
  await press('Enter', { shiftKey: true });
  expect(waiting()).toEqual([]);
});

it('sends by Ctrl+Enter only, for those who turned Enter off', async () => {
  setPreferences({ enter_sends: false });
  const { waiting } = await compose();
  field().focus();
  await type('Hello');
  await press('Enter');
  expect(waiting()).toEqual([]);
  await press('Enter', { ctrlKey: true });
  expect(waiting()).toHaveLength(1);
});

it('writes notes apart: own draft, own kind, own name', async () => {
  const { waiting } = await compose();
  field().focus();
  await type('for the customer');
  byRole('tab', 'Reply').focus();
  await press('ArrowRight');
  expect(field().value).toBe('');
  expect(field().getAttribute('aria-label')).toBe('Note to colleagues');
  field().focus();
  await type('for us');
  await press('Enter');
  expect(waiting().map((one) => [one.text, one.kind])).toEqual([['for us', 'note']]);
  byRole('tab', 'Note').focus();
  await press('ArrowLeft');
  expect(field().value).toBe('for the customer');
});

it('goes on in the field when a tab is picked, and stays on the tabs while arrows walk them', async () => {
  await compose();
  await act(async () => byRole('tab', 'Note').click());
  expect(document.activeElement).toBe(field());
  expect(field().getAttribute('aria-label')).toBe('Note to colleagues');
  await act(async () => byRole('tab', 'Note').focus());
  await press('ArrowLeft');
  expect(document.activeElement).toBe(byRole('tab', 'Reply'));
  await press('Enter');
  expect(document.activeElement).toBe(field());
});

it('keeps a note a note, whatever is pressed within it', async () => {
  const resolved = vi.fn();
  function Keys() {
    useShortcut('reply', () => handle.current?.focus('message'));
    useShortcut('resolve', resolved);
    return null;
  }
  const { handle, inside, waiting } = await compose();
  await draw(inside(<Keys />));
  const stop = listenForShortcuts();
  await act(async () => handle.current?.focus('note'));
  await type('refund nothing');
  for (const stand of [byRole('tab', 'Note'), byRole('button', 'Emoji')]) {
    await act(async () => stand.focus());
    await press('r');
    await press('e');
    expect(document.activeElement).toBe(stand);
  }
  expect(resolved).not.toHaveBeenCalled();
  expect(field().value).toBe('refund nothing');

  // From elsewhere it is the reply that comes, with its own text.
  await act(async () => (document.activeElement as HTMLElement).blur());
  await press('r');
  expect(field().value).toBe('');
  await press('Enter');
  expect(waiting()).toEqual([]);
  await act(async () => handle.current?.focus('note'));
  expect(field().value).toBe('refund nothing');
  stop();
});

it('keeps a draft with its conversation', async () => {
  const { again, inside } = await compose();
  field().focus();
  await type('half a sentence');
  const other = (id: string) =>
    inside(
      <Composer
        key={id}
        id={id}
        me="a1"
        to="Vera Holm"
        isDirect={false}
        isResolved={false}
        isReady
        onReopen={() => {}}
        onEditLast={() => false}
        onLeave={() => {}}
        replying={null}
        onReplied={() => {}}
        people={people}
      />,
    );
  await again(other('t2'));
  expect(field().value).toBe('');
  await again(other('t1'));
  expect(field().value).toBe('half a sentence');
});

it('asks to edit the last message by the up arrow, but only in an empty reply', async () => {
  let asked = 0;
  await compose('t1', () => {
    asked += 1;
    return true;
  });
  field().focus();
  await press('ArrowUp');
  await type('x');
  await press('ArrowUp');
  expect(asked).toBe(1);
});

it('sends files with words or without, and says why it waits while one is on its way', async () => {
  const { waiting, client, server, clock } = await compose();
  server.uploads = { refusal: null };
  const tray = trayOf(client, 't1', 'message');
  await act(async () => void tray.add([new File(['hello'], 'a.txt')]));
  field().focus();
  await press('Enter');
  expect(waiting()).toEqual([]);
  const reason = '1 file on its way. Send when it is there.';
  expect(allByRole('status').map((one) => one.textContent)).toContain(reason);
  await act(() => clock.advance(1_000));
  expect(document.body.textContent).not.toContain(reason);
  await press('Enter');
  expect(waiting().map((one) => [one.text, one.attachments?.map((file) => file.name)])).toEqual([
    ['', ['a.txt']],
  ]);
  expect(tray.get()).toEqual([]);
});

it('takes files that are pasted, but leaves text to the field', async () => {
  const { client } = await compose();
  const paste = async (types: string[], files: File[]) => {
    const event = new Event('paste', { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { types, files } });
    await act(async () => void field().dispatchEvent(event));
    return event.defaultPrevented;
  };
  const shot = new File(['x'], 'image.png', { type: 'image/png' });
  expect(await paste(['text/plain'], [])).toBe(false);
  expect(await paste(['text/plain', 'text/html', 'Files'], [shot])).toBe(false);
  expect(trayOf(client, 't1', 'message').get()).toEqual([]);
  expect(await paste(['Files'], [shot])).toBe(true);
  expect(trayOf(client, 't1', 'message').get()).toHaveLength(1);
});

it('keeps the files of a note apart from those of a reply', async () => {
  const { client } = await compose();
  await act(async () => void trayOf(client, 't1', 'note').add([new File(['x'], 'inside.txt')]));
  expect(document.body.textContent).not.toContain('inside.txt');
  byRole('tab', 'Reply').focus();
  await press('ArrowRight');
  expect(document.body.textContent).toContain('inside.txt');
});

it('does not send what is too long, and says so', async () => {
  const { waiting } = await compose();
  field().focus();
  await type('a'.repeat(10_001));
  await press('Enter');
  expect(waiting()).toEqual([]);
  expect(document.body.textContent).toContain('10,001 of 10,000');
});

it('gives axe nothing to say', async () => {
  await compose();
  expect(await problems()).toEqual([]);
});

it('has no notes among people of the team', async () => {
  await compose('t1', () => false, true);
  expect(allByRole('tab')).toEqual([]);
  expect(byRole('textbox', 'Message to Vera Holm')).toBe(field());
  expect(await problems()).toEqual([]);
});

it('offers names after an @ in a note, and calls whose name stands in it', async () => {
  const { waiting } = await compose('t1', undefined, true);
  field().focus();
  await type('Hey @be');
  expect(allByRole('option').map((one) => one.textContent)).toEqual([
    expect.stringContaining('Ben Okafor'),
    expect.stringContaining('Bea'),
  ]);
  expect(field().getAttribute('aria-activedescendant')).toMatch(/-0$/);
  expect(await problems()).toEqual([]);
  await press('ArrowDown');
  await press('Enter');
  expect(field().value).toBe('Hey @Bea ');
  expect(allByRole('option')).toEqual([]);
  await press('Enter');
  expect(waiting()).toMatchObject([{ text: 'Hey @Bea', mentions: ['c1'] }]);
});

const note = {
  id: 'm1',
  seq: 1,
  kind: 'note',
  text: 'Look **here**',
  sender: { id: 'b1', name: 'Ben', kind: 'person' },
} as Message;

it('answers the message that was chosen', async () => {
  const { waiting } = await compose('t1', undefined, true, { ...note, kind: 'message' });
  expect(document.body.textContent).toContain('Look here');
  field().focus();
  await type('Yes');
  await press('Enter');
  expect(waiting()).toMatchObject([{ text: 'Yes', reply_to: 'm1' }]);
});

it('answers a note in notes only', async () => {
  await compose('t1', undefined, true, note);
  expect(document.body.textContent).not.toContain('Look here');
});

it('puts an emoji where the caret stands', async () => {
  await compose();
  field().focus();
  await type('Well done!');
  field().setSelectionRange(4, 4);
  await act(async () => byRole('button', 'Emoji').focus());
  await press('Enter');
  await vi.waitFor(() => expect(byRole('button', 'thumbs up')).toBeTruthy());
  await act(async () => byRole('button', 'thumbs up').click());
  await settle();
  expect(field().value).toBe('Well👍 done!');
});
