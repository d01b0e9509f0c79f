// The parts that tell: avatar, badge, banner, empty and error states, skeletons, toasts, keys.
import { Inbox } from 'lucide-react';
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { Avatar, initials, tint } from './Avatar.tsx';
import { Badge, Count } from './Badge.tsx';
import { Banner } from './Banner.tsx';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Kbd } from './Kbd.tsx';
import { SkeletonLines, SkeletonRows, SkeletonThread } from './Skeleton.tsx';
import { dismissAbout, Toasts, toast } from './Toast.tsx';
import { byRole, draw, press, problems, settle, tab } from './testing.tsx';

it.each([
  ['Ana Lima', 'AL'],
  ['  maya  de  vries ', 'MV'],
  ['Cher', 'C'],
  ['李 小龍', '李小'],
  ['👩‍🚀 Sam', '👩S'],
  ['', '?'],
  [null, '?'],
  ['Visitor 3F0A', '0A'],
  ['Visitor', 'V'],
])('initials of %s are %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

it('gives one id one tint, and spreads many ids over all five', () => {
  expect(tint('0198-a')).toBe(tint('0198-a'));
  expect(new Set(Array.from({ length: 60 }, (_, n) => tint(`id-${n}`))).size).toBe(5);
});

it('says counts in words and shows at most 99+', async () => {
  await draw(<Count value={120} words="unread" />);
  expect(document.body.textContent).toContain('99+');
  expect(document.body.textContent).toContain('120 unread');
});

it('gives axe nothing to say about any of them', async () => {
  await draw(
    <>
      <Avatar name="Ana Lima" of="1" online />
      <Badge tone="amber">Queued</Badge>
      <Banner tone="red" role="alert" action={<Button size="s">Retry</Button>}>
        Not sent.
      </Banner>
      <EmptyState icon={<Inbox />} title="Nothing waits">
        Press j for the next.
      </EmptyState>
      <SkeletonRows label="Loading conversations" />
      <SkeletonThread label="Loading messages" />
      <SkeletonLines label="Loading contact" />
      <Kbd keys="g u" />
    </>,
  );
  expect(await problems()).toEqual([]);
});

it('keeps a crash inside its part and draws again on request', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  let broken = true;
  function Part() {
    if (broken) throw new Error('no such thing');
    return <p>All is well</p>;
  }
  await draw(
    <>
      <ErrorBoundary part="The context panel">
        <Part />
      </ErrorBoundary>
      <p>Elsewhere</p>
    </>,
  );
  expect(document.body.textContent).toContain('The context panel ran into a problem');
  expect(document.body.textContent).toContain('Elsewhere');
  expect(await problems()).toEqual([]);
  broken = false;
  await tab();
  await press('Enter');
  expect(document.body.textContent).toContain('All is well');
  logged.mockRestore();
});

it('forgets the crash when it is given something else to draw', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  function Part({ id }: { id: string }) {
    if (id === 'bad') throw new Error('no such thing');
    return <p>Conversation {id}</p>;
  }
  const again = await draw(
    <ErrorBoundary part="The conversation" resetOn="bad">
      <Part id="bad" />
    </ErrorBoundary>,
  );
  await again(
    <ErrorBoundary part="The conversation" resetOn="good">
      <Part id="good" />
    </ErrorBoundary>,
  );
  expect(document.body.textContent).toContain('Conversation good');
  logged.mockRestore();
});

it('a toast is said politely, offers its action by keyboard, and leaves', async () => {
  const undo = vi.fn();
  await draw(<Toasts />);
  const action = { label: 'Reopen', run: undo };
  await act(async () => toast({ text: 'Resolved', about: 'conversation:1', action }));
  expect(byRole('status').textContent).toContain('Resolved');
  expect(await problems()).toEqual([]);
  await tab();
  await press('Enter');
  expect(undo).toHaveBeenCalledOnce();
  await settle();
  expect(document.body.textContent).not.toContain('Resolved');
});

it('a newer toast of the same thing takes the place of the older, and nothing else does', async () => {
  const action = { label: 'Undo', run: () => {} };
  // @ts-expect-error: what can be undone says what it is of.
  const nameless: Parameters<typeof toast>[0] = { text: 'Deleted', action };
  expect(nameless.about).toBeUndefined();
  await draw(<Toasts />);
  await act(async () => {
    toast({ text: 'One is deleted', about: 'note:1', action });
    toast({ text: 'Two is deleted', about: 'note:2', action });
    toast({ text: 'Not sent' });
    toast({ text: 'One is back', about: 'note:1' });
  });
  const shown = () => [...byRole('status').children].map((one) => one.firstChild?.textContent);
  expect(shown()).toEqual(['Two is deleted', 'Not sent', 'One is back']);
  await act(async () => dismissAbout('note:2'));
  expect(shown()).toEqual(['Not sent', 'One is back']);
  const all = document.querySelectorAll<HTMLElement>('button[aria-label=Dismiss]');
  await act(async () => all.forEach((one) => void one.click()));
});

it('a toast leaves by itself, but not while it is held', async () => {
  vi.useFakeTimers();
  const place = draw(<Toasts />);
  await vi.advanceTimersByTimeAsync(50);
  await place;
  await act(async () => toast({ text: 'Assigned to you' }));
  await act(async () => {
    await vi.advanceTimersByTimeAsync(5000);
  });
  expect(document.body.textContent).toContain('Assigned to you');
  const dismiss = document.querySelector<HTMLElement>('[aria-label=Dismiss]');
  await act(async () => dismiss?.focus());
  await act(async () => {
    await vi.advanceTimersByTimeAsync(9000);
  });
  expect(document.body.textContent).toContain('Assigned to you');
  await act(async () => dismiss?.blur());
  await act(async () => {
    await vi.advanceTimersByTimeAsync(7000);
  });
  expect(document.body.textContent).not.toContain('Assigned to you');
});
