// A picture of every page of the workspace: light, dark, and on a phone. What a page can come to is
// in workspace-states.e2e.ts.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { choose, drag, holdPieces, long, picture, program, sendIn, text } from './files-kit.ts';
import {
  type Line,
  openBrowser,
  openPage,
  type Server,
  signIn,
  startLine,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import { fill } from './notices-kit.ts';
import {
  askSecondStep,
  byProvider,
  offerProvider,
  showProvider,
  showSecondStep,
  wantSecondStep,
} from './sign-in-kit.ts';
import {
  bar,
  clip,
  enter,
  fillSignIn,
  log,
  loseAttribute,
  note,
  open,
  reply,
  says,
  sendTable,
  turnTo,
  visitor,
} from './workspace-kit.ts';
import { album, looks } from './workspace-looks.ts';

vi.setConfig({ testTimeout: 180_000 }); // a test goes through every page

let server: Server;
let line: Line;

beforeAll(async () => {
  server = await startServer();
  line = await startLine(server);
  const admin = await signIn(server, 'admin');
  const invited = { email: 'zoe@lumenandoak.example', name: 'Zoe Park', role: 'agent' };
  await admin.request('POST', '/api/invitations', invited);
  await openBrowser();
});
afterAll(tearDown);

it.each(looks)('every page as it was looked at and found good: %s', async (look, options) => {
  const isPhone = look === 'phone';
  const calm = { ...options, reducedMotion: 'reduce' as const };
  const { differing, picture } = album(look);

  const outside = await openPage(`${server.url}/app/`, calm);
  await outside.getByLabel('E-mail').waitFor();
  await picture(outside, 'sign-in');
  await outside.route('**/api/auth/setup-link', (route) =>
    route.fulfill({
      json: { workspace: { name: 'Lumen & Oak' }, email: 'maya@lumenandoak.example' },
    }),
  );
  await outside.goto(`${server.url}/app/setup#token=x`);
  await outside.getByLabel('Your name').waitFor();
  await picture(outside, 'set-up');
  await outside.route('**/api/auth/invitation-link', (route) =>
    route.fulfill({
      json: {
        workspace_name: 'Lumen & Oak',
        inviter: 'Maya Lindqvist',
        email: 'zoe@lumenandoak.example',
        name: 'Zoe Park',
        has_account: false,
      },
    }),
  );
  await outside.goto(`${server.url}/app/join#token=x`);
  await outside.getByLabel('Your name').waitFor();
  await picture(outside, 'join');
  await outside.goto(`${server.url}/app/reset`);
  await outside.getByLabel('E-mail').waitFor();
  await picture(outside, 'forgot-password');
  await outside.route('**/api/auth/reset-link', (route) =>
    route.fulfill({ json: { email: 'zoe@lumenandoak.example' } }),
  );
  await outside.goto(`${server.url}/app/reset#token=x`);
  await outside.getByLabel('New password').waitFor();
  await picture(outside, 'new-password');
  await outside.goto(`${server.url}/app/email#token=x`);
  await outside.getByRole('button', { name: 'Use this address' }).waitFor();
  await picture(outside, 'confirm-email');
  await offerProvider(outside);
  await outside.goto(`${server.url}/app/`);
  await outside.getByRole('button', { name: byProvider }).waitFor();
  await picture(outside, 'sign-in-by-provider');
  await askSecondStep(outside);
  await fillSignIn(outside, server, 'agent');
  await outside.getByLabel('Code from your authenticator app').waitFor();
  await picture(outside, 'second-step');
  await outside.unroute('**/api/auth/login');
  await outside.goto(`${server.url}/app/`);
  await outside.getByLabel('E-mail').waitFor();
  await fillSignIn(outside, server, 'customer');
  await outside.getByRole('heading', { name: 'This app is for the team' }).waitFor();
  await picture(outside, 'team-only');
  await outside.context().close();

  const page = await enter({ url: line.url, accounts: server.accounts }, 'admin', calm);
  await page.getByRole('listbox').waitFor();
  await picture(page, 'list');
  await page.goto(`${line.url}/app/conversations?q=nobodyiscalledthis`);
  await page.getByText('Nothing found').waitFor();
  await picture(page, 'nothing-found');

  await page.goto(`${line.url}/app/conversations?q=Ines`);
  await open(page, 'Ines Duarte');
  await log(page).getByText('Told them.').waitFor();
  await picture(page, 'conversation');
  await page.getByRole('tab', { name: 'Note' }).click();
  await note(page).fill('Batch 44 is the one with the loose brackets.');
  await picture(page, 'note');
  await note(page).fill('');
  await page.getByRole('tab', { name: 'Reply' }).click();
  await page.getByRole('button', { name: /Assignee/ }).click();
  await page.getByRole('menu').waitFor();
  await picture(page, 'assign');
  await page.keyboard.press('Escape');
  if (isPhone) {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Contact and participants' }).click();
    await page.getByText('Participants').waitFor();
    await picture(page, 'context');
    await page.getByRole('button', { name: 'Close' }).click();
  }
  line.cut();
  // On a touch screen Enter breaks the line.
  if (isPhone) {
    await reply(page).fill('Written while the line was cut.');
    await page.getByRole('button', { name: 'Send' }).click();
  } else await says(page, 'Written while the line was cut.');
  await page.getByText('1 message waiting').waitFor();
  await bar(page).waitFor();
  await picture(page, 'reconnecting');
  await page.route('**/api/conversations/*/messages', (route) => route.abort());
  line.mend();
  await page.context().close();

  const admin = await enter(server, 'admin', calm);
  await admin.goto(`${server.url}/app/contacts`);
  await admin.getByRole('table', { name: 'Contacts' }).waitFor();
  await picture(admin, 'contacts');
  await admin.getByRole('checkbox', { name: 'Choose Amara Nwosu' }).check();
  await admin.getByRole('checkbox', { name: 'Choose Björn Eklund' }).check();
  await picture(admin, 'contacts-chosen');
  await admin.goto(`${server.url}/app/contacts?q=nobodyiscalledthis`);
  await admin.getByText('Nobody found').waitFor();
  await picture(admin, 'contacts-nobody');
  await admin.goto(`${server.url}/app/contacts?q=Hannah`);
  await admin.getByRole('link', { name: 'Hannah Berg' }).click();
  await admin.getByText('Fits out guest rooms').waitFor();
  await admin.waitForLoadState('networkidle');
  await picture(admin, 'contact');
  await admin.getByRole('button', { name: 'What to do with Hannah Berg' }).click();
  await admin.getByRole('menuitem', { name: /^Merge/ }).click();
  await admin.getByRole('dialog').getByLabel('Contact to merge in').fill('Frida');
  await admin
    .getByRole('dialog')
    .getByRole('button', { name: /Frida Holm/ })
    .click();
  await admin.getByRole('table', { name: 'What the merged contact has' }).waitFor();
  await picture(admin, 'contact-merge');
  await admin.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await admin.getByRole('button', { name: 'What to do with Hannah Berg' }).click();
  await admin.getByRole('menuitem', { name: 'Delete…' }).click();
  await admin.getByRole('dialog').getByText('messages and notes stay').waitFor();
  await picture(admin, 'contact-delete');
  await admin.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await admin.getByText('Hannah Berg is deleted.').waitFor();
  await picture(admin, 'contact-deleted');
  await admin.getByRole('button', { name: 'Bring back' }).click();
  await admin.getByText('Hannah Berg is back.').waitFor();
  await admin.goto(`${server.url}/app/contacts/import`);
  await admin.getByRole('button', { name: 'Choose a file' }).waitFor();
  await picture(admin, 'import');
  await sendTable(
    admin,
    'E-Mail;Name;Phone;Colour\nal@x.example;Al;+49 30 123456;red\nwrong;Bo;;blue\n',
  );
  await admin.getByRole('table', { name: 'The first lines' }).waitFor();
  await picture(admin, 'import-preview');
  await admin.getByRole('button', { name: 'Cancel' }).click();
  await admin.getByRole('button', { name: 'Choose a file' }).waitFor();

  for (const name of [
    'preferences',
    'profile',
    'account',
    'workspace',
    'files',
    'people',
    'roles',
    'inboxes',
    'prompts',
    'attributes',
    'keys',
    'sessions',
    'two-step',
    'audit',
  ]) {
    await turnTo(admin, `/app/settings/${name}`);
    await picture(admin, name);
  }
  await admin.goto(`${server.url}/app/settings/people`);
  await admin.getByRole('button', { name: 'Invite a person' }).click();
  await admin.getByRole('dialog').getByLabel('Name').waitFor();
  await picture(admin, 'invite');
  await admin.goto(`${server.url}/app/settings/roles`);
  await admin.getByRole('button', { name: 'Make a role' }).click();
  await admin.getByRole('dialog').getByRole('textbox', { name: 'Name' }).waitFor();
  await picture(admin, 'make-role');
  await admin.goto(`${server.url}/app/settings/attributes`);
  await admin.getByRole('button', { name: 'Change Website' }).click();
  await admin.getByRole('menuitem', { name: 'Delete…' }).click();
  await admin.getByRole('dialog').getByText('bring them back').waitFor();
  await picture(admin, 'attribute-delete');
  await loseAttribute(admin, 'website');
  await admin.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await admin.getByRole('table', { name: 'Deleted attributes' }).waitFor();
  await picture(admin, 'attribute-deleted');
  await showSecondStep(admin, null);
  await admin.goto(`${server.url}/app/settings/two-step`);
  await admin.getByRole('button', { name: 'Set up' }).click();
  await admin.getByLabel('Your password').fill('right');
  await admin.getByRole('button', { name: 'Next' }).click();
  await admin.getByRole('img', { name: /Picture for the authenticator app/ }).waitFor();
  await picture(admin, 'two-step-set-up');
  await admin.getByLabel('Code that the app shows now').fill('123456');
  await admin.getByRole('button', { name: 'Switch on' }).click();
  await admin.getByRole('list', { name: 'Recovery codes' }).waitFor();
  await picture(admin, 'recovery-codes');
  await wantSecondStep(admin);
  await admin.goto(`${server.url}/app/`);
  await admin.getByLabel('Your password').waitFor();
  await picture(admin, 'one-more-step');
  await admin.unroute('**/api/me');
  await admin.unroute('**/api/me/second-factor');
  await showSecondStep(admin, '2026-01-05T09:00:00Z');
  await admin.goto(`${server.url}/app/settings/two-step`);
  await admin.getByText('9 recovery codes are left.').waitFor();
  await picture(admin, 'two-step-on');
  await showProvider(admin);
  await admin.goto(`${server.url}/app/settings/sign-in`);
  await admin.getByRole('group', { name: 'Redirect address' }).waitFor();
  await picture(admin, 'single-sign-on');
  await admin.getByRole('button', { name: 'Edit' }).click();
  await admin.getByRole('dialog').getByLabel('Issuer').waitFor();
  await picture(admin, 'edit-provider');
  await admin.goto(`${server.url}/app/_ui`);
  await admin.getByRole('heading', { name: 'Components' }).waitFor();
  await picture(admin, 'components');
  if (!isPhone) {
    await admin.keyboard.press('?');
    await admin.getByRole('dialog').waitFor();
    await picture(admin, 'shortcuts');
  }
  await admin.goto(`${server.url}/app/nowhere`);
  await admin.getByText('There is no such page').waitFor();
  await picture(admin, 'nowhere');
  await admin.context().close();
  expect(differing).toEqual([]);
});

it.each(looks)('files as they were looked at and found good: %s', async (look, options) => {
  const isPhone = look === 'phone';
  const { differing, picture: take } = album(look);
  const staff = await signIn(server);
  const vera = await visitor(server, 'Vera Holm', 'My new lamp came like this.', staff);
  const attachments = [
    await sendIn(server, vera.token(), picture('Lamp.png')),
    await sendIn(server, vera.token(), text('Delivery note.txt', 'x'.repeat(2_400))),
  ];
  const path = `/api/conversations/${vera.conversation}/messages`;
  await vera.request('POST', path, { attachments });

  const calm = { ...options, reducedMotion: 'reduce' as const };
  const page = await enter(server, 'agent', calm);
  await open(page, 'Vera Holm');
  const small = log(page).getByRole('button', { name: 'Open picture Lamp.png' });
  await small.waitFor();
  await choose(clip(page), [text('Returns, step by step.txt', 'x'.repeat(40_000))]);
  await page.getByText('1 file ready to send').waitFor({ state: 'attached' });
  await reply(page).fill('I am sorry. This is how it can be returned.');
  await page.getByRole('button', { name: 'Send' }).click();
  await log(page)
    .getByRole('button', { name: /^Download Returns/ })
    .waitFor();
  await holdPieces(page);
  await choose(clip(page), [
    picture('Label.png', 400, 300),
    long('Catalogue of spare parts.txt', 1_300_000),
    program(),
  ]);
  await page.getByText(/40 %/).waitFor();
  await page.getByText(/not taken here/).waitFor();
  await take(page, 'files-sent');
  if (isPhone) {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Contact and participants' }).click();
    await page.getByText('Delivery note.txt').last().waitFor();
    await page.getByText('Customer since').waitFor();
    await take(page, 'files-context');
    await page.getByRole('button', { name: 'Close' }).click();
  } else {
    const drop = await drag(log(page), [text('x.txt', 'x')]);
    await page.getByText(/^Drop files to/).waitFor();
    await take(page, 'files-drop');
    await drop();
  }
  await page.getByRole('button', { name: /^(Remove|Cancel) Label.png/ }).click();
  await small.click();
  const full = page.getByRole('dialog', { name: 'Lamp.png' }).locator('img');
  await until(
    () => full.evaluate((one) => (one as HTMLImageElement).naturalWidth),
    (width) => width > 0,
  );
  await take(page, 'files-picture');
  await page.context().close();
  expect(differing).toEqual([]);
});

let told: Promise<unknown> | undefined;

it.each(looks)('notices as they were looked at and found good: %s', async (look, options) => {
  const { differing, picture: take } = album(look);
  // Once, and after all other pictures: from then on there is a number at the bell.
  told ??= fill(server, 'admin');
  await told;
  const calm = { ...options, reducedMotion: 'reduce' as const };
  const page = await enter(server, 'admin', calm, '/app/notices', (one) =>
    // Without windows a browser refuses before it is asked.
    one.addInitScript(() =>
      Object.defineProperty(Notification, 'permission', { get: () => 'default' }),
    ),
  );
  const booked = page.getByRole('article').filter({ hasText: 'Your meeting with Ines' });
  await until(
    () => booked.locator('img').evaluate((one) => (one as HTMLImageElement).naturalWidth),
    (width) => width > 0,
  );
  await take(page, 'notices');
  await booked.getByText('Details').click();
  await booked.getByRole('button', { name: /^Task/ }).click();
  const cancelled = page.getByRole('article').filter({ hasText: 'The call with Hannah' });
  await cancelled.waitFor({ state: 'detached' });
  await page.getByText('Looking for a time').waitFor();
  await page.mouse.move(0, 0);
  await take(page, 'notices-of-task');
  await page.goto(`${server.url}/app/notices`);
  await cancelled.scrollIntoViewIfNeeded();
  await take(page, 'notices-read');
  await page.goto(`${server.url}/app/settings/notices`);
  await page.getByRole('switch', { name: /^Information/ }).waitFor();
  await take(page, 'notice-settings');
  await turnTo(page, '/app/settings/notice-retention');
  await page.route('**/api/notice-retention/preview', (route) =>
    route.fulfill({
      json: {
        would_remove: [
          { type: 'SCHEDULING_UPDATE', count: 10 },
          { type: 'INFO', count: 4 },
        ],
      },
    }),
  );
  await page.getByLabel('Read, days', { exact: true }).first().fill('30');
  await take(page, 'notice-retention');
  await page.getByRole('button', { name: 'See what would go' }).click();
  await page.getByText('14 notices would go').waitFor();
  await take(page, 'notice-retention-preview');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await turnTo(page, '/app/settings/people');
  await page.getByRole('button', { name: 'Change Ana Ferreira' }).click();
  await page.getByRole('menuitem', { name: 'External id…' }).click();
  await page.getByRole('dialog').getByLabel('External id').fill('user_456');
  await take(page, 'external-id');
  await page.context().close();
  expect(differing).toEqual([]);
});
