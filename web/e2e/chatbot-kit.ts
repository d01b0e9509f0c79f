// The chatbot as one of the demo's people meets it on its test page: small verbs over its controls.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { openPage, type Server, type Watched } from './harness.ts';
import { fillSignIn } from './workspace-kit.ts';

export const launcher = (page: Page) => page.locator('antiphon-chatbot .launcher');
export const panel = (page: Page) => page.getByRole('dialog', { name: 'CRM Assistant' });
export const field = (page: Page) => panel(page).getByRole('textbox', { name: 'Write a message' });
export const log = (page: Page) => panel(page).getByRole('log', { name: 'Messages' });
/** Whose messages stand there, and what they say. */
export const texts = (page: Page) => log(page).locator('article .bubble').allInnerTexts();
export const answers = (page: Page) => log(page).locator('article:not(.own) .bubble');
/** What the page was told by onConversationChange. */
export const told = (page: Page) => page.locator('main > p > code').innerText();

export async function enterChat(
  url: string,
  server: Server,
  options: BrowserContextOptions = {},
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Watched> {
  const page = await openPage(`${url}/app/chat-test/index.html`, options, undefined, prepare);
  page.setDefaultTimeout(15_000);
  await fillSignIn(page, server, 'customer');
  await launcher(page).waitFor();
  return page;
}

export async function openChat(page: Page): Promise<void> {
  await launcher(page).click();
  await field(page).waitFor();
}

export async function says(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await panel(page).getByRole('button', { name: 'Send' }).click();
}
