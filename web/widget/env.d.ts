// Modules that the build makes: see build.mjs.

declare module 'virtual:files-style' {
  /** The same for app/files/style.css. */
  const css: string;
  export default css;
}

declare module 'virtual:signs-style' {
  /** The same for app/signs/style.css. */
  const css: string;
  export default css;
}

declare module 'virtual:talk-style' {
  /** The same for app/talk/style.css. */
  const css: string;
  export default css;
}

declare module 'virtual:style' {
  /** tokens.css (only what is used) and app/style.css as one text for a constructable sheet. */
  const css: string;
  export default css;
}

declare module 'virtual:launcher' {
  /** What the launcher says in the loader's language. */
  export { launcher } from './locales/en-launcher.ts';
}
