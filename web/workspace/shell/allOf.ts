// Lists that the server gives page by page, asked for as a whole.
import type { Client } from '@antiphon/sdk/core';

/** A page: rows under the list's own name, and where the next page starts. */
export type Answer<Row> = { [list: string]: Row[] } & { next_cursor?: string | null };

export function pathOf(
  path: string,
  limit: number,
  cursor: string,
  query?: URLSearchParams,
): string {
  const all = new URLSearchParams(query);
  all.set('limit', String(limit));
  if (cursor) all.set('cursor', cursor);
  return `${path}?${all}`;
}

/** All of a list, for menus and names. */
export async function allOf<Row>(
  client: Pick<Client, 'request'>,
  path: string,
  list: string,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null | undefined = ''; typeof cursor === 'string'; ) {
    const page: Answer<Row> = await client.request('GET', pathOf(path, 100, cursor));
    rows.push(...(page[list] ?? []));
    cursor = page.next_cursor;
  }
  return rows;
}
