// A message's text as React Native's Text: the shared renderer's tree, blocks of code that scroll.
import { type Block, type Inline, parse } from '@antiphon/markdown';
import type { ReactNode } from 'react';
import {
  Linking,
  Pressable,
  ScrollView,
  type StyleProp,
  Text,
  type TextStyle,
  View,
} from 'react-native';
import type { Words } from '../bot/words.ts';
import type { Look } from './theme.ts';

interface Props {
  text: string;
  look: Look;
  words: Words;
  style: StyleProp<TextStyle>;
  onCopy?: (text: string) => void;
}

export function Rich({ text, ...how }: Props) {
  return <Blocks blocks={parse(text)} {...how} />;
}

function Blocks({ blocks, ...how }: Omit<Props, 'text'> & { blocks: readonly Block[] }) {
  const { look, words, style, onCopy } = how;
  return blocks.map((block, key) => {
    if (block.type === 'blockquote')
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: a block is what stands at its place.
        <View key={key} style={look.quoted}>
          <Blocks blocks={block.children} {...how} />
        </View>
      );
    if (block.type === 'p')
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <Text key={key} style={style} selectable>
          {spans(block.children, look)}
        </Text>
      );
    if (block.type === 'pre')
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <View key={key} style={look.code}>
          <View style={look.codeHead}>
            <Text style={look.faintly}>{block.lang || words.code}</Text>
            {onCopy && (
              <Pressable
                style={look.touch}
                accessibilityRole="button"
                accessibilityLabel={words.copyCode}
                onPress={() => onCopy(block.text)}
              >
                <Text style={look.faintly}>{words.copy}</Text>
              </Pressable>
            )}
          </View>
          <ScrollView horizontal>
            <Text style={look.codeText} selectable>
              {block.text}
            </Text>
          </ScrollView>
        </View>
      );
    return block.items.map((item, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <Text key={`${key}.${at}`} style={style} selectable>
        {block.type === 'ol' ? `${block.start + at}. ` : '• '}
        {spans(item, look)}
      </Text>
    ));
  });
}

function spans(children: readonly Inline[], look: Look): ReactNode[] {
  return children.map((child, key) => {
    if (typeof child === 'string') return child;
    const style = {
      strong: look.bold,
      em: look.italic,
      code: look.mono,
      a: look.link,
    }[child.type];
    const { href } = child as { href?: string };
    return (
      <Text
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        key={key}
        style={style}
        accessibilityRole={href ? 'link' : undefined}
        onPress={href ? () => void Linking.openURL(href).catch(() => {}) : undefined}
      >
        {spans(child.children, look)}
      </Text>
    );
  });
}
