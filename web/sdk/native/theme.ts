// The tokens' colours and sizes as React Native's styles take them, for the theme that the device has.

import { dark, light } from 'virtual:palette';
import { useMemo } from 'react';
import { StyleSheet, useColorScheme, type ViewStyle } from 'react-native';

export type Look = ReturnType<typeof lookOf>;

export function useLook(): Look {
  const theme = useColorScheme();
  return useMemo(() => lookOf(theme === 'dark' ? dark : light), [theme]);
}

function lookOf(colours: Record<string, string>) {
  const of = (name: string) => colours[name]!;
  const row: ViewStyle = { flexDirection: 'row', alignItems: 'center' };
  const touch: ViewStyle = {
    minWidth: 44,
    minHeight: 44,
    alignItems: 'center',
    justifyContent: 'center',
  };
  return {
    faint: of('ink-faint'),
    ...StyleSheet.create({
      launcher: {
        position: 'absolute',
        bottom: 20,
        width: 56,
        height: 56,
        borderRadius: 28,
        alignItems: 'center',
        justifyContent: 'center',
        backgroundColor: of('accent'),
        elevation: 6,
      },
      right: { right: 20 },
      left: { left: 20 },
      sign: { color: of('on-accent'), fontSize: 22, fontWeight: '600' },
      panel: { flex: 1, backgroundColor: of('surface-raised') },
      head: {
        ...row,
        paddingHorizontal: 16,
        paddingVertical: 8,
        borderBottomWidth: 1,
        borderColor: of('line'),
        backgroundColor: of('surface-paper'),
      },
      names: { flex: 1 },
      title: { color: of('ink'), fontSize: 16, fontWeight: '600' },
      about: { color: of('ink-faint'), fontSize: 13 },
      touch,
      icon: { color: of('ink-soft'), fontSize: 22 },
      bar: {
        ...row,
        justifyContent: 'space-between',
        paddingLeft: 16,
        backgroundColor: of('amber-soft'),
      },
      trouble: { flex: 1, color: of('amber-ink'), fontSize: 14 },
      body: { flex: 1 },
      log: { padding: 16, gap: 2 },
      home: { flexGrow: 1, justifyContent: 'flex-end', gap: 12, padding: 24 },
      note: { flex: 1, alignItems: 'center', justifyContent: 'center', padding: 32 },
      greeting: { color: of('ink'), fontSize: 20, fontWeight: '600' },
      soft: { color: of('ink-soft'), fontSize: 15 },
      prompts: { flexDirection: 'row', flexWrap: 'wrap', gap: 8 },
      prompt: {
        ...touch,
        paddingHorizontal: 16,
        borderWidth: 1,
        borderRadius: 22,
        borderColor: of('line-strong'),
      },
      strong: { color: of('ink'), fontSize: 15, fontWeight: '600' },
      day: { alignSelf: 'center', color: of('ink-faint'), fontSize: 12, marginVertical: 8 },
      line: { maxWidth: '84%', alignItems: 'flex-start' },
      own: { alignSelf: 'flex-end', alignItems: 'flex-end' },
      first: { marginTop: 8 },
      bubble: {
        paddingHorizontal: 12,
        paddingVertical: 8,
        borderRadius: 14,
        gap: 8,
        backgroundColor: of('bubble-other'),
      },
      bubbleOwn: { backgroundColor: of('bubble-own') },
      bubbleBad: { backgroundColor: of('red-soft') },
      words: { color: of('on-bubble-other'), fontSize: 16, lineHeight: 23 },
      wordsOwn: { color: of('on-bubble-own') },
      wordsBad: { color: of('ink') },
      bold: { fontWeight: '600' },
      italic: { fontStyle: 'italic' },
      mono: { fontFamily: 'monospace' },
      link: { textDecorationLine: 'underline' },
      quote: {
        maxWidth: '100%',
        minHeight: 44,
        justifyContent: 'center',
        marginBottom: 2,
        paddingHorizontal: 8,
        borderLeftWidth: 2,
        borderColor: of('line-strong'),
      },
      reactions: { flexDirection: 'row', flexWrap: 'wrap', gap: 4 },
      reaction: {
        ...touch,
        paddingHorizontal: 10,
        borderWidth: 1,
        borderRadius: 22,
        borderColor: of('line-strong'),
      },
      given: { borderWidth: 2, borderColor: of('accent') },
      emoji: { color: of('ink'), fontSize: 14 },
      quoted: { paddingLeft: 8, borderLeftWidth: 2, borderColor: of('line-strong') },
      code: {
        borderWidth: 1,
        borderColor: of('line'),
        borderRadius: 6,
        backgroundColor: of('surface-raised'),
      },
      codeHead: { ...row, justifyContent: 'space-between', paddingLeft: 8 },
      codeText: { padding: 8, color: of('ink'), fontFamily: 'monospace', fontSize: 14 },
      meta: { ...row, gap: 4 },
      faintly: { color: of('ink-faint'), fontSize: 12 },
      wrong: { color: of('red-ink'), fontSize: 14 },
      action: {
        color: of('ink'),
        fontSize: 14,
        fontWeight: '600',
        textDecorationLine: 'underline',
      },
      file: {
        ...row,
        minHeight: 44,
        paddingHorizontal: 12,
        borderWidth: 1,
        borderRadius: 10,
        borderColor: of('line-strong'),
      },
      card: {
        maxWidth: 300,
        marginTop: 4,
        paddingVertical: 8,
        paddingHorizontal: 12,
        borderWidth: 1,
        borderRadius: 10,
        borderColor: of('line-strong'),
      },
      composer: {
        ...row,
        alignItems: 'flex-end',
        margin: 12,
        borderWidth: 1,
        borderRadius: 14,
        borderColor: of('line-strong'),
        backgroundColor: of('surface-field'),
      },
      field: {
        flex: 1,
        minHeight: 44,
        maxHeight: 120,
        padding: 10,
        color: of('ink'),
        fontSize: 16,
      },
      send: { color: of('accent'), fontSize: 16, fontWeight: '600' },
      off: { color: of('ink-faint') },
    }),
  };
}
