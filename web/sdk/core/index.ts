// The core's public face. Everything else under core/ is its own business.

export { createClient } from './client.ts';
export { createStaffClient } from './staff.ts';
export { emptyThread } from './store.ts';
export { type Line, sendState, timeline } from './timeline.ts';
export * from './types.ts';
export type * from './wire.ts';
