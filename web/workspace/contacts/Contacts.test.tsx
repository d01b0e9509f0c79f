// The contacts' pages over a server that answers from a list: choosing and changing many, a field changed
// in its place, a merge looked at first, the columns of an import.
import { Toasts } from '@antiphon/ui';
import { act } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { allByRole, byRole, draw, press, problems, settle, signedIn, type } from '../testing.tsx';
import Attributes, { keyOf } from './Attributes.tsx';
import ContactPage from './ContactPage.tsx';
import { ContactsList } from './ContactsList.tsx';
import Known from './Known.tsx';
import { MergeDialog, Merged } from './Merge.tsx';
import { type Contact, everybody } from './model.ts';
import { Notes } from './Notes.tsx';

// Notices stand beside the tests: none is left to the next.
afterEach(async () => {
  const all = document.querySelectorAll<HTMLElement>('button[aria-label=Dismiss]');
  await act(async () => all.forEach((one) => void one.click()));
});

const contact = (id: string, more: Partial<Contact> = {}): Contact => ({
  id,
  name: `Name ${id}`,
  email: `${id}@example.org`,
  phone: null,
  company: null,
  avatar_id: null,
  verified: id === 'a',
  blocked: false,
  removed_at: null,
  merged_into: null,
  external_id: null,
  attributes: {},
  first_seen_at: '2026-11-20T09:00:00Z',
  last_seen_at: null,
  ...more,
});

const seats = { id: '1', key: 'seats', label: 'Seats', type: 'number', choices: [] };

/** A session whose server answers by method and path. */
function session(answers: Record<string, unknown>, more: string[] = []) {
  const set = signedIn(more);
  const asked = vi.fn(async (method: string, path: string, body?: unknown) => {
    const answer = answers[`${method} ${path.split('?')[0]}`];
    if (answer === undefined) throw new Error(`${method} ${path} was not expected`);
    return typeof answer === 'function' ? answer(body, path) : answer;
  });
  set.client.request = asked as unknown as typeof set.client.request;
  const { hook } = memoryLocation({ path: '/contacts' });
  return {
    asked,
    show: (node: React.ReactNode) => set.inside(<Router hook={hook}>{node}</Router>),
  };
}

/** Windows are loaded when they are first opened. */
async function comes(look: () => unknown): Promise<void> {
  for (let tries = 0; ; tries++) {
    await settle();
    try {
      look();
      return;
    } catch (error) {
      if (tries > 200) throw error;
    }
  }
}

const lists = {
  'GET /api/companies': { companies: [] },
  'GET /api/contact-attributes': { attributes: [seats] },
};

it('lists contacts, and blocks the chosen ones after asking', async () => {
  const { asked, show } = session({
    ...lists,
    'GET /api/contacts': { contacts: [contact('a'), contact('b')], next_cursor: null },
    'POST /api/contact-edits': { id: 'e', state: 'done', matched: 2, changed: 2 },
  });
  await draw(show(<ContactsList filters={everybody} onFilters={() => {}} />));
  await settle();
  expect(document.body.textContent).toContain('Name b');
  byRole('img', 'Verified');
  expect(await problems()).toEqual([]);
  byRole('checkbox', 'Choose all that are shown').click();
  await settle();
  expect(document.querySelector('section[aria-label^=Change]')?.textContent).toContain('2 chosen');
  byRole('button', 'Block…').click();
  await comes(() => byRole('button', 'Block'));
  expect(asked.mock.calls.some(([method]) => method === 'POST')).toBe(false);
  byRole('button', 'Block').click();
  await settle();
  expect(asked).toHaveBeenCalledWith('POST', '/api/contact-edits', {
    ids: ['a', 'b'],
    change: { blocked: true },
  });
});

