// Draws the package's component on a server, and in a page with its launcher pressed; run inside the
// fresh project by tools/try-sdk.mjs with the path of happy-dom.
import assert from 'node:assert/strict';
import { EnhancedChatBot } from '@antiphon/sdk/chatbot';
import { createElement, StrictMode, version } from 'react';
import { renderToString } from 'react-dom/server';

const bot = () =>
  createElement(EnhancedChatBot, { botName: 'Bo', url: 'https://chat.test', token: 'x' });
assert.match(renderToString(bot()), /^<antiphon-chatbot/);

const { Window } = await import(process.argv[2]);
const window = new Window({ url: 'https://page.test' });
const names = ['document', 'HTMLElement', 'CSSStyleSheet', 'matchMedia', 'location', 'navigator'];
for (const name of names)
  Object.defineProperty(globalThis, name, {
    value: name === 'matchMedia' ? window.matchMedia.bind(window) : window[name],
    configurable: true,
  });
globalThis.window = window;
const { createRoot } = await import('react-dom/client');
const place = window.document.body.appendChild(window.document.createElement('div'));
const root = createRoot(place);

/** @param {string} selector */
async function drawn(selector) {
  for (let tries = 0; tries < 200; tries++) {
    const found = place.querySelector('antiphon-chatbot')?.shadowRoot?.querySelector(selector);
    if (found) return found;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`Nothing like ${selector} was drawn.`);
}

root.render(createElement(StrictMode, null, bot()));
(await drawn('.launcher')).click();
assert.equal((await drawn('[role=dialog] h2')).textContent, 'Bo');
assert.equal(place.querySelector('antiphon-chatbot').shadowRoot.adoptedStyleSheets.length, 1);
root.unmount();
console.log(`mounted with React ${version}`);
process.exit(0);
