// What can be done with a message: react, answer, pin, and with one's own edit and delete.

import { quick } from '@antiphon/emoji/quick.ts';
import type { Message as WireMessage } from '@antiphon/sdk/core';
import { Confirm, cx, IconButton, lazilyOpened, Menu, toast } from '@antiphon/ui';
import { Ellipsis, Pin, PinOff, Reply, SmilePlus } from 'lucide-react';
import { useRef, useState } from 'react';
import { phone, useMedia } from '../shell/browser.ts';
import { sentence } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import styles from './Deeds.module.css';
import type { MessageProps } from './Message.tsx';
import { say } from './say.ts';
import { useAtEnd } from './useAtEnd.ts';

const Picker = lazilyOpened(() => import('../emoji/Picker.tsx'), say.parts.emoji);

/** Those that customers have at hand too, and two more for colleagues. */
const atHand = [...quick, '👀', '✅'] as const;

const names: Record<(typeof atHand)[number], string> = {
  '👍': say.quick.thumbsUp,
  '❤️': say.quick.heart,
  '😂': say.quick.laughing,
  '🎉': say.quick.party,
  '😮': say.quick.surprised,
  '😢': say.quick.sad,
  '👀': say.quick.looking,
  '✅': say.quick.done,
};

/** Where a finger points or there is little room, all of it stands in one menu. */
const compact = `(hover: none), ${phone}`;

export function Deeds(props: MessageProps & { message: WireMessage }) {
  const { line, message, onEditing, onRemove, onLeave, onReply, onReact, onPin } = props;
  const pin = {
    label: message.pinned_at ? say.unpin : say.pin,
    icon: message.pinned_at ? <PinOff aria-hidden /> : <Pin aria-hidden />,
    run: () => onPin(message),
  };
  const isCompact = useMedia(compact);
  const emoji = atHand.map((sign) => ({
    label: `${sign} ${names[sign]}`,
    run: () => onReact(message, sign),
  }));
  const [choosing, setChoosing] = useState(false);
  const more = { label: say.moreEmoji, run: () => setChoosing(true) };
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
      toast({ text: everywhere.notDeleted(sentence(error)) });
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
            name={say.emoji}
            placement="bottom end"
            trigger={(open) => (
              <IconButton {...open} name={say.react} size="s">
                <SmilePlus aria-hidden />
              </IconButton>
            )}
            groups={[{ deeds: emoji }, { deeds: [more] }]}
          />
          <IconButton name={say.replyToThis} size="s" onPress={() => onReply(message)}>
            <Reply aria-hidden />
          </IconButton>
        </>
      )}
      <Menu
        name={line.own ? say.yourMessage : say.message}
        placement="bottom end"
        trigger={(open) => (
          <IconButton {...open} name={line.own ? say.editOrDelete : say.options} size="s">
            <Ellipsis aria-hidden />
          </IconButton>
        )}
        groups={[
          {
            deeds: [
              isCompact && {
                label: say.reply,
                icon: <Reply aria-hidden />,
                run: () => onReply(message),
              },
              line.own && { label: everywhere.edit, run: () => onEditing(message.id) },
              pin,
              line.own && {
                label: everywhere.askDelete,
                tone: 'danger',
                run: () => setAsking(true),
              },
            ],
          },
          isCompact && { title: say.react, deeds: [...emoji, more] },
        ]}
      />
      <Confirm
        title={say.askDeletion}
        action={everywhere.delete}
        isOpen={asking}
        isPending={busy}
        onClose={() => setAsking(false)}
        onConfirm={() => void remove()}
      >
        {say.deletion}
      </Confirm>
    </span>
  );
}
