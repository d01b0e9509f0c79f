// Writing: what sends and what does not, note or reply, drafts, Escape.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { setPreferences } from '../shell/preferences.ts';
import { allByRole, byRole, draw, press, problems, signedIn, type } from '../testing.tsx';
import { Composer } from './Composer.tsx';

beforeEach(() => setPreferences({ enter_sends: true }));
afterEach(() => localStorage.clear());

async function compose(id = 't1', onEditLast = () => false, isDirect = false) {
  const session = signedIn();
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
      />,
    ),
  );
  const waiting = () => session.client.getState().threads.t1?.outgoing ?? [];
  session.client.open('t1');
  return { ...session, again, waiting };
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
