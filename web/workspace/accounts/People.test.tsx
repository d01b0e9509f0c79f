// The list of people: who has a second step, and that it is switched off only where there is one.
import { Toasts } from '@antiphon/ui';
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { byRole, draw, press, problems, settle, signedIn } from '../testing.tsx';
import People, { type Person } from './People.tsx';

const person = (
  id: string,
  name: string,
  has: boolean,
  role: Person['role'] = 'agent',
): Person => ({
  id,
  name,
  email: `${name.toLowerCase()}@lumen.test`,
  role,
  role_id: null,
  disabled_at: null,
  has_second_step: has,
});

const go = async (role: string, name: string) => {
  await act(async () => byRole(role, name).focus());
  await press('Enter');
  await settle();
};

const deeds = () => [...document.querySelectorAll('[role=menuitem]')].map((one) => one.textContent);

it('shows who has a second step, and switches it off where a device is lost', async () => {
  const { client, inside } = signedIn();
  const people = [person('p1', 'Dora', true), person('p2', 'Emil', false)];
  const asked = vi.spyOn(client, 'request').mockImplementation((async (
    method: string,
    path: string,
  ) => {
    if (method === 'DELETE') people[0] = person('p1', 'Dora', false);
    if (path.startsWith('/api/people')) return { people: [...people] };
    if (path.startsWith('/api/invitations')) return { invitations: [] };
    return { roles: [], built_in: [] };
  }) as typeof client.request);
  await draw(inside(<People />));
  await settle();
  const shown = () =>
    [...document.querySelectorAll('td[data-name="Two-step sign-in"]')].map(
      (one) => one.textContent,
    );
  expect(shown()).toEqual(['On', 'Off']);
  expect(await problems()).toEqual([]);

  await go('button', 'Change Emil');
  expect(deeds()).not.toContain('Switch off two-step sign-in…');
  await press('Escape');
  await settle();
  await go('button', 'Change Dora');
  expect(deeds()).toContain('Switch off two-step sign-in…');
  await go('menuitem', 'Switch off two-step sign-in…');
  await go('button', 'Switch off');
  expect(asked).toHaveBeenCalledWith('DELETE', '/api/people/p1/second-factor');
  expect(shown()).toEqual(['Off', 'Off']);
});

it('asks before it gives another role, and takes that back', async () => {
  const { client, inside } = signedIn();
  const wren = person('p1', 'Wren', false, 'customer');
  const asked = vi.spyOn(client, 'request').mockImplementation((async (
    method: string,
    path: string,
    patch: Partial<Person>,
  ) => {
    if (method === 'PATCH') return Object.assign(wren, patch);
    if (path.startsWith('/api/people')) return { people: [{ ...wren }] };
    if (path.startsWith('/api/invitations')) return { invitations: [] };
    return { roles: [], built_in: [{ role: 'agent', permissions: [] }] };
  }) as typeof client.request);
  await draw(
    inside(
      <>
        <People />
        <Toasts />
      </>,
    ),
  );
  await settle();
  await go('button', 'Change Wren');
  expect(deeds()).toEqual(expect.arrayContaining(['Agent', 'Customer']));
  await go('menuitem', 'Agent');
  expect(byRole('dialog', 'Give Wren the role Agent?')).toBeTruthy();
  expect(await problems()).toEqual([]);
  expect(asked).not.toHaveBeenCalledWith('PATCH', expect.anything(), expect.anything());
  await go('button', 'Change role');
  expect(asked).toHaveBeenCalledWith('PATCH', '/api/people/p1', { role: 'agent' });
  await go('button', 'Change Wren');
  await go('menuitem', 'Customer');
  await go('button', 'Change role');
  // One Undo: that of the last change, not the one before.
  await go('button', 'Undo');
  expect(wren.role).toBe('agent');
});

it('asks before it shuts somebody out, and lets them in again from the notice', async () => {
  const { client, inside } = signedIn();
  const wren = person('p1', 'Wren', false);
  const asked = vi.spyOn(client, 'request').mockImplementation((async (
    method: string,
    path: string,
    patch: { disabled?: boolean },
  ) => {
    if (method === 'PATCH') wren.disabled_at = patch.disabled ? '2026-11-21T10:00:00Z' : null;
    if (path.startsWith('/api/people')) return { people: [{ ...wren }] };
    if (path.startsWith('/api/invitations')) return { invitations: [] };
    return { roles: [], built_in: [] };
  }) as typeof client.request);
  await draw(
    inside(
      <>
        <People />
        <Toasts />
      </>,
    ),
  );
  await settle();
  await go('button', 'Change Wren');
  await go('menuitem', 'Shut out…');
  expect(byRole('dialog', 'Shut Wren out?').textContent).toContain('cannot sign in');
  expect(await problems()).toEqual([]);
  expect(asked).not.toHaveBeenCalledWith('PATCH', expect.anything(), expect.anything());
  await go('button', 'Shut out');
  expect(asked).toHaveBeenCalledWith('PATCH', '/api/people/p1', { disabled: true });
  expect(document.querySelector('[role=dialog]')).toBeNull();
  await go('button', 'Undo');
  expect(wren.disabled_at).toBeNull();
  expect(document.body.textContent).not.toContain('Wren is shut out.');
});

it('sets an external id, says at the field that another has it, and puts the former back', async () => {
  const { client, inside } = signedIn();
  const people = [{ ...person('a1', 'Ana', false, 'admin'), external_id: 'user_1' }];
  const changed: unknown[] = [];
  vi.spyOn(client, 'request').mockImplementation((async (
    method: string,
    path: string,
    body: { external_id: string | null },
  ) => {
    if (method === 'PATCH') {
      if (body.external_id === 'taken')
        throw Object.assign(new Error('Another person of this workspace has it.'), {
          status: 409,
          code: 'external_id_taken',
        });
      changed.push([path, body]);
      people[0] = { ...people[0]!, ...body } as (typeof people)[0];
    }
    if (path.startsWith('/api/people')) return { people: [...people] };
    if (path.startsWith('/api/invitations')) return { invitations: [] };
    return { roles: [], built_in: [] };
  }) as typeof client.request);
  await draw(
    inside(
      <>
        <People />
        <Toasts />
      </>,
    ),
  );
  await settle();
  expect(document.querySelector('td[data-name="E-mail"]')?.textContent).toContain('user_1');
  // Oneself too: an admin may be the only one.
  await go('button', 'Change Ana');
  expect(deeds()).toEqual(['External id…']);
  await go('menuitem', 'External id…');
  const field = () => byRole('textbox', 'External id') as HTMLInputElement;
  const write = (text: string) =>
    act(async () => {
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      set?.call(field(), text);
      field().dispatchEvent(new Event('input', { bubbles: true }));
    });
  expect(field().value).toBe('user_1');
  await write('taken');
  await go('button', 'Save');
  expect(field().getAttribute('aria-invalid')).toBe('true');
  expect(document.querySelectorAll('[role=alert]')).toHaveLength(0);
  await write(' user_2 ');
  await go('button', 'Save');
  await go('button', 'Undo');
  expect(changed).toEqual([
    ['/api/people/a1', { external_id: 'user_2' }],
    ['/api/people/a1', { external_id: 'user_1' }],
  ]);
});
