// Dialog, question and drawer: focus goes in, Escape goes out, the rest of the page is inert.
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { Button } from './Button.tsx';
import { Confirm, Dialog, Drawer } from './Dialog.tsx';
import { byRole, draw, press, problems, settle, tab } from './testing.tsx';
import './Window.tsx';

function WithDialog() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>Help</Button>
      <Dialog title="Shortcuts" isOpen={open} onClose={() => setOpen(false)}>
        <p>All keys</p>
      </Dialog>
    </>
  );
}

it('dialog takes the focus, has its title as name, and gives the focus back', async () => {
  await draw(<WithDialog />);
  await tab();
  await press('Enter');
  const dialog = byRole('dialog', 'Shortcuts');
  expect(dialog.contains(document.activeElement)).toBe(true);
  expect(await problems()).toEqual([]);
  await press('Escape');
  await settle();
  expect(document.querySelector('[role=dialog]')).toBeNull();
  expect(document.activeElement?.textContent).toBe('Help');
});

it('a question is answered by Enter on its action', async () => {
  const yes = vi.fn();
  await draw(
    <Confirm title="Revoke this key?" isOpen action="Revoke" onConfirm={yes} onClose={() => {}}>
      Programs that use it stop working at once.
    </Confirm>,
  );
  await settle();
  expect(document.activeElement?.textContent).toBe('Revoke');
  await press('Enter');
  expect(yes).toHaveBeenCalledOnce();
  expect(await problems()).toEqual([]);
});

it('a drawer closes by Escape', async () => {
  const close = vi.fn();
  await draw(
    <Drawer title="Context" isOpen onClose={close}>
      <Button>Edit</Button>
    </Drawer>,
  );
  await settle();
  expect(byRole('dialog', 'Context').contains(document.activeElement)).toBe(true);
  expect(await problems()).toEqual([]);
  await press('Escape');
  expect(close).toHaveBeenCalledOnce();
});
