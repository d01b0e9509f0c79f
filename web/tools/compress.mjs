// Writes a .br and a .gz beside every text file of dist/, at the highest level, so that the server
// only has to pick one. Files that do not shrink get none.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
const TEXT = /\.(js|css|html|json|svg|txt|map|webmanifest)$/;

/** @param {Buffer} bytes */
const br = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

for (const name of readdirSync(dist, { recursive: true })) {
  if (String(name).startsWith('docs')) continue; // packed where it is made
  const file = join(dist, String(name));
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) continue;
  if (/\.(br|gz)$/.test(file)) {
    // A sibling whose file is gone would be served for ever.
    if (!statSync(file.replace(/\.(br|gz)$/, ''), { throwIfNoEntry: false })) rmSync(file);
    continue;
  }
  if (!TEXT.test(file)) continue;
  const bytes = readFileSync(file);
  for (const [suffix, packed] of /** @type {const} */ ([
    ['.br', br(bytes)],
    ['.gz', gzipSync(bytes, { level: 9 })],
  ])) {
    if (packed.length < bytes.length) writeFileSync(file + suffix, packed);
    else rmSync(file + suffix, { force: true });
  }
}
