// How the widget stands for its pictures: light, dark, and on a phone. Times are hidden: they change
// with every run and with nothing else. Shared by the specs that take them.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { phone } from './harness.ts';
import { comparePicture } from './harness-pictures.ts';

export async function picture(page: Page, name: string): Promise<void> {
  // What answers messages comes after them; there is none for one that never went out.
  if (await page.locator('antiphon-chat .log article').count())
    await page
      .locator('antiphon-chat .add')
      .first()
      .waitFor({ state: 'attached', timeout: 3_000 })
      .catch(() => {});
  await page.evaluate(() => {
    const { shadowRoot } = document.querySelector('antiphon-chat')!;
    const still = new CSSStyleSheet();
    still.replaceSync(
      'time { display: none } * { animation: none !important; caret-color: transparent }',
    );
    shadowRoot!.adoptedStyleSheets = [...shadowRoot!.adoptedStyleSheets, still];
    // The host page is not ours to picture.
    document.body.style.visibility = 'hidden';
  });
  expect(comparePicture(`widget/${name}`, await page.screenshot())).toBeNull();
}

const viewport = { width: 500, height: 760 };

export const looks = [
  ['light', { colorScheme: 'light' as const, viewport }],
  ['dark', { colorScheme: 'dark' as const, viewport }],
  ['phone', { viewport: phone, hasTouch: true, isMobile: true, reducedMotion: 'reduce' as const }],
] as const;
