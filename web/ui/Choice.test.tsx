// The ways to choose: select, menu, tabs, tick box, switch, row list. By keyboard and to axe.
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { Button } from './Button.tsx';
import { Checkbox, Switch } from './Checkbox.tsx';
import { Menu } from './Menu.tsx';
import './MenuList.tsx';
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

it('select says what is chosen, opens with ArrowDown, chooses with Enter, gives the focus back', async () => {
  const chosen = vi.fn();
  await draw(<Chooser onChange={chosen} />);
  const trigger = byRole('button');
  trigger.focus();
  await press('ArrowDown');
  expect(trigger.textContent).toBe('Status: Open');
  expect(allByRole('menuitemradio').map((one) => one.textContent)).toEqual(['Open', 'Resolved']);
  expect(byRole('menuitemradio', 'Open').getAttribute('aria-checked')).toBe('true');
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
    <Menu
      name="Assign"
      trigger={(open) => <Button {...open}>Assign</Button>}
      groups={[
        { deeds: [{ label: 'Assign to me', keys: 'm', run }, false] },
        { title: 'Agents', deeds: [{ label: 'Ben Okafor', chosen: true, run: () => {} }] },
      ]}
    />,
  );
  await tab();
  await press('Enter');
  expect(byRole('button', 'Assign').getAttribute('aria-expanded')).toBe('true');
  expect(allByRole('menuitem')).toHaveLength(2);
  expect(await problems()).toEqual([]);
  await press('Enter');
  expect(run).toHaveBeenCalledOnce();
  await settle();
  byRole('button').focus();
  await press('ArrowDown');
  expect(allByRole('menuitem')).toHaveLength(2);
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

function Rows(props: { count?: number; start?: string | null; onEnter?: () => void }) {
  const { count = 3, start = 'row 1', onEnter } = props;
  const [at, setAt] = useState<string | null>(start);
  const items = Array.from({ length: count }, (_, place) => ({ id: `row ${place + 1}` }));
  return (
    <RowList
      name="Conversations"
      items={items}
      idOf={(item) => item.id}
      value={at}
      onChange={setAt}
      {...(onEnter ? { onEnter } : {})}
    >
      {(item, chosen) => <span>{chosen ? `${item.id}, open` : item.id}</span>}
    </RowList>
  );
}

it('rows are chosen by arrows, and the list says which one is', async () => {
  await draw(<Rows />);
  await tab();
  expect(document.activeElement?.getAttribute('role')).toBe('listbox');
  await press('ArrowDown');
  await press('ArrowDown');
  await press('ArrowDown');
  const third = byRole('option', 'row 3, open');
  expect(third.getAttribute('aria-selected')).toBe('true');
  expect(document.activeElement?.getAttribute('aria-activedescendant')).toBe(third.id);
  await press('Home');
  expect(byRole('option', 'row 1, open').getAttribute('aria-selected')).toBe('true');
  expect(await problems()).toEqual([]);
});

it('rows pass Enter on, once one is chosen', async () => {
  const entered = vi.fn();
  await draw(<Rows start={null} onEnter={entered} />);
  await tab();
  await press('Enter');
  expect(entered).not.toHaveBeenCalled();
  await press('ArrowDown');
  await press('Enter');
  expect(entered).toHaveBeenCalledOnce();
});

it('rows begin at the first when none is chosen', async () => {
  await draw(<Rows start={null} />);
  await tab();
  await press('ArrowDown');
  expect(byRole('option', 'row 1, open').getAttribute('aria-selected')).toBe('true');
});

it('ten thousand rows put only a few into the page, and still say how many there are', async () => {
  await draw(<Rows count={10_000} />);
  const options = allByRole('option');
  expect(options.length).toBeLessThan(60);
  expect(options[0]?.getAttribute('aria-setsize')).toBe('10000');
});
