// Contacts in the browser against the real server: found, changed, imported from a table with bad lines,
// changed together and back, merged and apart, blocked so that the widget says so.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, type Server, signIn, startServer, tearDown, until } from './harness.ts';
import { enter, reply, sendTable, visitor } from './workspace-kit.ts';

let server: Server;
type Staff = Awaited<ReturnType<typeof signIn>>;
let admin: Staff;

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  await openBrowser();
});
afterAll(tearDown);

const table = 'Contacts';

it('imports a table, tells what was wrong with it, and finds whom it brought', async () => {
  const page = await enter(server, 'admin', {}, '/app/contacts');
  await page.getByRole('button', { name: 'Import' }).click();
  await sendTable(
    page,
    'Full Name;E-Mail;Phone;Colour\n=Zelda;zelda@import.example;+49 30 1234567;red\nBad;bad@import.example;12;blue\nZoran;zoran@import.example;;green\n',
  );
  await page.getByRole('table', { name: 'The first lines' }).waitFor();
  await page.getByText('1 line of the 3 shown').waitFor();
  // The column that was not understood can be given a meaning, or another one be taken.
  await page.getByRole('button', { name: 'Column Colour: Leave out' }).click();
  await page.getByRole('menuitemradio', { name: 'External id' }).click();
  await page.getByRole('button', { name: 'Column Colour: External id' }).waitFor();
  await page
    .getByRole('button', { name: 'Those that are there: Leave them as they are' })
    .waitFor();
  await page.getByRole('button', { name: 'Import 2 lines' }).click();
  await page.getByText('The import is done.').waitFor();
  const faults = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Why lines were not taken in' }).click();
  const told = await (await faults).createReadStream();
  let text = '';
  for await (const piece of told) text += piece;
  expect(text).toContain('3,phone,');
  await page.getByRole('button', { name: 'See the contacts' }).click();
  await page.getByLabel('Search contacts').fill('zelda');
  await page.getByRole('link', { name: '=Zelda' }).click();
  await page.getByText('+49301234567').waitFor();

  await page.goto(`${server.url}/app/contacts/import`);
  await page.getByRole('region', { name: 'Earlier imports' }).getByRole('link').first().click();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByText('The import was undone.').waitFor();
  await page.getByRole('button', { name: 'See the contacts' }).click();
  await page.getByLabel('Search contacts').fill('zelda');
  await page.getByText('Nobody found').waitFor();
  expect(page.complaints).toEqual([]);
});

it('refuses what is no table with a sentence, and takes the next', async () => {
  const page = await enter(server, 'admin', {}, '/app/contacts/import');
  await sendTable(page, 'PK\u0003\u0004 a workbook');
  await page.getByRole('alert').getByText('save it as CSV').waitFor();
  await sendTable(page, 'Name\nYusuf\n');
  await page.getByRole('button', { name: 'Import 1 line' }).waitFor();
});

it('changes many at once and back by the notice', async () => {
  const page = await enter(server, 'agent', {}, '/app/contacts?q=harbourhotels');
  const rows = page.getByRole('table', { name: table });
  await rows.getByRole('link', { name: 'Amara Nwosu' }).waitFor();
  expect(await page.getByRole('button', { name: 'Import' }).count()).toBe(0);
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check();
  await page.getByRole('button', { name: 'Block…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await until(
    () => rows.getByText('Blocked').count(),
    (count) => count >= 3,
  );
  await page.getByRole('button', { name: 'Undo' }).click();
  await until(
    () => rows.getByText('Blocked').count(),
    (count) => count === 0,
  );
  expect(page.complaints).toEqual([]);
});

it('merges two contacts after a look, and takes it back', async () => {
  const page = await enter(server, 'agent', {}, '/app/contacts?q=Jun');
  await page.getByRole('link', { name: 'Jun Tanaka' }).click();
  await page.getByRole('button', { name: 'What to do with Jun Tanaka' }).click();
  await page.getByRole('menuitem', { name: /^Merge/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Contact to merge in').fill('kofi');
  await dialog.getByRole('button', { name: /Kofi Mensah/ }).click();
  await dialog.getByRole('table').waitFor();
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await page.getByRole('heading', { name: 'Merged in' }).waitFor();
  await page.getByText('Harbour Hotels').first().waitFor();
  await page.getByText('Kofi Mensah was merged into Jun Tanaka.').waitFor();
  // From the list of what was merged: the notice beside it offers nothing that is done already.
  await page
    .getByRole('region', { name: 'Merged in' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await page.getByRole('heading', { name: 'Merged in' }).waitFor({ state: 'detached' });
  await page.getByText('Kofi Mensah stands alone again').waitFor();
  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  const found = await admin.request<{ contacts: unknown[] }>('GET', '/api/contacts?q=kofi');
  expect(found.contacts.length).toBe(1);
  expect(page.complaints).toEqual([]);
});

it('notes, fields and the standing of a contact stand on their page and beside the conversation', async () => {
  const ana = await signIn(server);
  const vera = await visitor(server, 'Vera Lind', 'Hi', ana);
  const page = await enter(server, 'agent', {}, `/app/contacts/${vera.id}`);
  await page.getByLabel('New note').fill('Calls back on Monday');
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.getByText('Calls back on Monday').last().waitFor();
  await page.getByRole('button', { name: 'Set Segment' }).click();
  await page.getByRole('button', { name: /^Segment/ }).click();
  await page.getByRole('menuitemradio', { name: 'Hotel' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Change Segment' }).waitFor();
  await page.getByRole('button', { name: 'What to do with Vera Lind' }).click();
  await page.getByRole('menuitem', { name: 'Block' }).click();
  await page.getByText('Blocked: they can read').waitFor();
  await expect(vera.says('Let me in')).rejects.toThrow(/blocked/);
  await page.getByRole('link', { name: /^Hi/ }).click();
  await reply(page).waitFor();
  await page.getByRole('button', { name: 'Change Segment' }).waitFor();
  expect(page.complaints).toEqual([]);
});
