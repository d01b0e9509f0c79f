// What can be done with a message: react, answer, pin, and with one's own edit and delete.
import type { Message as WireMessage } from '@antiphon/sdk/core';
import { Confirm, cx, IconButton, lazilyOpened, Menu, toast } from '@antiphon/ui';
import { Ellipsis, Pin, PinOff, Reply, SmilePlus } from 'lucide-react';
import { useRef, useState } from 'react';
import { phone, useMedia } from '../shell/browser.ts';
import { sentence } from '../shell/server.ts';
import styles from './Deeds.module.css';
import type { MessageProps } from './Message.tsx';
import { useAtEnd } from './useAtEnd.ts';

const Picker = lazilyOpened(() => import('../emoji/Picker.tsx'), 'The emoji');

/** What is at hand without looking; the API takes any emoji. */
const quick = [
  ['👍', 'Thumbs up'],
  ['❤️', 'Heart'],
  ['🎉', 'Party'],
  ['😂', 'Laughing'],
  ['😮', 'Surprised'],
  ['😢', 'Sad'],
  ['👀', 'Looking into it'],
  ['✅', 'Done'],
] as const;

/** Where a finger points or there is little room, all of it stands in one menu. */
const compact = `(hover: none), ${phone}`;

export function Deeds(props: MessageProps & { message: WireMessage }) {
  const { line, message, onEditing, onRemove, onLeave, onReply, onReact, onPin } = props;
  const pin = {
    label: message.pinned_at ? 'Unpin' : 'Pin',
    icon: message.pinned_at ? <PinOff aria-hidden /> : <Pin aria-hidden />,
    run: () => onPin(message),
  };
  const isCompact = useMedia(compact);
  const emoji = quick.map(([sign, name]) => ({
    label: `${sign} ${name}`,
    run: () => onReact(message, sign),
  }));
  const [choosing, setChoosing] = useState(false);
  const more = { label: 'More emoji…', run: () => setChoosing(true) };
  const box = useRef<HTMLSpanElement>(null);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  // With the message its button goes, to which the question would give the focus back.
  useAtEnd(() => asking && onLeave());

  async function remove() {
    setBusy(true);
    try {
      await onRemove(message);
    } catch (error) {
      toast({ text: `Not deleted. ${sentence(error)}` });
    }
    setBusy(false);
    setAsking(false);
  }

  return (
    <span
      ref={box}
      className={cx(styles.deeds, isCompact ? null : styles.beside)}
      data-open={choosing || undefined}
    >
      {choosing ? (
        <Picker
          triggerRef={box}
          placement="bottom end"
          onPick={(sign) => onReact(message, sign)}
          onClose={() => setChoosing(false)}
        />
      ) : null}
      {isCompact ? null : (
        <>
          <Menu
            name="Emoji"
            placement="bottom end"
            trigger={(open) => (
              <IconButton {...open} name="React" size="s">
                <SmilePlus aria-hidden />
              </IconButton>
            )}
            groups={[{ deeds: emoji }, { deeds: [more] }]}
          />
          <IconButton name="Reply to this" size="s" onPress={() => onReply(message)}>
            <Reply aria-hidden />
          </IconButton>
        </>
      )}
      <Menu
        name={line.own ? 'Your message' : 'Message'}
        placement="bottom end"
        trigger={(open) => (
          <IconButton
            {...open}
            name={line.own ? 'Edit or delete' : 'Options of this message'}
            size="s"
          >
            <Ellipsis aria-hidden />
          </IconButton>
        )}
        groups={[
          {
            deeds: [
              isCompact && {
                label: 'Reply',
                icon: <Reply aria-hidden />,
                run: () => onReply(message),
              },
              line.own && { label: 'Edit', run: () => onEditing(message.id) },
              pin,
              line.own && { label: 'Delete…', tone: 'danger', run: () => setAsking(true) },
            ],
          },
          isCompact && { title: 'React', deeds: [...emoji, more] },
        ]}
      />
      <Confirm
        title="Delete this message?"
        action="Delete"
        isOpen={asking}
        isPending={busy}
        onClose={() => setAsking(false)}
        onConfirm={() => void remove()}
      >
        Everyone then sees “Message deleted” in its place. Staff with the right to do so can still
        look up what it said.
      </Confirm>
    </span>
  );
}
