// Where a colleague's picture is. Its id stands in the address, so that a new one is fetched anew.

export const portrait = (one: { id: string; avatar_id?: string | null }): string | undefined =>
  one.avatar_id ? `/api/people/${one.id}/avatar?v=${one.avatar_id}` : undefined;
