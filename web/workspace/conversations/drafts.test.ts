// Drafts stay with their person, conversation and kind, also where storage is forbidden.
import { afterEach, expect, it, vi } from 'vitest';
import { readDraft, writeDraft } from './drafts.ts';

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

it('never follow to another conversation, kind or person', () => {
  writeDraft('ana', 't1', 'message', 'for Vera');
  expect(readDraft('ana', 't1', 'message')).toBe('for Vera');
  expect(readDraft('ana', 't2', 'message')).toBe('');
  expect(readDraft('ana', 't1', 'note')).toBe('');
  expect(readDraft('ben', 't1', 'message')).toBe('');
});

it('leave nothing behind once sent', () => {
  writeDraft('ana', 't1', 'message', 'hello');
  writeDraft('ana', 't1', 'message', '');
  expect(localStorage.length).toBe(0);
});

it('last as long as the page where storage throws', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('quota');
  });
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new Error('forbidden');
  });
  writeDraft('ana', 't1', 'message', 'kept');
  expect(readDraft('ana', 't1', 'message')).toBe('kept');
});
