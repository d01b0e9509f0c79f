// Which property names the build of the widget must leave alone when it shortens the others: what
// crosses the wire, the storage, the page or the DOM. Everything else is the app's own business
// and becomes one or two letters, in all chunks alike.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** @param {string} file */
const declared = (file) =>
  [...readFileSync(join(here, file), 'utf8').matchAll(/\b([A-Za-z]\w*)(?=\??:)/g)].map(([, name]) =>
    String(name),
  );

const words = (/** @type {string} */ text) => text.trim().split(/\s+/);

export const kept = [
  // The wire, both ways, and what the outbox and the session write into the storage.
  ...declared('../sdk/core/wire.ts'),
  ...declared('page.ts'),
  ...words(`widget_key visitor_token identity_jwt page url title referrer token ticket protocol talk contact
    settings name greeting color position locale after_seq client_msg_id conversation message own
    owner order state seq error is_typing audience kind text reply_to heartbeat_s authorization accept`),
  // Looked up by a name that is only known at run time.
  ...words(
    'sending sent delivered read failed open close toggle identify logout set on socket sse poll',
  ),
  ...words('check checks alert send down'),
  // Markup, styles and formats.
  ...words(
    'class className ref key dir role tabIndex rows placeholder value type dateTime viewBox enterkeyhint',
  ),
  ...words(
    'hour minute weekday day month children href target rel start d hidden side theme label',
  ),
];

/** Handlers in markup; and names that a library has shortened already. */
export const keptPattern = /^(?!on[A-Z]|_|aria)/;
