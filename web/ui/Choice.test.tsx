// The ways to choose: select, menu, tabs, tick box, switch, row list. By keyboard and to axe.
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { Button } from './Button.tsx';
import { Checkbox, Switch } from './Checkbox.tsx';
import { Menu, MenuItem, MenuSection } from './Menu.tsx';
import { RowList } from './RowList.tsx';
import { Select } from './Select.tsx';
import { Tabs } from './Tabs.tsx';
import { allByRole, byRole, draw, press, problems, settle, tab } from './testing.tsx';

const statuses = [
  { id: 'open', label: 'Open' },
  { id: 'resolved', label: 'Resolved' },
];

function Chooser({ onChange }: { onChange: (id: string) => void }) {
  const [value, setValue] = useState('open');
  return (
    <Select
      label="Status"
      options={statuses}
      value={value}
      onChange={(id) => {
        setValue(id);
        onChange(id);
      }}
    />
  );
}

it('select opens with ArrowDown, chooses with Enter, gives the focus back', async () => {
  const chosen = vi.fn();
  await draw(<Chooser onChange={chosen} />);
  const trigger = byRole('button');
  trigger.focus();
  await press('ArrowDown');
  expect(allByRole('option').map((one) => one.textContent)).toEqual(['Open', 'Resolved']);
  expect(await problems()).toEqual([]);
  await press('ArrowDown');
  await press('Enter');
  expect(chosen).toHaveBeenCalledWith('resolved');
  await settle();
  expect(document.activeElement).toBe(trigger);
});

it('menu opens with Enter, runs with Enter, closes with Escape', async () => {
  const run = vi.fn();
  await draw(
    <Menu name="Assign" trigger={<Button>Assign</Button>}>
      <MenuItem label="Assign to me" keys="m" onAction={run} />
      <MenuSection title="Agents">
        <MenuItem label="Ben Okafor" chosen />
      </MenuSection>
    </Menu>,
  );
  await tab();
  await press('Enter');
  expect(allByRole('menuitem')).toHaveLength(2);
  expect(await problems()).toEqual([]);
  await press('Enter');
  expect(run).toHaveBeenCalledOnce();
  await settle();
  byRole('button').focus();
  await press('ArrowDown');
  await press('Escape');
  await settle();
  expect(allByRole('menuitem')).toHaveLength(0);
  expect(document.activeElement?.textContent).toBe('Assign');
});

function TwoTabs() {
  const [at, setAt] = useState<'reply' | 'note'>('reply');
  return (
    <Tabs
      name="Kind of message"
      value={at}
      onChange={setAt}
      tabs={[
        { id: 'reply', label: 'Reply' },
        { id: 'note', label: 'Note' },
      ]}
    >
      <input aria-label={at} />
    </Tabs>
  );
}

it('tabs move with arrows and keep one panel alive', async () => {
  await draw(<TwoTabs />);
  const field = document.querySelector('input');
  await tab();
  expect(document.activeElement?.textContent).toBe('Reply');
  await press('ArrowRight');
  expect(byRole('tab', 'Note').getAttribute('aria-selected')).toBe('true');
  expect(document.querySelector('input')).toBe(field);
  expect(field?.getAttribute('aria-label')).toBe('note');
  expect(await problems()).toEqual([]);
});

function Boxes() {
  const [one, setOne] = useState(false);
  const [two, setTwo] = useState(true);
  return (
    <>
      <Checkbox isSelected={one} onChange={setOne}>
        Read conversations
      </Checkbox>
      <Switch isSelected={two} onChange={setTwo}>
        Single-letter shortcuts
      </Switch>
    </>
  );
}

it('tick box and switch turn by Space', async () => {
  await draw(<Boxes />);
  const box = document.querySelector<HTMLInputElement>('input[type=checkbox]:not([role])');
  const turn = document.querySelector<HTMLInputElement>('input[role=switch]');
  box?.focus();
  box?.click();
  await settle();
  expect(box?.checked).toBe(true);
  turn?.click();
  await settle();
  expect(turn?.checked).toBe(false);
  expect(await problems()).toEqual([]);
});

function Rows({ onOpen }: { onOpen: (id: string) => void }) {
  const [at, setAt] = useState<string | null>('a');
  const items = ['a', 'b', 'c'].map((id) => ({ id, name: `Contact ${id}` }));
  return (
    <RowList
      name="Conversations"
      items={items}
      idOf={(item) => item.id}
      textOf={(item) => item.name}
      value={at}
      onChange={setAt}
      onOpen={onOpen}
    >
      {(item, chosen) => <span>{chosen ? `${item.name}, open` : item.name}</span>}
    </RowList>
  );
}

it('rows are chosen by arrows, and say which one is', async () => {
  await draw(<Rows onOpen={() => undefined} />);
  await tab();
  await press('ArrowDown');
  await press('ArrowDown');
  expect(byRole('option', 'Contact c').getAttribute('aria-selected')).toBe('true');
  expect(byRole('option', 'Contact c').textContent).toBe('Contact c, open');
  expect(byRole('option', 'Contact a').textContent).toBe('Contact a');
  expect(await problems()).toEqual([]);
});
