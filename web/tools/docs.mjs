// Puts the API browser (Scalar, one file) into dist/docs/, so that /api/docs asks no other host for anything.
// Taken from its package by exact version and checksum, without the package's many dependencies, and kept
// under node_modules/.cache between builds.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const VERSION = '1.70.0';
const SHA512 =
  '2oX0upq8YWANljR0b9ANgiOsaMxUxoyQyiFVuYBbvp1x4kvcahKWy2Vw+KZFXt6H/rFQC6dY8LAdszhQQfB5ww==';
const FILE = 'package/dist/browser/standalone.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, 'node_modules/.cache/docs');
const packed = join(cache, `scalar-api-reference-${VERSION}.tgz`);
const out = join(root, 'dist/docs/scalar.js');
const stamp = join(cache, 'written');

/** @param {string} why @returns {never} */
function fail(why) {
  console.error(`docs: ${why}`);
  process.exit(1);
}

mkdirSync(cache, { recursive: true });
if (!existsSync(packed)) {
  const { status } = spawnSync(
    'npm',
    ['pack', `@scalar/api-reference@${VERSION}`, '--silent', '--pack-destination', cache],
    { cwd: cache, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status !== 0)
    fail('the API browser could not be fetched; is the package registry reachable?');
}
const found = createHash('sha512').update(readFileSync(packed)).digest('base64');
if (found !== SHA512) {
  rmSync(packed);
  fail(`the API browser's package has another checksum than expected (${found})`);
}
const written = existsSync(stamp) && readFileSync(stamp, 'utf8') === VERSION;
if (!written || !existsSync(out)) {
  const { status } = spawnSync('tar', ['-xzf', packed, '-C', cache, FILE], { stdio: 'inherit' });
  if (status !== 0) fail('the API browser could not be unpacked');
  const bytes = readFileSync(join(cache, FILE));
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, bytes);
  // Nine, not eleven: a large file for developers, and eleven takes a quarter of a minute.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  writeFileSync(`${out}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${out}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(stamp, VERSION);
}
