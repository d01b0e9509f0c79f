// How the workspace stands for its pictures: light, dark, and on a phone, with what differs from run
// to run (times, tints that come from ids) levelled. Shared by the specs that take them.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { phone } from './harness.ts';
import { comparePicture } from './harness-pictures.ts';
import { wide } from './workspace-kit.ts';

async function level(page: Page): Promise<void> {
  await page.evaluate(() => {
    const still = new CSSStyleSheet();
    still.replaceSync(`
      time, [class*=_wait_], time[class], span[class*=_when_], [class*=_on_], [class*=_facts_] dd, td[data-name="Signed in"], td[data-name="Last used"],
      td[data-name=When], td[data-name="Holds until"], td[data-name=Made], td[data-name=Key], pre:not([aria-label="API key"]) { visibility: hidden !important }
      [aria-label="API key"] { color: transparent !important }
      [class*=_tint] { background: var(--avatar-1) !important }
      * { animation: none !important; transition: none !important; caret-color: transparent !important }
    `);
    document.adoptedStyleSheets = [still];
  });
  await page.evaluate(() => document.fonts.ready);
  // What opens is there before it can be seen.
  await page.locator('[data-entering]').first().waitFor({ state: 'detached' });
  // On touch screens a window with a field stays unseen until the keyboard has come.
  await page.locator('[style*="opacity: 0"]').first().waitFor({ state: 'detached' });
}

export const looks: [string, BrowserContextOptions][] = [
  ['light', { viewport: wide, colorScheme: 'light' }],
  ['dark', { viewport: wide, colorScheme: 'dark' }],
  ['phone', { viewport: phone, colorScheme: 'light', hasTouch: true, isMobile: true }],
];

/** Takes pictures of one look; `differing` says which are not as they were kept. */
export function album(look: string) {
  const differing: string[] = [];
  return {
    differing,
    async picture(page: Page, name: string): Promise<void> {
      // Beside the conversation, or over it where there is little room.
      const named = { name: 'Context' };
      const context = page.getByRole('region', named).or(page.getByRole('dialog', named));
      if (!name.endsWith('waiting'))
        await context.locator('[class*=_shape_]').first().waitFor({ state: 'detached' });
      // The workspace's own attributes come after those that every contact has.
      if (await context.getByText('External id').isVisible())
        await context.getByText('Customer since').waitFor();
      await level(page);
      const difference = comparePicture(`workspace/${look}-${name}`, await page.screenshot());
      if (difference) differing.push(difference);
    },
  };
}
