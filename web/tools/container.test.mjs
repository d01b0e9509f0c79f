// The image is built where there is a container engine, which tests do not need. What breaks it unseen is a
// package of the web that it does not know: `npm ci` there wants the manifest of each.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** @param {string} path */
const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the image is given the manifest of every package of the web', () => {
  const { workspaces } = JSON.parse(read('../package.json'));
  const copied = read('../../deploy/Containerfile').matchAll(
    /^COPY web\/(\S+)\/package\.json \1\/$/gm,
  );
  expect([...copied].map(([, name]) => name).sort()).toEqual([...workspaces].sort());
});
