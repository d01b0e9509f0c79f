// Signs that turn the direction of what follows (embeddings, overrides and isolates of UAX 9): an address or the
// ending of a name could be made to read as another one. Apart from the renderer, which is loaded later than this.

/** The text without them. */
export const withoutTurns = (text: string): string =>
  text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
