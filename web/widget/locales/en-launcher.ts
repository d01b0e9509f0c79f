// What the launcher says in English before the rest is loaded; apart, so that the loader stays
// small.

export const launcher = {
  open: 'Open chat',
  close: 'Close chat',
  failed: 'The chat did not load. Check your connection, then press again.',
};
