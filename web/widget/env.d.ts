// Modules that the build makes: see build.mjs.

declare module 'virtual:style' {
  /** tokens.css (only what is used) and app/style.css as one text for a constructable sheet. */
  const css: string;
  export default css;
}
