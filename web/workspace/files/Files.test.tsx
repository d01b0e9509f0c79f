// Files from the chip to the picture: what is chosen, refused, sent and shown, by keyboard and for axe.
import type { Attachment, Message } from '@antiphon/sdk/core';
import { createUploads, type Uploads } from '@antiphon/sdk/files';
import { FakeFiles, file } from '@antiphon/sdk/files/testing';
import { FakeClock } from '@antiphon/sdk/testing';
import { act, useSyncExternalStore } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { allByRole, byRole, draw, press, problems, settle, signedIn } from '../testing.tsx';
import { Attachments } from './Attachments.tsx';
import { FileList } from './FileList.tsx';
import { picturesIn } from './shown.ts';
import { Tray } from './Tray.tsx';
import Viewer from './Viewer.tsx';

// The fake browser knows no layout, so nothing ever comes into its sight.
beforeEach(() => vi.stubGlobal('IntersectionObserver', undefined));
afterEach(() => vi.unstubAllGlobals());

const picture: Attachment = {
  id: 'f1',
  name: 'lamp.png',
  mime: 'image/png',
  size: 5000,
  width: 1600,
  height: 1200,
  has_thumbnail: true,
};
const notes: Attachment = { id: 'f2', name: 'notes.txt', mime: 'text/plain', size: 1200 };

const message = (change: Partial<Message> = {}): Message => ({
  id: 'm1',
  conversation_id: 't1',
  seq: 1,
  client_msg_id: null,
  kind: 'message',
  audience: 'public',
  role: 'user',
  sender: { id: 'v1', name: 'Vera', kind: 'contact' },
  text: '',
  created_at: '2026-11-20T10:00:00Z',
  edited_at: null,
  deleted_at: null,
  reply_to: null,
  attachments: [picture, notes],
  ...change,
});

// ---- chips

function Chips({ tray, onLeave }: { tray: Uploads; onLeave: () => void }) {
  const uploads = useSyncExternalStore(tray.subscribe, tray.get);
  return <Tray tray={tray} uploads={uploads} onLeave={onLeave} />;
}

async function chips() {
  const clock = new FakeClock();
  const server = new FakeFiles(clock);
  const tray = createUploads(server.client());
  const left = vi.fn();
  await draw(<Chips tray={tray} onLeave={left} />);
  const later = (ms: number) => act(() => clock.advance(ms));
  return { server, tray, left, later };
}

it('says how far each file is, and when all are there', async () => {
  const { server, tray, later } = await chips();
  server.held = [];
  await act(async () => void tray.add([file('a.txt', 2000), file('b.txt', 10)]));
  expect(byRole('progressbar', 'Sending a.txt').getAttribute('aria-valuenow')).toBe('0');
  await act(async () => server.go());
  await later(1_000);
  expect(allByRole('progressbar')).toEqual([]);
  expect(byRole('status').textContent).toBe('2 files ready to send');
  expect(await problems()).toEqual([]);
});

it('shows the words of a refusal, offers another try only where that helps, and goes by a key', async () => {
  const { server, tray, left, later } = await chips();
  const refused = (status: number, message: string) => ({
    method: 'POST',
    fault: { status, code: 'x', message },
  });
  server.next = [refused(415, 'Programs are not taken.'), refused(403, 'You may not.')];
  await act(async () => void tray.add([file('a.exe', 10), file('b.txt', 10)]));
  await later(1_000);
  expect(allByRole('alert').map((one) => one.textContent)).toEqual([
    'Programs are not taken.',
    'You may not.',
  ]);
  expect(await problems()).toEqual([]);
  byRole('button', 'Try again: b.txt').focus();
  await press('Enter');
  await later(1_000);
  expect(tray.get()[1]!.state).toBe('done');
  byRole('button', 'Remove a.exe').focus();
  await press('Enter');
  expect(tray.get().map((one) => one.name)).toEqual(['b.txt']);
  expect(left).toHaveBeenCalledOnce();
});

// ---- files of messages

/** Where the fake server says a file is. */
function addressed() {
  const session = signedIn();
  const asked: string[] = [];
  session.client.request = async <T,>(_: string, path: string) => {
    asked.push(path);
    const id = path.split('/').at(-1);
    return { url: `/${id}/content`, thumbnail_url: `/${id}/thumbnail`, expires_in: 3600 } as T;
  };
  return { ...session, asked };
}

