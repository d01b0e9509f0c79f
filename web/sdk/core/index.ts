// The core's public face: what every client needs. Beside it stand staff.ts (the client of people
// who answer) timeline.ts, previews.ts and reactions.ts (for those who draw a thread); all else under
// core/ is its own business.

export { createClient } from './client.ts';
export { emptyThread } from './store.ts';
export * from './types.ts';
export type * from './wire.ts';
