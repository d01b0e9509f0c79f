// What the renderer makes of text, good and hostile. A tiny createElement that prints tags stands
// in for Preact and React, so a case reads as input and output.
import { describe, expect, it } from 'vitest';
import { parse, plain, render, safeUrl } from './index.ts';

const entities = (text: string) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
const print = (
  type: string,
  props: Record<string, unknown> | null,
  ...children: (string | { html: string })[]
) => {
  const { key: _, ...rest } = props ?? {};
  const attributes = Object.entries(rest).map(([name, value]) => ` ${name}="${value}"`);
  const inner = children.map((child) => (typeof child === 'string' ? entities(child) : child.html));
  return { html: `<${type}${attributes.join('')}>${inner.join('')}</${type}>` };
};
const html = (text: string) =>
  render<{ html: string }>(parse(text), print)
    .map((node) => node.html)
    .join('');
const link = (href: string, label: string) =>
  `<a href="${href}" target="_blank" rel="noopener noreferrer nofollow ugc">${label}</a>`;

describe('text', () => {
  it.each([
    ['hello', '<p>hello</p>'],
    ['one\ntwo', '<p>one\ntwo</p>'],
    ['one\n\n\ntwo', '<p>one</p><p>two</p>'],
    [
      'a **bold** and *soft* and _soft_ word',
      '<p>a <strong>bold</strong> and <em>soft</em> and <em>soft</em> word</p>',
    ],
    ['**a *b* c**', '<p><strong>a <em>b</em> c</strong></p>'],
    [
      '> said\n> - one\n> > before\nyes',
      '<blockquote><p>said</p><ul><li>one</li></ul><blockquote><p>before</p></blockquote></blockquote><p>yes</p>',
    ],
    ['>:) and 5 > 4\n>', '<p>&#62;:) and 5 &#62; 4\n&#62;</p>'],
    ['snake_case_name and 2 * 3 * 4', '<p>snake_case_name and 2 * 3 * 4</p>'],
    ['use `a * b * c`', '<p>use <code>a * b * c</code></p>'],
    ['``a ` b``', '<p><code>a ` b</code></p>'],
    ['\\*not\\*', '<p>*not*</p>'],
    ['5 ** 6', '<p>5 ** 6</p>'],
    ['', ''],
    ['   \n ', ''],
  ])('%j', (text, expected) => {
    expect(html(text)).toBe(expected);
  });
});

describe('blocks', () => {
  it.each([
    ['- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
    ['list:\n* a\n* **b**', '<p>list:</p><ul><li>a</li><li><strong>b</strong></li></ul>'],
    ['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>'],
    ['3) a\n4) b', '<ol start="3"><li>a</li><li>b</li></ol>'],
    ['- a\n\n1. b', '<ul><li>a</li></ul><ol><li>b</li></ol>'],
    [
      '```js\nlet a = "<b>";\n```\nafter',
      '<pre tabIndex="0"><code>let a = "&#60;b&#62;";</code></pre><p>after</p>',
    ],
    ['~~~\n```\n~~~', '<pre tabIndex="0"><code>```</code></pre>'],
    ['```\nnever closed', '<pre tabIndex="0"><code>never closed</code></pre>'],
  ])('%j', (text, expected) => {
    expect(html(text)).toBe(expected);
  });
});

describe('links', () => {
  it('opens in a new tab without handing over the page', () => {
    expect(html('[docs](https://a.test/x?a=1)')).toBe(
      `<p>${link('https://a.test/x?a=1', 'docs')}</p>`,
    );
  });
  it.each([
    ['see https://a.test/x.', `<p>see ${link('https://a.test/x', 'https://a.test/x')}.</p>`],
    ['(https://a.test/x)', `<p>(${link('https://a.test/x', 'https://a.test/x')})</p>`],
    ['https://a.test/w_(x)', `<p>${link('https://a.test/w_(x)', 'https://a.test/w_(x)')}</p>`],
    ['[a](https://a.test/w_(x))', `<p>${link('https://a.test/w_(x)', 'a')}</p>`],
    ['[m](mailto:a@b.test)', `<p>${link('mailto:a@b.test', 'm')}</p>`],
  ])('%j', (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://a.test/1',
    '//a.test',
    '/relative',
    'x',
  ])('refuses %j', (target) => {
    expect(safeUrl(target)).toBeNull();
    expect(html(`[click](${target})`)).not.toContain('<a');
  });
});

describe('hostile text', () => {
  it('keeps markup as text', () => {
    expect(html('<img src=x onerror=alert(1)>')).toBe(
      '<p>&#60;img src=x onerror=alert(1)&#62;</p>',
    );
  });

  it('answers quickly to long runs of marks', () => {
    const started = performance.now();
    for (const mark of [
      '*',
      '**',
      '_',
      '`',
      '[',
      '](',
      '[a](',
      '- ',
      '```',
      '\\',
      '*a',
      '**a ',
      '_a ',
      'https://',
      '> ',
      '>\n',
    ])
      html(mark.repeat(Math.ceil(10_000 / mark.length)));
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('lets no sign turn an address around', () => {
    for (const sign of '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069')
      expect(html(`https://evil.test/${sign}moc.knab`)).toBe(
        `<p>${link('https://evil.test/moc.knab', 'https://evil.test/moc.knab')}</p>`,
      );
  });

  it.each([
    ['https://bank.test', 'https://evil.test/x'],
    ['www.bank.test', 'https://evil.test/x'],
    ['see **https://bank.test/a** now', 'https://bank.test.evil.test/'],
    ['https://bank.test@evil.test', 'https://evil.test/'],
    ['bank.test/login', 'https://evil.test/x'],
    ['Bank: bank.test', 'https://evil.test/'],
    ['help@bank.test', 'mailto:x@evil.test'],
    ['mailto:a@bank.test', 'mailto:x@bank.test'],
    ['https:\u200b//bank.test', 'https://evil.test/'],
    ['https://evil.test https://bank.test', 'https://evil.test/'],
    ['http://192.0.2.1', 'http://192.0.2.2/'],
  ])('shows where %j really leads', (label, href) => {
    expect(html(`[${label}](${href})`)).toBe(`<p>${label} (${link(href, href)})</p>`);
  });

  it.each([
    ['WWW.bank.test/a', 'https://bank.test/b'],
    ['(https://bank.test),', 'https://bank.test/'],
    ['https://www.bank.test.', 'https://bank.test/'],
    ['https://m\u00fcnchen.test', 'https://xn--mnchen-3ya.test/'],
    ['Help@bank.test', 'mailto:help@bank.test'],
    ['section 4.a, e.g. this', 'https://bank.test/'],
  ])('leaves %j, which names no other place', (label, href) => {
    expect(html(`[${label}](${href})`)).toBe(`<p>${link(href, label)}</p>`);
  });

  it('loses no word, whatever the marks', () => {
    const words = 'alpha *beta **gamma _delta `epsilon [zeta](eta theta';
    for (const word of words.match(/[a-z]+/g)!) expect(html(words)).toContain(word);
  });
});

it('plain() leaves the words', () => {
  expect(plain('> Hm\n\n**Hello** [you](https://a.test)\n\n- one\n- `two`')).toBe(
    'Hm Hello you one two',
  );
});
