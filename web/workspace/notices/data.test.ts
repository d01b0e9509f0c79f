// What of a stranger's data may be pressed: addresses that open something, never what runs something or leads
// elsewhere than it says.
import { expect, it } from 'vitest';
import { actionsOf, fieldsOf, linked } from './data.ts';

const origin = 'https://chat.test';
const of = (data: Record<string, unknown>) => actionsOf(data, origin);

it('makes buttons of addresses with a label, in this app and elsewhere', () => {
  const data = {
    url: 'https://calendar.example/e/1',
    actions: [
      { label: 'Open', url: 'https://calendar.example/e/1' },
      { label: ' Talk \n with Ines ', url: '/app/conversations?q=Ines#end' },
      { label: 'Report', url: '/api/report.csv' },
      { url: 'http://intranet.example' },
    ],
  };
  expect(of(data)).toEqual([
    {
      label: 'Open',
      href: 'https://calendar.example/e/1',
      path: null,
      host: 'calendar.example',
    },
    {
      label: 'Talk with Ines',
      href: 'https://chat.test/app/conversations?q=Ines#end',
      path: '/conversations?q=Ines#end',
      host: null,
    },
    { label: 'Report', href: 'https://chat.test/api/report.csv', path: null, host: null },
    { label: null, href: 'http://intranet.example/', path: null, host: 'intranet.example' },
  ]);
});

it.each([
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'java\nscript:alert(1)',
  ' https://a.example',
  'data:text/html,x',
  'blob:https://a.example/1',
  'file:///etc/passwd',
  'mailto:a@b.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https://bank.example@evil.example/',
  'https://a b.example',
  'https://',
  'orders/5',
  '',
  7,
  null,
  {},
])('passes %j over', (url) => {
  expect(of({ url, actions: [{ label: 'Go', url }, url] })).toEqual([]);
});

it('takes whatever comes, and not too much of it', () => {
  for (const data of [null, {}, { actions: 'x' }, { actions: { url: '/a' } }, { actions: [null] }])
    expect(actionsOf(data as Record<string, unknown>, origin)).toEqual([]);
  const many = Array.from({ length: 20 }, (_, n) => ({ label: 'x'.repeat(99), url: `/app/${n}` }));
  expect(of({ actions: many })).toHaveLength(5);
  expect(of({ actions: many })[0]?.label).toHaveLength(61);
  // What turns the direction of what follows would let a label read as another one.
  expect(of({ actions: [{ label: 'a\u202eb', url: '/a' }] })[0]?.label).toBe('ab');
});

it('shows all that no button does', () => {
  const data = {
    url: 'https://a.example/',
    eventId: 'event_789',
    when: { from: 1 },
    none: null,
    actions: [{ label: 'Run', url: 'javascript:1' }],
  };
  const fields = fieldsOf(data, actionsOf(data, location.origin));
  expect(fields).toEqual([
    { name: 'eventId', value: 'event_789' },
    { name: 'when', value: '{\n "from": 1\n}' },
    { name: 'none', value: 'null' },
    { name: 'actions', value: expect.stringContaining('javascript:1') },
  ]);
  expect(fieldsOf(null, [])).toEqual([]);
});

it.each<[string, [string, string?][]]>([
  ['no link', [['no link']]],
  [
    'see https://a.test/x. Then (https://b.test/w_(x)), https://c.test/?q=1!',
    [
      ['see '],
      ['https://a.test/x', 'https://a.test/x'],
      ['. Then ('],
      ['https://b.test/w_(x)', 'https://b.test/w_(x)'],
      ['), '],
      ['https://c.test/?q=1', 'https://c.test/?q=1'],
      ['!'],
    ],
  ],
  ['javascript:alert(1) ftp://x', [['javascript:alert(1) ftp://x']]],
  ['https://bank.test@evil.test/', [['https://bank.test@evil.test/']]],
  ['https://', [['https://']]],
  [
    'https://evil.test/\u202etset.knab',
    [['https://evil.test/tset.knab', 'https://evil.test/tset.knab']],
  ],
  [
    '**not** [bold](https://a.test)',
    [['**not** [bold]('], ['https://a.test', 'https://a.test/'], [')']],
  ],
])('leads where it says in %j', (text, pieces) => {
  expect(linked(text).map(({ text, href }) => (href ? [text, href] : [text]))).toEqual(pieces);
});
