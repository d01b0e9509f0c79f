// Saving a file of a message: asks where it is and hands that to the browser.
import type { Client } from '@antiphon/sdk/core';
import type { FilePlace } from '@antiphon/sdk/files';
import { toast } from '@antiphon/ui';
import { sentence } from '../shell/server.ts';
import { addressesOf } from './trays.ts';

export async function download(client: Client, place: FilePlace, name: string): Promise<void> {
  try {
    const { url } = await addressesOf(client).of(place);
    const link = document.createElement('a');
    link.href = url;
    // With a name the browser saves, whatever comes: the app is never left for it.
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
  } catch (error) {
    toast({ text: `${name} was not downloaded. ${sentence(error)}` });
  }
}