it('deletes a contact after asking, says so on its page, and brings it back', async () => {
  let removed_at: string | null = null;
  const own = (at: string | null) => () => {
    removed_at = at;
    return contact('a', { removed_at });
  };
  const { asked, show } = session({
    ...lists,
    'GET /api/contacts/a': () => contact('a', { removed_at }),
    'GET /api/contacts/a/merges': { merges: [] },
    'GET /api/contacts/a/notes': { notes: [] },
    'GET /api/contacts/a/pages': { pages: [] },
    'GET /api/conversations': { conversations: [] },
    'PUT /api/contacts/a/removal': own('2026-11-21T10:00:00Z'),
    'DELETE /api/contacts/a/removal': own(null),
  });
  await draw(
    show(
      <>
        <ContactPage id="a" />
        <Toasts />
      </>,
    ),
  );
  await comes(() => byRole('button', 'What to do with Name a'));
  byRole('button', 'What to do with Name a').click();
  await comes(() => byRole('menuitem', 'Delete…'));
  byRole('menuitem', 'Delete…').click();
  await comes(() => byRole('button', 'Delete'));
  expect(document.querySelector('[role=dialog]')?.textContent).toContain('messages and notes stay');
  expect(asked.mock.calls.some(([method]) => method === 'PUT')).toBe(false);
  byRole('button', 'Delete').click();
  await comes(() => byRole('button', 'Bring back'));
  expect(document.body.textContent).toContain('Deleted: in no list.');
  expect(document.querySelector('dd[title^="Nov 21, 2026"]')?.previousSibling?.textContent).toBe(
    'Deleted',
  );
  expect(document.body.textContent).toContain('Name a is deleted.');
  expect(await problems()).toEqual([]);
  byRole('button', 'Bring back').click();
  await comes(() => expect(document.body.textContent).toContain('Name a is back.'));
  expect(document.body.textContent).not.toContain('Bring back');
  // The way back is that of the last deed alone.
  expect(document.body.textContent).not.toContain('Name a is deleted.');
});

it('deletes an attribute after asking, and brings it back', async () => {
  let removed_at: string | null = null;
  const { asked, show } = session({
    'GET /api/contact-attributes': (_: unknown, path: string) => ({
      attributes: path.endsWith('removed=true') === !!removed_at ? [{ ...seats, removed_at }] : [],
    }),
    'DELETE /api/contact-attributes/1': () => {
      removed_at = '2026-11-21T10:00:00Z';
      return null;
    },
    'DELETE /api/contact-attributes/1/removal': () => {
      removed_at = null;
      return seats;
    },
  });
  await draw(
    show(
      <>
        <Attributes />
        <Toasts />
      </>,
    ),
  );
  await comes(() => byRole('button', 'Change Seats'));
  expect(document.body.textContent).not.toContain('Deleted attributes');
  byRole('button', 'Change Seats').click();
  await comes(() => byRole('menuitem', 'Delete…'));
  byRole('menuitem', 'Delete…').click();
  await comes(() => byRole('button', 'Delete'));
  expect(document.querySelector('[role=dialog]')?.textContent).toContain('bring them back');
  expect(removed_at).toBe(null);
  byRole('button', 'Delete').click();
  await comes(() => byRole('button', 'Bring back'));
  expect(document.body.textContent).toContain('Deleted attributes');
  expect(document.body.textContent).toContain('Seats is deleted.');
  expect(await problems()).toEqual([]);
  byRole('button', 'Bring back').click();
  await comes(() => byRole('button', 'Change Seats'));
  expect(asked).toHaveBeenCalledWith('DELETE', '/api/contact-attributes/1/removal');
  expect(document.body.textContent).toContain('Seats is back.');
  expect(document.body.textContent).not.toContain('Seats is deleted.');
  expect(document.body.textContent).not.toContain('Bring back');
});

