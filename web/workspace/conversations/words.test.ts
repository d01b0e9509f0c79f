// Rows and events in words.
import type { Conversation, Entry } from '@antiphon/sdk/core';
import { describe, expect, it } from 'vitest';
import { row } from '../testing.tsx';
import { callOf, eventLine, lastLine, nameOf, whoOf } from './words.ts';

const vera = { id: 'v1', name: 'Vera Holm', kind: 'contact' as const };
const ben = { id: 'b1', name: 'Ben Okafor', kind: 'person' as const };
const said = (
  sender: Omit<typeof vera | typeof ben, 'kind'> & { kind: 'contact' | 'person' },
  text: string | null,
) => ({
  seq: 1,
  text,
  kind: 'message' as const,
  sender,
  created_at: '2026-11-20T10:00:00Z',
});

const direct = (more: Partial<Conversation> = {}) =>
  row({ kind: 'direct', contact: null, ...more });

describe('the name of a conversation', () => {
  it.each([
    [row(), 'Vera Holm'],
    [direct({ title: 'Hand-over' }), 'Hand-over'],
    [direct({ last_message: said(ben, 'Hi') }), 'Ben Okafor'],
    [direct({ last_message: said({ ...ben, id: 'me' }, 'Hi') }), 'Direct conversation'],
    [direct(), 'Direct conversation'],
  ])('%#: %s', (conversation, name) => {
    expect(nameOf(conversation, 'me')).toBe(name);
  });
  it('is its title first, and second with whom it is', () => {
    expect(callOf(row({ title: 'Loose lamp' }), 'me')).toEqual({
      first: 'Loose lamp',
      second: 'Vera Holm',
    });
    expect(callOf(direct({ title: 'Rota' }), 'me')).toEqual({ first: 'Rota' });
    expect(callOf(row(), 'me')).toEqual({ first: 'Vera Holm' });
    expect(whoOf(direct({ title: 'Rota' }), 'me', [ben])).toEqual({ id: 'b1', name: ben.name });
  });
  it('is that of all others once they are known, and the first one gives the face', () => {
    const people = [{ id: 'me', name: 'Me' }, ben, { id: 'c1', name: 'Chloé Roy' }];
    expect(whoOf(direct(), 'me', people)).toEqual({ id: 'b1', name: 'Ben Okafor, Chloé Roy' });
  });
});

describe('the last line', () => {
  it('is what the customer wrote', () => {
    expect(lastLine(row({ last_message: said(vera, 'Hello\n  there') }), 'me')).toBe('Hello there');
    const marked = said(vera, '> so\n**pay** \u202emoc.knab');
    expect(lastLine(row({ last_message: marked }), 'me')).toBe('so pay moc.knab');
  });
  it('is what the customer wrote, also when they have an account', () => {
    const wren = { id: row().contact?.id ?? '', name: 'Wren', kind: 'person' as const };
    expect(lastLine(row({ last_message: said(wren, 'Hello') }), 'me')).toBe('Hello');
  });
  it('says who of us wrote', () => {
    expect(lastLine(row({ last_message: said(ben, 'Hi') }), 'me')).toBe('Ben: Hi');
    expect(lastLine(row({ last_message: said(ben, 'Hi') }), 'b1')).toBe('You: Hi');
  });
  it('says that a message was deleted, and that there is none', () => {
    expect(lastLine(row({ last_message: said(vera, null) }), 'me')).toBe('Message deleted');
    expect(lastLine(row(), 'me')).toBe('No messages yet');
  });
});

describe('events', () => {
  const entry = (type: string, data?: Record<string, unknown>): Entry => ({
    seq: 2,
    prev_seq: 1,
    type,
    audience: 'staff',
    actor: ben,
    created_at: '2026-11-20T10:00:00Z',
    ...(data ? { data } : {}),
  });
  it.each([
    [entry('conversation.resolved'), 'Ben Okafor resolved this conversation'],
    [
      entry('conversation.assigned', { assignee: { id: 'b1', name: 'Ben Okafor' } }),
      'Ben Okafor took this conversation',
    ],
    [
      entry('conversation.assigned', { assignee: { id: 'me', name: 'Me' } }),
      'Ben Okafor assigned this conversation to you',
    ],
    [
      entry('conversation.assigned', { assignee: { id: 'c', name: 'Chloé' } }),
      'Ben Okafor assigned this conversation to Chloé',
    ],
    [entry('conversation.assigned', { assignee: null }), 'Ben Okafor unassigned this conversation'],
    [
      entry('conversation.renamed', { title: 'Parcel' }),
      'Ben Okafor named this conversation “Parcel”',
    ],
    [
      entry('participant.joined', { participant: { id: 'b1', name: 'Ben Okafor' } }),
      'Ben Okafor joined',
    ],
    [
      entry('participant.joined', { participant: { id: 'me', name: 'Me' } }),
      'Ben Okafor added you',
    ],
    [
      entry('participant.left', { participant: { id: 'c', name: 'Chloé' } }),
      'Ben Okafor removed Chloé',
    ],
    [
      entry('participant.left', { participant: { id: 'c', name: null } }),
      'Ben Okafor removed a colleague',
    ],
    [entry('conversation.opened', { from: 'queued', status: 'open' }), null],
    [
      entry('conversation.opened', { from: 'pending', status: 'open' }),
      'Ben Okafor set this conversation to open',
    ],
    [entry('something.new'), null],
  ])('%#', (one, words) => {
    expect(eventLine(one, 'me')).toBe(words);
  });
  it('call oneself You', () => {
    expect(eventLine(entry('conversation.reopened'), 'b1')).toBe('You reopened this conversation');
  });
});
