// Writes emoji/names/*.ts: name and words of each emoji in each language, from the annotations of
// the Unicode CLDR (npm package cldr-annotations-full, licence Unicode-3.0). Run by hand after a change
// of emoji/groups.ts: node tools/emoji.mjs <folder of the unpacked package>
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = join(dirname(dirname(fileURLToPath(import.meta.url))), 'emoji');
const [, , from] = process.argv;
if (!from) {
  console.error('emoji: name the folder of cldr-annotations-full');
  process.exit(1);
}
const signs = [
  ...readFileSync(join(here, 'groups.ts'), 'utf8').matchAll(/^ {2}'(.+)',$/gm),
].flatMap(([, group]) => String(group).split(' '));
const { version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));

/** Further words of an emoji, as long as they say something new. */
const WORDS = 4;

for (const [name, language] of [
  ['ar', 'ar'],
  ['de', 'de'],
  ['en', 'en'],
  ['es', 'es'],
  ['fr', 'fr'],
  ['ja', 'ja'],
  ['pt', 'pt-BR'],
]) {
  const file = join(from, 'annotations', String(name), 'annotations.json');
  const all = JSON.parse(readFileSync(file, 'utf8')).annotations.annotations;
  const lines = signs.map((sign) => {
    const known = all[sign] ?? all[sign.replaceAll('\uFE0F', '')];
    if (!known) throw new Error(`${file} has no name for ${sign}`);
    const [title] = known.tts;
    /** @type {string[]} */
    const words = [];
    for (const word of known.default)
      if (words.length < WORDS && !`${title} ${words.join(' ')}`.includes(word)) words.push(word);
    return [title, ...words].join('|');
  });
  writeFileSync(
    join(here, 'names', `${language}.ts`),
    `// Made by tools/emoji.mjs from Unicode CLDR ${version} (licence: names/LICENSE). Do not change by hand.\nexport const names: string = \`\n${lines.join('\n')}\n\`;\n`,
  );
}
