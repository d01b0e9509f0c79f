// The way to a message that lies further back: page by page, and in words where there is no way.
import type { Message, Thread as ThreadState } from '@antiphon/sdk/core';
import { Toasts } from '@antiphon/ui';
import { createRef, useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { draw, row, signedIn } from '../testing.tsx';
import { Thread, type ThreadHandle } from './Thread.tsx';

const message = (seq: number): Message => ({
  id: `m${seq}`,
  conversation_id: 't1',
  seq,
  client_msg_id: null,
  kind: 'message',
  audience: 'public',
  role: 'user',
  sender: { id: 'v1', name: 'Vera', kind: 'contact' },
  text: `Word ${seq}`,
  created_at: '2026-11-20T10:00:00Z',
  edited_at: null,
  deleted_at: null,
  reply_to: null,
});

/** A thread of which only the fifth message is loaded; `older` is what asking for more does. */
async function open(older: (show: (more: Partial<ThreadState>) => void) => Promise<number>) {
  const { client, inside } = signedIn();
  let thread = {
    id: 't1',
    status: 'ready',
    messages: [message(5)],
    outgoing: [],
    events: [],
    participants: [],
    present: [],
    typing: [],
    has_older: true,
    loading_older: false,
  } as unknown as ThreadState;
  const ref = createRef<ThreadHandle>();
  const none = () => {};
  let show = (_: Partial<ThreadState>) => {};
  function Held() {
    const [held, hold] = useState(thread);
    show = (more) => {
      thread = { ...thread, ...more };
      hold(thread);
    };
    return (
      <Thread
        ref={ref}
        thread={held}
        conversation={row()}
        me="a1"
        onDone={none}
        onPicture={none}
        onReply={none}
        onPin={none}
        onWho={none}
        onUnlink={none}
      />
    );
  }
  const state = client.getState();
  vi.spyOn(client, 'getState').mockImplementation(() => ({ ...state, threads: { t1: thread } }));
  const asked = vi.spyOn(client, 'loadOlder').mockImplementation(() => older((more) => show(more)));
  await draw(
    inside(
      <>
        <Held />
        <Toasts />
      </>,
    ),
  );
  // From here on React draws by itself, between the frames that are waited for.
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
  const found = () => document.querySelector('[data-found]')?.textContent ?? '';
  return { asked, show, found, jump: (id: string) => ref.current?.jump(id) };
}

afterEach(() => vi.unstubAllGlobals());

it('goes back until the message is there', async () => {
  let seq = 5;
  const { found, jump, asked } = await open(async (show) => {
    seq -= 1;
    const messages = [5, 4, 3, 2, 1].filter((one) => one >= seq).reverse();
    show({ messages: messages.map(message), has_older: seq > 1 });
    return 1;
  });
  jump('m3');
  await vi.waitFor(() => expect(found()).toContain('Word 3'));
  expect(asked).toHaveBeenCalledTimes(2);
});

it('waits for a page that is on its way', async () => {
  const { found, show, jump } = await open(async () => 0);
  show({ loading_older: true });
  jump('m4');
  await new Promise((later) => setTimeout(later, 100));
  show({ messages: [message(4), message(5)], loading_older: false, has_older: false });
  await vi.waitFor(() => expect(found()).toContain('Word 4'));
});

/** Where everybody sees it, in a toast. */
const says = (words: string) =>
  vi.waitFor(() =>
    expect(document.querySelector('[role=status][aria-label]')?.textContent).toContain(words),
  );

it('says in words that a message cannot be shown', async () => {
  const { jump } = await open(async (show) => {
    show({ has_older: false });
    return 0;
  });
  jump('m9');
  await says('This message cannot be shown');
});

it('says in words why it cannot go back', async () => {
  const { jump } = await open(async () => {
    throw Object.assign(new Error(), { status: 0, code: 'network' });
  });
  jump('m9');
  await says('Older messages could not be loaded.');
});
