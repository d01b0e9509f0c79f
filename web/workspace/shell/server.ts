// The way to the server before there is a session (sign-in, set-up, "who am I"), and words for
// its refusals. Live conversations and everything after sign-in go through the session's client.

import { browserEnvironment } from '@antiphon/sdk/browser';
import type { ApiError, StaffClient } from '@antiphon/sdk/core';
import { createStaffClient } from '@antiphon/sdk/staff';
import { say } from './say.ts';

/** A client that is never started: it only asks and answers by HTTP, with the cookie. */
export const door: StaffClient = makeClient('door');

export function makeClient(scope: string): StaffClient {
  return createStaffClient({
    url: location.origin,
    auth: { mode: 'cookie' },
    env: browserEnvironment(),
    scope,
  });
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof Error && 'status' in error && 'code' in error;
}

export function isSignedOut(error: unknown): boolean {
  return isApiError(error) && error.status === 401;
}

/** The session stands, and does nothing until its person has a second step: the workspace wants one of all. */
export function mustEnrol(error: unknown): boolean {
  return isApiError(error) && error.code === 'second_factor_needed';
}

/** Worth another try by itself: the network, or a server that is starting, busy or overloaded. */
export function retryable(error: unknown): boolean {
  return !isApiError(error) || error.status === 0 || error.status === 429 || error.status >= 500;
}

/** When to try again: as the server says, else soon and then less often. */
export function retryAfter(tries: number, error: unknown): number {
  const told = isApiError(error) ? error.retry_after_ms : undefined;
  return told ?? Math.min(8000, 500 * 2 ** tries);
}

/** What went wrong, as a sentence for a person. The server words its own refusals. */
export function sentence(error: unknown): string {
  if (!isApiError(error)) return say.wentWrong;
  if (error.code === 'network') return say.noAnswer;
  if (error.status >= 500)
    return say.serverFailed + (error.request_id ? say.request(error.request_id) : '');
  return error.message;
}

/** Whether a refusal is about a field or a part of it: `sites[2]` and `settings.color` are. */
function isAbout({ field: named = '' }: ApiError, field: string): boolean {
  return named.startsWith(field) && /^([[.]|$)/.test(named.slice(field.length));
}

/** The server's words for one field of a form; undefined when the error is about something else. */
export function fieldError(error: unknown, field: string): string | undefined {
  return isApiError(error) && isAbout(error, field) ? error.message : undefined;
}

/** Which of a field's entries was refused, from 0; undefined when it is none, or all of it. */
export function placeInField(error: unknown, field: string): number | undefined {
  if (!isApiError(error) || !isAbout(error, field)) return undefined;
  const place = /^\[(\d+)\]/.exec(error.field?.slice(field.length) ?? '')?.[1];
  return place === undefined ? undefined : Number(place);
}

/** An error that no field of the form shows, for its banner. */
export function formError(error: unknown, fields: string[]): string | undefined {
  if (error === null || error === undefined) return undefined;
  if (isApiError(error) && fields.some((field) => isAbout(error, field))) return undefined;
  return sentence(error);
}
