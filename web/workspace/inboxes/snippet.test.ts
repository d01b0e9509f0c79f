// The snippet that a site pastes: bare where nothing was chosen, and with the loader of the language.
import { expect, it } from 'vitest';
import { snippetOf } from './Inboxes.tsx';

const snippet = (locale: string | null, position: 'left' | 'right' = 'right') =>
  snippetOf({
    id: 'i1',
    name: 'Shop',
    widget_key: 'wk_1',
    allowed_origins: [],
    settings: { locale, position },
  }).replace(location.origin, '');

it('says only what was chosen', () => {
  expect(snippet(null)).toBe('<script async src="/widget/v1/loader.js" data-key="wk_1"></script>');
  expect(snippet('pt-BR', 'left')).toBe(
    '<script async src="/widget/v1/loader-pt-BR.js" data-key="wk_1" data-side="left" data-locale="pt-BR"></script>',
  );
});

it('turns the side with the writing', () => {
  expect(snippet('ar', 'left')).toContain('loader-ar.js" data-key="wk_1" data-side="right"');
});

it('takes the common loader for English, and for what it does not speak', () => {
  expect(snippet('en')).toContain('/loader.js" data-key="wk_1" data-locale="en">');
  expect(snippet('nl')).toContain('/loader.js" data-key="wk_1" data-locale="nl">');
});
