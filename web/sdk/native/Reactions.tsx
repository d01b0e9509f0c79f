// The emoji under a message: how many, by whom, with a press one's own; and a button that offers some.
import { quick } from '@antiphon/emoji/quick.ts';
import { useState } from 'react';
import { AccessibilityInfo, Pressable, Text, View } from 'react-native';
import { useReactions } from '../bot/use-reactions.ts';
import { type Words, whoReacted } from '../bot/words.ts';
import type { Client, Message } from '../core/index.ts';
import type { Look } from './theme.ts';

interface Props {
  message: Message;
  me: string;
  /** Names of whoever takes part or has written, by id. */
  names: ReadonlyMap<string, string>;
  client: Client;
  words: Words;
  look: Look;
}

const say = (words: string) => AccessibilityInfo.announceForAccessibility(words);

export function Reactions({ message, me, names, client, words, look }: Props) {
  const said = words.reactions;
  const [open, setOpen] = useState(false);
  const [refused, setRefused] = useState(false);
  const { all, toggle } = useReactions({
    message,
    me,
    client,
    onHeard: (who, emoji) => say(said.reacted(names.get(who) ?? said.others(1), emoji)),
    onRefused: () => setRefused(true),
  });
  function press(emoji: string) {
    setOpen(false);
    setRefused(false);
    toggle(emoji);
  }
  return (
    <>
      <View style={look.reactions} accessibilityLabel={said.list}>
        {all.map(({ emoji, count, by }) => (
          <Pressable
            key={emoji}
            style={[look.reaction, by.includes(me) && look.given]}
            accessibilityRole="button"
            accessibilityLabel={`${emoji} ${count} ${said.by(whoReacted(by, me, names, words))}`}
            accessibilityState={{ selected: by.includes(me) }}
            onPress={() => press(emoji)}
          >
            <Text style={look.emoji}>
              {emoji} {count.toLocaleString(words.locale)}
            </Text>
          </Pressable>
        ))}
        {message.text !== null && (
          <Pressable
            style={look.touch}
            accessibilityRole="button"
            accessibilityLabel={said.react}
            accessibilityState={{ expanded: open }}
            onPress={() => setOpen(!open)}
          >
            <Text style={look.faintly}>{said.react}</Text>
          </Pressable>
        )}
      </View>
      {message.text !== null && open && (
        <View style={look.reactions}>
          {quick.map((sign, nth) => (
            <Pressable
              key={sign}
              style={look.touch}
              accessibilityRole="button"
              accessibilityLabel={said.quick[nth]}
              onPress={() => press(sign)}
            >
              <Text style={look.icon}>{sign}</Text>
            </Pressable>
          ))}
        </View>
      )}
      {refused && (
        <Text style={look.wrong} accessibilityRole="alert">
          {said.notSaved}
        </Text>
      )}
    </>
  );
}
