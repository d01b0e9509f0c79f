// What the native chatbot uses of React Native, as its declarations have it: the package itself, with its
// build tools, is 400 packages. tools/try-sdk.mjs checks the result against the real declarations.
declare module 'react-native' {
  import type { ComponentType, ReactNode, Ref } from 'react';

  export interface ViewStyle {
    [property: string]: unknown;
    flexDirection?: 'row' | 'column';
    alignItems?: 'center' | 'flex-start' | 'flex-end';
    justifyContent?: 'center' | 'flex-end' | 'space-between';
  }
  export interface TextStyle extends ViewStyle {
    color?: string;
  }
  export type StyleProp<T> = T | undefined | false | null | '' | readonly StyleProp<T>[];
  type Style = StyleProp<ViewStyle>;
  type Look = ViewStyle | TextStyle;

  interface Accessible {
    accessible?: boolean;
    accessibilityLabel?: string;
    accessibilityHint?: string;
    accessibilityRole?:
      | 'alert'
      | 'button'
      | 'header'
      | 'link'
      | 'list'
      | 'none'
      | 'progressbar'
      | 'text';
    accessibilityState?: {
      disabled?: boolean;
      expanded?: boolean;
      busy?: boolean;
      selected?: boolean;
    };
    accessibilityValue?: { min?: number; max?: number; now?: number; text?: string };
    accessibilityLiveRegion?: 'none' | 'polite' | 'assertive';
    accessibilityViewIsModal?: boolean;
    accessibilityElementsHidden?: boolean;
    importantForAccessibility?: 'auto' | 'yes' | 'no' | 'no-hide-descendants';
    testID?: string;
    style?: Style;
    children?: ReactNode;
  }

  export interface LayoutChangeEvent {
    nativeEvent: { layout: { y: number } };
  }
  export const View: ComponentType<Accessible & { onLayout?: (event: LayoutChangeEvent) => void }>;
  export const SafeAreaView: ComponentType<Accessible>;
  export const Text: ComponentType<
    Accessible & { onPress?: () => void; selectable?: boolean; numberOfLines?: number }
  >;
  export const Pressable: ComponentType<
    Accessible & { onPress?: () => void; disabled?: boolean; hitSlop?: number }
  >;
  export const KeyboardAvoidingView: ComponentType<
    Accessible & { behavior?: 'height' | 'position' | 'padding' }
  >;
  export const Modal: ComponentType<{
    visible?: boolean;
    animationType?: 'none' | 'slide' | 'fade';
    onRequestClose?: () => void;
    children?: ReactNode;
  }>;

  export interface NativeScrollEvent {
    contentOffset: { y: number };
    contentSize: { height: number };
    layoutMeasurement: { height: number };
  }
  export interface NativeSyntheticEvent<T> {
    nativeEvent: T;
  }
  export interface ScrollView {
    scrollToEnd(options?: { animated?: boolean }): void;
    scrollTo(options: { y: number; animated?: boolean }): void;
  }
  export const ScrollView: ComponentType<
    Accessible & {
      ref?: Ref<ScrollView>;
      horizontal?: boolean;
      contentContainerStyle?: Style;
      keyboardShouldPersistTaps?: 'always' | 'handled' | 'never';
      onScroll?: (event: NativeSyntheticEvent<NativeScrollEvent>) => void;
      scrollEventThrottle?: number;
      onContentSizeChange?: (width: number, height: number) => void;
    }
  >;

  export interface TextInput {
    focus(): void;
  }
  export const TextInput: ComponentType<
    Accessible & {
      ref?: Ref<TextInput>;
      value?: string;
      placeholder?: string;
      placeholderTextColor?: string;
      multiline?: boolean;
      onChangeText?: (text: string) => void;
      onBlur?: () => void;
    }
  >;

  export const StyleSheet: {
    create<T extends Record<string, Look>>(styles: T): T;
    readonly hairlineWidth: number;
    readonly absoluteFill: Look;
  };
  export const Platform: { readonly OS: string };
  export const Linking: { openURL(url: string): Promise<unknown> };
  export const AccessibilityInfo: { announceForAccessibility(said: string): void };
  export const AppState: {
    addEventListener(type: 'change', run: (state: string) => void): { remove(): void };
  };
  export function useColorScheme(): 'light' | 'dark' | null | undefined;
}
