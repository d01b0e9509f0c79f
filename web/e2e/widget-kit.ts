// The widget as a visitor meets it: small verbs over its controls, by role and name as assistive
// technology finds them. Shared by the widget's specs.
import type { Page } from 'playwright-core';

export const launcher = (page: Page) => page.locator('antiphon-chat .r > button');
export const panel = (page: Page) => page.locator('antiphon-chat [role=dialog]');
export const field = (page: Page) => panel(page).getByRole('textbox', { name: 'Write a message' });
export const log = (page: Page) => panel(page).getByRole('log', { name: 'Messages' });
export const bubbles = (page: Page) => log(page).locator('article .bubble');
export const texts = (page: Page) => bubbles(page).allInnerTexts();

/** What the visitor may begin with, under the greeting. */
export const prompts = (page: Page) => panel(page).getByRole('group', { name: 'Begin with' });

/** The button that opens the system's window for choosing files. */
export const clip = (page: Page) => panel(page).getByRole('button', { name: 'Attach files' });

export async function openWidget(page: Page): Promise<void> {
  await launcher(page).click();
  await field(page).waitFor();
}

/** Writes and presses Send (on touch, Enter breaks the line). */
export async function says(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await panel(page).getByRole('button', { name: 'Send' }).click();
}

/** The state shown under the newest own message: Sending, Sent, Delivered, Read, Not sent. */
export const state = (page: Page) => log(page).locator('article.own .meta').last().innerText();

/** Parts of the widget that reach beyond the window's sides, and a page that scrolls sideways. */
export const outside = (page: Page) =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const all = document.querySelector('antiphon-chat')!.shadowRoot!.querySelectorAll('.r *');
    const out = [...all].filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      // What scrolls inside a box of its own is cut there.
      return width > 0 && (left < -1 || right > innerWidth + 1) && !one.closest('pre');
    });
    return [
      ...out.map((one) => `${one.tagName} ${one.className}`),
      ...(scrollWidth > clientWidth + 1 ? [`the page, ${scrollWidth} of ${clientWidth}`] : []),
    ];
  });
