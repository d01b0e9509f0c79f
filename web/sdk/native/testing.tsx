// React Native in memory, as far as the chatbot uses it: its elements as a page's, named and marked as its
// accessibility tree would have them. Stands in for the package in unit tests (vitest.config.ts).
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react';

/** What was announced and opened, and what the device is like. */
export const device = {
  announced: [] as string[],
  opened: [] as string[],
  /** Where the log was scrolled to. */
  scrolled: [] as number[],
  theme: 'light' as 'light' | 'dark',
  foreground: new Set<(state: string) => void>(),
};

interface Given {
  children?: ReactNode;
  style?: unknown;
  accessibilityLabel?: string;
  accessibilityRole?: string;
  accessibilityState?: { expanded?: boolean; selected?: boolean };
  accessibilityElementsHidden?: boolean;
  disabled?: boolean;
  onLayout?: (event: { nativeEvent: { layout: { y: number } } }) => void;
  onPress?: () => void;
}

const flat = (style: unknown): Record<string, unknown> =>
  Array.isArray(style)
    ? Object.assign({}, ...style.map(flat))
    : ((style || {}) as Record<string, unknown>);

const marks = (given: Given) => ({
  role: given.accessibilityRole,
  'aria-label': given.accessibilityLabel,
  'aria-expanded': given.accessibilityState?.expanded,
  'aria-pressed': given.accessibilityState?.selected,
  'aria-hidden': given.accessibilityElementsHidden,
  'data-colour': String(flat(given.style).backgroundColor ?? ''),
});

/** A view stands as far down as there are views before it. */
export function View({ onLayout, ...given }: Given) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = box.current!.parentElement?.children ?? [];
    onLayout?.({ nativeEvent: { layout: { y: [...before].indexOf(box.current!) } } });
  });
  return (
    <div ref={box} {...marks(given)}>
      {given.children}
    </div>
  );
}
export const SafeAreaView = View;
export const KeyboardAvoidingView = View;

export const Text = (given: Given) => (
  // biome-ignore lint/a11y/noStaticElementInteractions: what can be pressed has a role.
  // biome-ignore lint/a11y/useKeyWithClickEvents: tests press it.
  <span {...marks(given)} onClick={given.onPress}>
    {given.children}
  </span>
);

export const Pressable = (given: Given) => (
  <button type="button" {...marks(given)} disabled={given.disabled} onClick={given.onPress}>
    {given.children}
  </button>
);

export const Modal = ({ visible, children }: { visible?: boolean; children?: ReactNode }) =>
  visible ? <dialog open>{children}</dialog> : null;

interface Scrolls {
  scrollToEnd(): void;
  scrollTo(to: { y: number }): void;
}

export function ScrollView({ ref, ...given }: Given & { ref?: Ref<Scrolls> }) {
  useImperativeHandle(
    ref,
    () => ({ scrollToEnd() {}, scrollTo: ({ y }) => void device.scrolled.push(y) }),
    [],
  );
  return <section {...marks(given)}>{given.children}</section>;
}

export const TextInput = ({
  value,
  onChangeText,
  ...given
}: Given & { value?: string; onChangeText?: (text: string) => void }) => (
  <textarea
    {...marks(given)}
    value={value}
    onChange={(event) => onChangeText?.(event.currentTarget.value)}
  />
);

export const StyleSheet = { create: <T,>(styles: T) => styles, hairlineWidth: 1, absoluteFill: {} };
export const Platform = { OS: 'ios' };
export const Linking = { openURL: async (url: string) => device.opened.push(url) };
export const AccessibilityInfo = {
  announceForAccessibility: (said: string) => void device.announced.push(said),
};
export const AppState = {
  addEventListener(_: 'change', run: (state: string) => void) {
    device.foreground.add(run);
    return { remove: () => device.foreground.delete(run) };
  },
};
export const useColorScheme = () => device.theme;