it('deletes a note after asking, and brings it back from the notice', async () => {
  const note = {
    id: 'n',
    contact_id: 'a',
    author: { id: 'p', name: 'Ana', kind: 'person' },
    text: 'Likes lamps',
    created_at: '2026-11-20T10:00:00Z',
    edited_at: null,
  };
  let isGone = false;
  const answers = {
    'GET /api/contacts/a/notes': () => ({ notes: isGone ? [] : [note] }),
    'DELETE /api/contacts/a/notes/n': () => {
      isGone = true;
      return null;
    },
    'DELETE /api/contacts/a/notes/n/removal': () => {
      isGone = false;
      return note;
    },
  };
  const { asked, show } = session(answers, ['notes:write']);
  await draw(
    show(
      <>
        <Notes id="a" />
        <Toasts />
      </>,
    ),
  );
  await comes(() => expect(document.body.textContent).toContain('Likes lamps'));
  byRole('button', 'Change the note of Ana').click();
  await comes(() => byRole('menuitem', 'Delete…'));
  byRole('menuitem', 'Delete…').click();
  await comes(() => byRole('button', 'Delete'));
  byRole('button', 'Delete').click();
  await comes(() => expect(document.body.textContent).not.toContain('Likes lamps'));
  for (const undo of allByRole('button').filter((one) => one.textContent === 'Undo')) undo.click();
  await comes(() => expect(document.body.textContent).toContain('Likes lamps'));
  expect(asked).toHaveBeenCalledWith('DELETE', '/api/contacts/a/notes/n/removal');
});

it('offers of the deleted ones nothing but to bring them back', async () => {
  const { asked, show } = session({
    ...lists,
    'POST /api/contact-edits/e/undo': { id: 'e', state: 'undone', matched: 1, changed: 1 },
    'GET /api/contacts': { contacts: [contact('a', { removed_at: '2026-11-21T10:00:00Z' })] },
    'POST /api/contact-edits': { id: 'e', state: 'done', matched: 1, changed: 1 },
  });
  const filters = { ...everybody, standing: 'removed' as const };
  await draw(
    show(
      <>
        <ContactsList filters={filters} onFilters={() => {}} />
        <Toasts />
      </>,
    ),
  );
  await comes(() => byRole('checkbox', 'Choose Name a'));
  expect(asked).toHaveBeenCalledWith('GET', '/api/contacts?removed=true&limit=50');
  byRole('checkbox', 'Choose Name a').click();
  await settle();
  expect(document.body.textContent).not.toContain('Block…');
  byRole('button', 'Bring back').click();
  await settle();
  expect(asked).toHaveBeenCalledWith('POST', '/api/contact-edits', {
    ids: ['a'],
    change: { removed: false },
  });
  expect(document.body.textContent).toContain('1 contact brought back.');
  byRole('button', 'Undo').click();
  await settle();
  expect(document.body.textContent).toContain('Undone.');
  expect(document.body.textContent).not.toContain('brought back');
});

it('undoes a change of many as a job, and says when that is done', async () => {
  const answers = {
    ...lists,
    'GET /api/contacts': { contacts: [contact('a'), contact('b')], next_cursor: null },
    'POST /api/contact-edits': { id: 'e', state: 'done', matched: 900, changed: 900 },
    'POST /api/contact-edits/e/undo': { id: 'e', state: 'running', matched: 900, changed: 900 },
    'GET /api/contact-edits/e': { id: 'e', state: 'undone', matched: 900, changed: 900 },
  };
  const { show } = session(answers);
  await draw(
    show(
      <>
        <ContactsList filters={everybody} onFilters={() => {}} />
        <Toasts />
      </>,
    ),
  );
  await comes(() => byRole('checkbox', 'Choose all that are shown'));
  byRole('checkbox', 'Choose all that are shown').click();
  await settle();
  byRole('button', 'Delete…').click();
  await comes(() => byRole('button', 'Delete'));
  byRole('button', 'Delete').click();
  await settle();
  expect(document.body.textContent).toContain('900 contacts deleted.');
  byRole('button', 'Undo').click();
  await settle();
  expect(document.body.textContent).toContain('Undoing…');
  await comes(() => expect(document.body.textContent).toContain('Undone.'));
  expect(document.body.textContent).not.toContain('Undoing…');
});

it('says of all that the filters find how many they are, where all are shown', async () => {
  const many = Array.from({ length: 501 }, (_, nth) => contact(`c${nth}`));
  const { show } = session({
    ...lists,
    'GET /api/contacts': { contacts: many, next_cursor: null },
  });
  await draw(show(<ContactsList filters={everybody} onFilters={() => {}} />));
  await comes(() => byRole('checkbox', 'Choose all that are shown'));
  byRole('checkbox', 'Choose all that are shown').click();
  await comes(() => byRole('button', 'Choose all that the filters find'));
  byRole('button', 'Choose all that the filters find').click();
  await settle();
  byRole('button', 'Delete…').click();
  await comes(() => byRole('dialog', 'Delete 501 contacts?'));
});