it('shows a picture with its room kept, and opens it by a key', async () => {
  const { inside } = addressed();
  const opened = vi.fn();
  await draw(
    inside(
      <Attachments
        files={[picture, notes]}
        message={message()}
        isAtEnd={false}
        onPicture={opened}
      />,
    ),
  );
  await settle();
  const image = document.querySelector('img')!;
  expect([image.getAttribute('width'), image.getAttribute('height')]).toEqual(['320', '240']);
  expect(image.getAttribute('src')).toBe('https://chat.test/f1/thumbnail');
  byRole('button', 'Open picture lamp.png').focus();
  await press('Enter');
  expect(opened).toHaveBeenCalledWith('f1');
  expect(await problems()).toEqual([]);
});

it('asks once for another address when a picture does not come, then shows a card', async () => {
  const { inside, asked } = addressed();
  await draw(
    inside(
      <Attachments files={[picture]} message={message()} isAtEnd={false} onPicture={() => {}} />,
    ),
  );
  await settle();
  for (let i = 0; i < 2; i++) {
    await act(async () => void document.querySelector('img')!.dispatchEvent(new Event('error')));
    await settle();
  }
  expect(asked).toHaveLength(2);
  expect(document.querySelector('img')).toBeNull();
  byRole('button', /^Download\W*lamp.png/);
});

it('downloads by a key under its own name', async () => {
  const { inside, asked } = addressed();
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    saved.push(`${this.download} ${this.href}`);
  });
  await draw(
    inside(
      <Attachments files={[notes]} message={message()} isAtEnd={false} onPicture={() => {}} />,
    ),
  );
  byRole('button', /^Download\W*notes.txt/).focus();
  await press('Enter');
  await settle();
  expect(saved).toEqual(['notes.txt https://chat.test/f2/content']);
  expect(asked).toEqual(['/api/conversations/t1/messages/m1/files/f2']);
});

it('only names what is still on its way', async () => {
  const { inside, asked } = addressed();
  await draw(
    inside(<Attachments files={[picture, notes]} message={null} isAtEnd onPicture={() => {}} />),
  );
  expect(allByRole('button')).toEqual([]);
  expect(document.body.textContent).toContain('lamp.png');
  expect(asked).toEqual([]);
});

it('lists the files of a conversation, newest first, without those of deleted messages', async () => {
  const { inside } = addressed();
  const later: Attachment = { ...notes, id: 'f3', name: 'later.pdf', mime: 'application/pdf' };
  const messages = [
    message(),
    message({ id: 'm2', deleted_at: '2026-11-20T11:00:00Z', text: null }),
    message({ id: 'm3', kind: 'note', attachments: [later] }),
  ];
  const opened = vi.fn();
  await draw(inside(<FileList messages={messages} hasOlder onPicture={opened} />));
  expect(allByRole('button').map((one) => one.textContent)).toEqual([
    'Download later.pdf',
    'Download notes.txt',
    'Open lamp.png',
    'Download lamp.png',
  ]);
  expect(document.body.textContent).toContain('in a note');
  expect(document.body.textContent).toContain('Older messages may have more');
  expect(await problems()).toEqual([]);
});

it('goes through the pictures by the arrows, and closes by Escape', async () => {
  const { inside } = addressed();
  const second = { ...picture, id: 'f4', name: 'box.png' };
  const pictures = picturesIn([message(), message({ id: 'm2', attachments: [second] })]);
  const moved = vi.fn();
  const closed = vi.fn();
  const view = (at: string | null) =>
    inside(<Viewer pictures={pictures} at={at} onMove={moved} onClose={closed} />);
  const again = await draw(view('f1'));
  await act(() => import('@antiphon/ui/Window.tsx'));
  await settle();
  byRole('dialog', 'lamp.png');
  expect(document.querySelector('img')!.getAttribute('src')).toBe('https://chat.test/f1/content');
  expect(document.body.textContent).toContain('1 of 2');
  await press('ArrowLeft');
  expect(moved).not.toHaveBeenCalled();
  await press('ArrowRight');
  expect(moved).toHaveBeenCalledWith('f4');
  await again(view('f4'));
  await settle();
  byRole('dialog', 'box.png');
  expect(await problems()).toEqual([]);
  await press('Escape');
  expect(closed).toHaveBeenCalled();
  // Taken back while it was looked at.
  closed.mockClear();
  await again(view('gone'));
  expect(closed).toHaveBeenCalledOnce();
});
