// Saving a file: asks where it is and hands that to the browser.
import type { Client } from '@antiphon/sdk/core';
import type { FilePlace } from '@antiphon/sdk/files';
import { toast } from '@antiphon/ui';
import { sentence } from '../shell/server.ts';
import { say } from './say.ts';
import { addressesOf } from './trays.ts';

export async function download(client: Client, place: FilePlace, name: string): Promise<void> {
  try {
    const { url } = await addressesOf(client).of(place);
    save(url, name);
  } catch (error) {
    toast({ text: say.notDownloaded(name, sentence(error)) });
  }
}

/** With a name the browser saves, whatever comes: the app is never left for it. */
export function save(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
