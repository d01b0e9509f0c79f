// The catalogue's functions: numbers read as English, nothing is said when there is nothing.
import { expect, it } from 'vitest';
import { en } from './en.ts';
import { files } from './en-files.ts';

it('counts in words', () => {
  expect(en.unread(1)).toBe('1 unread message');
  expect(en.unread(2)).toBe('2 unread messages');
  expect(en.fresh(1)).toBe('1 new message');
  expect(en.olderLoaded(20)).toBe('20 older messages loaded');
});

it('counts files, and has words of its own for what never reached the server', () => {
  expect(files.ready(1)).toBe('1 file ready to send');
  expect(files.ready(3)).toBe('3 files ready to send');
  expect(Object.keys(files.refused)).toEqual(['too_many', 'unreadable']);
});

it('says what, why and what next when something cannot be shown', () => {
  expect(en.failed('This site is not on the list.')).toContain('This site is not on the list.');
  expect(en.unreachable).toMatch(/cannot be reached.*Check/);
});