/** As the server refuses a value: by the field, with a sentence. */
const refusal = (field: string, message: string) => () => {
  throw Object.assign(new Error(message), { status: 422, code: 'invalid', field });
};

const plan = { id: '2', key: 'plan', label: 'Plan', type: 'list', choices: ['Basic', 'Pro'] };

it.each([seats, plan])('says beside the value why the chosen ones cannot have it', async (one) => {
  const { show } = session({
    ...lists,
    'GET /api/contact-attributes': { attributes: [one] },
    'GET /api/contacts': { contacts: [contact('a')], next_cursor: null },
    'POST /api/contact-edits': refusal(`change.attributes.${one.key}`, 'Not like this.'),
  });
  await draw(show(<ContactsList filters={everybody} onFilters={() => {}} />));
  await settle();
  byRole('checkbox', 'Choose Name a').click();
  await settle();
  byRole('button', 'Attribute…').click();
  await comes(() => byRole('button', 'Change'));
  byRole('button', 'Change').click();
  await settle();
  expect(document.body.textContent).toContain('Not like this.');
  expect(await problems()).toEqual([]);
});

/** Two are chosen and blocked; the server does it as a job, whose progress `state` tells. */
async function begin(state: () => object) {
  const drawn = session({
    ...lists,
    'GET /api/contacts': { contacts: [contact('a'), contact('b')], next_cursor: null },
    'POST /api/contact-edits': { id: 'e', state: 'running', matched: 2, changed: 0 },
    'GET /api/contact-edits/e': state,
  });
  const onFilters = vi.fn();
  const list = (q: string) =>
    drawn.show(
      <>
        <ContactsList filters={{ ...everybody, q }} onFilters={onFilters} />
        <Toasts />
      </>,
    );
  const again = await draw(list(''));
  await settle();
  byRole('checkbox', 'Choose all that are shown').click();
  await settle();
  byRole('button', 'Block…').click();
  await comes(() => byRole('button', 'Block'));
  byRole('button', 'Block').click();
  await settle();
  return { onFilters, search: (q: string) => again(list(q)) };
}

it('follows a long change while another list is looked at', async () => {
  let ended = false;
  const { search, onFilters } = await begin(() => ({
    id: 'e',
    state: ended ? 'done' : 'running',
    matched: 7,
    changed: 7,
  }));
  await comes(() => expect(document.body.textContent).toContain('7 contacts so far'));
  byRole('button', 'Standing: Everybody').click();
  await comes(() => allByRole('menuitemradio')[1]?.click());
  await comes(() => expect(onFilters).toHaveBeenCalled());
  await search('ann');
  ended = true;
  await comes(() => expect(document.body.textContent).toContain('7 contacts changed.'));
});

it('says that a long change cannot be followed, and asks again when it is told to', async () => {
  let away = true;
  await begin(() => {
    if (away) throw Object.assign(new Error('Gone.'), { status: 404, code: 'not_found' });
    return { id: 'e', state: 'done', matched: 8, changed: 8 };
  });
  await comes(() => expect(byRole('alert').textContent).toContain('Gone.'));
  expect(await problems()).toEqual([]);
  away = false;
  byRole('button', 'Try again').click();
  await comes(() => expect(document.querySelector('[role=alert]')).toBeNull());
  expect(document.body.textContent).toContain('8 contacts changed.');
});

it('says who could not be found, and lets the filters go', async () => {
  const onFilters = vi.fn();
  const { show } = session({ ...lists, 'GET /api/contacts': { contacts: [], next_cursor: null } });
  await draw(show(<ContactsList filters={{ ...everybody, q: 'zoe' }} onFilters={onFilters} />));
  await settle();
  expect(document.body.textContent).toContain('Nobody found for “zoe”');
  byRole('button', 'Clear filters').click();
  expect(onFilters).toHaveBeenCalledWith(everybody);
  expect(await problems()).toEqual([]);
});

