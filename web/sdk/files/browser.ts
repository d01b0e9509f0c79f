// Files of messages in a browser: a picture onto a canvas, a download. By fetch and never by <img> or a link: a stranger's page may allow
// pictures from nowhere, and must never be left for a file that is not there any more.
import type { Client } from '../core/types.ts';
import { type Addresses, createAddresses, type FilePlace } from './addresses.ts';

const kept = new WeakMap<Client, Addresses>();

async function get(client: Client, place: FilePlace, small: boolean): Promise<Blob> {
  const addresses = kept.get(client) ?? createAddresses(client);
  kept.set(client, addresses);
  for (let anew = false; ; anew = true) {
    const { url, thumbnail_url } = await addresses.of(place, anew);
    const response = await fetch((small && thumbnail_url) || url, { credentials: 'omit' });
    if (response.ok) return response.blob();
    // An address may have ended early: one more is asked for.
    if (anew) throw new Error();
  }
}

/** Larger than this in either direction no picture is drawn. */
const LARGEST = 2_400;

/** Draws a picture; the canvas takes its measure. */
export async function draw(
  canvas: HTMLCanvasElement,
  client: Client,
  place: FilePlace,
  small: boolean,
): Promise<void> {
  const picture = await createImageBitmap(await get(client, place, small));
  const scale = Math.min(1, LARGEST / picture.width, LARGEST / picture.height);
  canvas.width = picture.width * scale;
  canvas.height = picture.height * scale;
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
}

export async function save(client: Client, place: FilePlace, name: string): Promise<void> {
  const address = URL.createObjectURL(await get(client, place, false));
  const link = document.createElementNS('http://www.w3.org/1999/xhtml', 'a') as HTMLAnchorElement;
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
