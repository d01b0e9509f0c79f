// What the build gives the chatbot: see tools/styles.mjs.
declare module 'virtual:chatbot-style' {
  /** The widget's sheets and the chatbot's own, with the tokens they read. */
  const css: string;
  export default css;
}