it('changes a field in its place and leaves it with Escape', async () => {
  const { asked, show } = session({
    ...lists,
    'PATCH /api/contacts/b': (change: object) => contact('b', change),
  });
  await draw(show(<Known contact={contact('b')} />));
  await settle();
  byRole('button', 'Change Name').click();
  await settle();
  expect(document.activeElement).toBe(byRole('textbox', 'Name'));
  await press('Escape');
  await settle();
  expect(document.activeElement).toBe(byRole('button', 'Change Name'));
  byRole('button', 'Set Phone').click();
  await settle();
  await type('112');
  byRole('button', 'Save').click();
  await settle();
  expect(asked).toHaveBeenCalledWith('PATCH', '/api/contacts/b', { phone: '112' });
  byRole('button', 'Set Seats').click();
  await settle();
  await type('12,5');
  expect(await problems()).toEqual([]);
  byRole('button', 'Save').click();
  await settle();
  expect(asked).toHaveBeenCalledWith('PATCH', '/api/contacts/b', { attributes: { seats: 12.5 } });
});

it('shows what a merge would do before it does it', async () => {
  const other = contact('b', { name: 'Bo', phone: '112', external_id: 'X-1' });
  let isMerged = false;
  const merges: object[] = [];
  const merged = { id: 'm', from_id: 'b', from_name: 'Bo', moved: 3, undone_at: null };
  const { asked, show } = session({
    ...lists,
    'GET /api/contacts': { contacts: [contact('a'), other], next_cursor: null },
    'GET /api/contacts/a/merges': () => ({ merges: [...merges] }),
    'POST /api/contact-merges/m/undo': () => {
      merges.pop();
      return merged;
    },
    'GET /api/contacts/a/merge': () => {
      expect(isMerged).toBe(false);
      return {
        into: contact('a'),
        from: other,
        filled: [{ field: 'phone', value: '112' }],
        conversations: 3,
      };
    },
    'POST /api/contacts/a/merge': () => {
      isMerged = true;
      merges.push({ ...merged, merged_at: '2026-11-21T10:00:00Z' });
      return merged;
    },
  });
  const onClose = vi.fn();
  await draw(
    show(
      <>
        <MergeDialog into={contact('a')} onClose={onClose} />
        <Merged into="a" />
        <Toasts />
      </>,
    ),
  );
  await comes(() => byRole('textbox', 'Contact to merge in'));
  byRole('textbox', 'Contact to merge in').focus();
  await type('bo');
  await comes(() => byRole('button', /Bo/));
  byRole('button', /Bo/).click();
  await comes(() => {
    if (!document.querySelector('[role=dialog] table')) throw new Error('no table yet');
  });
  expect(document.querySelector('[role=dialog] table')?.textContent).toContain('112 (taken over)');
  expect(document.body.textContent).toContain('3 conversations of Bo');
  expect(asked.mock.calls.some(([method]) => method === 'POST')).toBe(false);
  byRole('button', 'Merge').click();
  await settle();
  expect(asked).toHaveBeenCalledWith('POST', '/api/contacts/a/merge', { from: 'b' });
  expect(onClose).toHaveBeenCalled();
  const looks = () => asked.mock.calls.filter(([, path]) => path.includes('/a/merge?')).length;
  // What is merged is not looked at once more: there is nothing left to merge.
  expect(looks()).toBe(1);
  expect(document.body.textContent).toContain('Bo was merged into Name a.');

  await comes(() => expect(document.querySelector('[aria-label="Merged in"]')).toBeTruthy());
  (document.querySelector('[aria-label="Merged in"] button') as HTMLButtonElement).click();
  await comes(() => expect(document.body.textContent).toContain('stands alone again'));
  expect(document.body.textContent).not.toContain('Bo was merged into Name a.');
});

it('makes keys of labels', () => {
  expect(keyOf('Contract end (2)')).toBe('contract_end_2');
  expect(keyOf('  Größe ')).toBe('gro_e');
  expect(keyOf('123')).toBe('');
});
