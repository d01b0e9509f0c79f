// No component says anything by itself: what is shown or read out comes from the catalogue. This reads
// every component and names each text that stands in it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { expect, it } from 'vitest';

const web = join(import.meta.dirname, '../..');

/** Written alike in every language, or not for people who use the product. */
const exceptions = {
  files: [
    // The kit's contents page, for whoever builds with it.
    'ui/Gallery.tsx',
    // The test page of the chat that a CRM embeds.
    'workspace/chat-test/main.tsx',
    'workspace/testing.tsx',
  ],
  texts: ['Antiphon', 'public_url'],
};

/** Attributes that are shown or read out. */
const attributes =
  /^(aria-label|aria-description|alt|title|label|placeholder|description|hint|lead|action|part|more|what)$/;
/** The same in what is handed over as an object: a toast, an option, a column, a deed. */
const properties = /^(label|title|text|hint|description)$/;

/** A button, a column, a part have a name that is shown; that of a field or a key is small. */
const isShown = (name: string) => /^\p{Lu}/u.test(name);

interface Node {
  type: string;
  start: number;
  [part: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const partsOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

/** The texts that an expression can come to, as far as they stand in it. */
function textsIn(node: Node): string[] {
  if (node.type === 'Literal') return typeof node.value === 'string' ? [node.value] : [];
  if (node.type === 'TemplateLiteral')
    return (node.quasis as { value: { cooked: string } }[]).map((part) => part.value.cooked);
  if (node.type === 'ConditionalExpression')
    return [node.consequent, node.alternate].filter(isNode).flatMap(textsIn);
  if (/^(LogicalExpression|BinaryExpression|JSXExpressionContainer)$/.test(node.type))
    return [node.left, node.right, node.expression].filter(isNode).flatMap(textsIn);
  return [];
}

function shown(node: Node, parent: Node | null): string[] {
  if (node.type === 'JSXText') return [String(node.value)];
  if (node.type === 'JSXExpressionContainer' && parent?.type === 'JSXElement') return textsIn(node);
  if (node.type === 'JSXAttribute') {
    const name = String((node.name as Node).name);
    const tag = String((parent?.name as Node | undefined)?.name);
    if (!isNode(node.value)) return [];
    if (attributes.test(name)) return textsIn(node.value);
    return name === 'name' && /^[A-Z]/.test(tag) ? textsIn(node.value).filter(isShown) : [];
  }
  if (node.type === 'Property' && isNode(node.key) && isNode(node.value)) {
    const name = String(node.key.name);
    if (properties.test(name)) return textsIn(node.value);
    if (name === 'name') return textsIn(node.value).filter(isShown);
  }
  return [];
}

function walk(node: Node, parent: Node | null, found: (text: string, at: number) => void): void {
  for (const text of shown(node, parent)) found(text, node.start);
  for (const part of partsOf(node)) walk(part, node, found);
}

function literals(source: string): string[] {
  const all: string[] = [];
  walk(parseAst(source, { lang: 'tsx' }) as unknown as Node, null, (text, at) => {
    const words = text.trim().replace(/\s+/g, ' ');
    if (!/\p{L}/u.test(words) || exceptions.texts.includes(words)) return;
    all.push(`${source.slice(0, at).split('\n').length}: ${words}`);
  });
  return all;
}

it('finds what a component says by itself', () => {
  const source = `
    const columns = [{ name: 'When' }, { name: 'palette' }];
    const Some = () => (
      <Page title="Some page" className="page">
        Words <b>{open ? 'Open' : say.closed}</b> {\`\${n} files\`} – {' '}
        <IconButton name="Close" /> <input name="field" aria-label={\`Field \${n}\`} />
        <Button onPress={() => toast({ text: 'Done.' })}>{say.done}</Button>
      </Page>
    );`;
  expect(literals(source).map((one) => one.replace(/^\d+: /, ''))).toEqual([
    'When',
    'Some page',
    'Words',
    'Open',
    'files',
    'Close',
    'Field',
    'Done.',
  ]);
});

it('no component of the workspace and the kit says anything by itself', () => {
  const found = ['ui', 'workspace'].flatMap((folder) =>
    readdirSync(join(web, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((name) => name.endsWith('.tsx') && !/node_modules|\.test\.|\/words\//.test(name))
      .filter((name) => !exceptions.files.includes(name))
      .flatMap((name) =>
        literals(readFileSync(join(web, name), 'utf8')).map((one) => `${name}:${one}`),
      ),
  );
  expect(found).toEqual([]);
});
