// Files for the browser specs: pictures that a browser and the server both read, and the gestures by
// which files come into a page (choosing, pasting, dragging).
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { encode } from './harness-pictures.ts';

export interface Sample {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Hills under a sky: something to recognise, even when it is small. */
export function picture(name: string, width = 800, height = 600): Sample {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const far = height * (0.55 + 0.08 * Math.sin((x / width) * 9));
      const near = height * (0.75 + 0.1 * Math.sin((x / width) * 5 + 2));
      const fade = y / height;
      const colour =
        y > near
          ? [46, 92, 74]
          : y > far
            ? [104, 146, 118]
            : [150 + 80 * fade, 195 + 40 * fade, 225];
      rgb.set(colour, (y * width + x) * 3);
    }
  return { name, mimeType: 'image/png', buffer: encode({ width, height, rgb }) };
}

export const text = (name: string, content: string): Sample => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(content),
});

/** So large that it goes in several pieces. */
export const long = (name: string, bytes: number): Sample =>
  text(name, 'All work and all play. '.repeat(Math.ceil(bytes / 23)).slice(0, bytes));

export const program = (name = 'setup.exe'): Sample => ({
  name,
  mimeType: 'application/x-msdownload',
  buffer: Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'),
});

/** As a person who presses the button and picks in the window of their system. */
export async function choose(button: Locator, files: Sample[]): Promise<void> {
  const chooser = button.page().waitForEvent('filechooser');
  await button.click();
  await (await chooser).setFiles(files);
}

async function carried(page: Page, files: Sample[]) {
  const told = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString('base64'),
  }));
  return page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, mimeType, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: mimeType }));
    }
    return transfer;
  }, told);
}

export async function paste(into: Locator, files: Sample[]): Promise<void> {
  const transfer = await carried(into.page(), files);
  await into.evaluate((element, clipboardData) => {
    const event = new ClipboardEvent('paste', {
      clipboardData,
      bubbles: true,
      cancelable: true,
      composed: true,
    });
    element.dispatchEvent(event);
  }, transfer);
}

/** Files held above something; what is returned lets them go there. */
export async function drag(over: Locator, files: Sample[]): Promise<() => Promise<void>> {
  const transfer = await carried(over.page(), files);
  const tell = (type: string) =>
    over.evaluate(
      (element, [name, dataTransfer]) => {
        const init = { dataTransfer, bubbles: true, cancelable: true, composed: true };
        element.dispatchEvent(new DragEvent(name, init));
      },
      [type, transfer] as const,
    );
  await tell('dragenter');
  // Browsers say so again and again, for as long as it lasts.
  let held = true;
  const holding = (async () => {
    while (held) {
      await tell('dragover');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })().catch(() => {});
  return async () => {
    held = false;
    await holding;
    await tell('drop');
  };
}

/** Sends a file in as a program does, whole; its id. */
export async function sendIn(server: { url: string }, token: string, file: Sample) {
  const form = new FormData();
  const bytes = Uint8Array.from(file.buffer);
  form.set('file', new Blob([bytes], { type: file.mimeType }), file.name);
  const answer = await fetch(`${server.url}/api/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  if (!answer.ok) throw new Error(`${file.name}: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}

/** What a press on this saves, byte for byte. */
export async function saved(button: Locator): Promise<{ name: string; bytes: Buffer }> {
  const download = button.page().waitForEvent('download');
  await button.click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** Holds back every piece of a file after its first until `go`. */
export async function holdPieces(page: Page): Promise<{ go(): Promise<void> }> {
  const held: (() => void)[] = [];
  await page.route('**/api/files/*', async (route) => {
    const request = route.request();
    if (request.method() === 'PATCH' && Number(request.headers()['upload-offset']) > 0)
      await new Promise<void>((go) => held.push(go));
    // Given up meanwhile.
    await route.continue().catch(() => {});
  });
  return {
    async go() {
      await page.unroute('**/api/files/*');
      for (const one of held.splice(0)) one();
    },
  };
}
