// Buttons, with words and with an icon, by keyboard and to axe.
import { Send } from 'lucide-react';
import { expect, it, vi } from 'vitest';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import { byRole, draw, press, problems, tab } from './testing.tsx';

it('is reached by Tab and pressed by Enter and by Space', async () => {
  const pressed = vi.fn();
  await draw(<Button onPress={pressed}>Resolve</Button>);
  await tab();
  expect(document.activeElement?.textContent).toBe('Resolve');
  await press('Enter');
  await press(' ');
  expect(pressed).toHaveBeenCalledTimes(2);
});

it('does nothing while disabled', async () => {
  const pressed = vi.fn();
  await draw(
    <Button onPress={pressed} isDisabled>
      Resolve
    </Button>,
  );
  byRole('button', 'Resolve').focus();
  await press('Enter');
  expect(pressed).not.toHaveBeenCalled();
});

it('takes no further press while it is busy, but keeps the focus', async () => {
  const pressed = vi.fn();
  await draw(
    <Button onPress={pressed} isPending>
      Save
    </Button>,
  );
  await tab();
  await press('Enter');
  expect(pressed).not.toHaveBeenCalled();
  expect(document.activeElement?.textContent).toBe('Save');
});

it('has a name when it shows only an icon, and tells it on focus', async () => {
  await draw(
    <IconButton name="Send" keys="Enter">
      <Send aria-hidden />
    </IconButton>,
  );
  await tab();
  expect(byRole('button', 'Send')).toBe(document.activeElement);
  expect(byRole('tooltip').textContent).toBe('SendEnter');
  await press('Escape');
  expect(document.querySelector('[role=tooltip]')).toBeNull();
});

it('gives axe nothing to say', async () => {
  await draw(
    <>
      <Button look="primary">Save</Button>
      <Button look="danger">Revoke</Button>
      <IconButton name="Send">
        <Send aria-hidden />
      </IconButton>
    </>,
  );
  expect(await problems()).toEqual([]);
});
