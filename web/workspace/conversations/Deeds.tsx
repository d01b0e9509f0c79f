// What can be done with a message: react, answer, pin, and with one's own edit and delete.
import type { Message as WireMessage } from '@antiphon/sdk/core';
import { Confirm, IconButton, Menu, toast } from '@antiphon/ui';
import { Ellipsis, Pin, PinOff, Reply, SmilePlus } from 'lucide-react';
import { useState } from 'react';
import { sentence } from '../shell/server.ts';
import type { MessageProps } from './Message.tsx';
import { useAtEnd } from './useAtEnd.ts';

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

export function Deeds(props: MessageProps & { message: WireMessage; deeds: string | undefined }) {
  const { line, message, onEditing, onRemove, onLeave, onReply, onReact, onPin } = props;
  const pin = {
    label: message.pinned_at ? 'Unpin' : 'Pin',
    icon: message.pinned_at ? <PinOff aria-hidden /> : <Pin aria-hidden />,
    run: () => onPin(message),
  };
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
    <span className={props.deeds}>
      <Menu
        name="Emoji"
        placement="bottom end"
        trigger={(open) => (
          <IconButton {...open} name="React" size="s">
            <SmilePlus aria-hidden />
          </IconButton>
        )}
        groups={[
          {
            deeds: quick.map(([emoji, name]) => ({
              label: `${emoji} ${name}`,
              run: () => onReact(message, emoji),
            })),
          },
        ]}
      />
      <IconButton name="Reply to this" size="s" onPress={() => onReply(message)}>
        <Reply aria-hidden />
      </IconButton>
      <Menu
        name={line.own ? 'Your message' : 'Message'}
        placement="bottom end"
        trigger={(open) => (
          <IconButton
            {...open}
            name={line.own ? 'Edit or delete' : 'More for this message'}
            size="s"
          >
            <Ellipsis aria-hidden />
          </IconButton>
        )}
        groups={[
          {
            deeds: [
              line.own && { label: 'Edit', run: () => onEditing(message.id) },
              pin,
              line.own && { label: 'Delete…', tone: 'danger', run: () => setAsking(true) },
            ],
          },
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
