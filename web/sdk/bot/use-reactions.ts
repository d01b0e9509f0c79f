// The reactions of one message, for both EnhancedChatBots: what is pressed shows at once and goes back
// when it is refused; what others give is told. No DOM.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client, Message, Reaction } from '../core/index.ts';
import {
  hasReacted,
  newReactions,
  react,
  stillWanted,
  type Wanted,
  withWanted,
} from '../core/reactions.ts';

interface Given {
  message: Message;
  me: string;
  client: Client;
  /** Somebody else gave one. */
  onHeard(who: string, emoji: string): void;
  onRefused(): void;
}

const nothing: Wanted = new Map();

export function useReactions({ message, me, client, onHeard, onRefused }: Given): {
  all: Reaction[];
  toggle(emoji: string): void;
} {
  const [wanted, setWanted] = useState(nothing);
  const told = useRef({ message, onHeard, onRefused });
  useEffect(() => {
    const { message: old } = told.current;
    told.current = { message, onHeard, onRefused };
    if (message === old) return;
    for (const [who, emoji] of newReactions(message, old, me)) onHeard(who, emoji);
    setWanted((now) => stillWanted(now, message, me));
  });
  const toggle = useCallback(
    (emoji: string) => {
      const there = !(wanted.get(emoji) ?? hasReacted(message, emoji, me));
      setWanted((now) => new Map(now).set(emoji, there));
      // The log tells it too; until then it stands as wanted.
      react(client, message, emoji, there).catch(() => {
        setWanted((now) => new Map([...now].filter(([other]) => other !== emoji)));
        told.current.onRefused();
      });
    },
    [client, message, me, wanted],
  );
  return { all: withWanted(message.reactions ?? [], wanted, me), toggle };
}
