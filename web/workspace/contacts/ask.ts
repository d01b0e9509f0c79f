// The questions of the contacts' pages to the server, and what a change makes old.
import type { Client } from '@antiphon/sdk/core';
import { useClient } from '@antiphon/sdk/react';
import { toast } from '@antiphon/ui';
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { sentence } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import type { Attribute, Contact, ContactChange } from './model.ts';
import { say } from './say.ts';

export function useAttributes(): Attribute[] {
  const client = useClient();
  const asked = useQuery({
    queryKey: ['contact-attributes'],
    queryFn: () => client.request<{ attributes: Attribute[] }>('GET', '/api/contact-attributes'),
    staleTime: 60_000,
  });
  return asked.data?.attributes ?? [];
}

/** A changed contact takes its place everywhere it is shown. */
export function showChanged(client: Client, queries: QueryClient, contact: Contact): void {
  queries.setQueryData(['contact', contact.id], contact);
  void queries.invalidateQueries({ queryKey: ['contacts'] });
  // The feed brings it to every row, here and at the colleagues'; whoever wrote it sees it at once.
  const rows = Object.values(client.getState().conversations)
    .filter((row) => row.contact?.id === contact.id)
    .map((row) => ({
      ...row,
      contact: row.contact && { ...row.contact, name: contact.name, email: contact.email },
    }));
  client.putConversations(rows);
}

export function useChange(id: string) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: ContactChange) =>
      client.request<Contact>('PATCH', `/api/contacts/${id}`, change),
    onSuccess: (contact) => showChanged(client, queries, contact),
  });
}

export function useBlock(contact: Contact) {
  const client = useClient();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (blocked: boolean) =>
      client.request<Contact>(blocked ? 'PUT' : 'DELETE', `/api/contacts/${contact.id}/block`),
    onSuccess: (changed) => {
      showChanged(client, queries, changed);
      const text = changed.blocked ? say.isBlocked(changed.name) : say.canWrite(changed.name);
      toast({
        text,
        about: `contact:${contact.id}`,
        action: { label: everywhere.undo, run: () => change.mutate(!changed.blocked) },
      });
    },
    onError: (error) => toast({ text: everywhere.notChanged(sentence(error)) }),
  });
  return change;
}

export function useRemoval(contact: Contact) {
  const client = useClient();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (removed: boolean) =>
      client.request<Contact>(removed ? 'PUT' : 'DELETE', `/api/contacts/${contact.id}/removal`),
    onSuccess: (changed, removed) => {
      showChanged(client, queries, changed);
      const text = removed ? say.isRemoved(changed.name) : say.isBack(changed.name);
      toast({
        text,
        about: `contact:${contact.id}`,
        action: { label: everywhere.undo, run: () => change.mutate(!removed) },
      });
    },
    onError: (error) => toast({ text: everywhere.notChanged(sentence(error)) }),
  });
  return change;
}

/** Sends a file's bytes with the session's cookie; the client itself speaks JSON only. */
export function sendBytes<Answer>(
  path: string,
  body: Blob | FormData,
  type: string | null,
  onProgress: (part: number) => void,
): { answer: Promise<Answer>; cancel: () => void } {
  const request = new XMLHttpRequest();
  const answer = new Promise<Answer>((done, refused) => {
    const fail = (status: number, code: string, message: string, field?: string) =>
      refused(Object.assign(new Error(message), { status, code, message, field }));
    request.open('POST', path);
    request.setRequestHeader('X-Antiphon', '1');
    if (type) request.setRequestHeader('Content-Type', type);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      if (request.status < 400) return done(request.response as Answer);
      const { code = 'internal', message = '', field } = request.response?.error ?? {};
      fail(request.status, code, message, field);
    };
    request.onerror = () => fail(0, 'network', 'The server cannot be reached. Try again.');
    request.onabort = () => fail(0, 'cancelled', 'It was cancelled.');
    request.send(body);
  });
  return { answer, cancel: () => request.abort() };
}
