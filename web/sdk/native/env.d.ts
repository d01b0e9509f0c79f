// What the build gives the native chatbot: see tools/styles.mjs.
declare module 'virtual:palette' {
  /** Colours by the tokens' names, as #rrggbb. */
  export const light: Record<string, string>;
  export const dark: Record<string, string>;
}
